# The page of a certificate.

certificate-title = Certificaat { $number }
certificate-today = Vandaag, { $day }
certificate-on = Op { $day }
certificate-firm = Bedrijf
certificate-kvk = KvK-nummer
certificate-place = Plaats
certificate-by = Afgegeven door
certificate-scheme = Schema
certificate-subareas = Waarvoor
certificate-issued = Afgegeven op
certificate-until = Loopt tot en met
certificate-also = Dit nummer gebruikt ook
certificate-works = Voor welk werk
certificate-history = Wat er gebeurd is
certificate-no-history = Er is niets bekend van vóór deze dag.

certificate-not-there-yet = Certificaat { $number } stond op { $known } nog niet in het register.
certificate-advice-compare = Vergelijk de naam en het KvK-nummer op deze pagina met die van het bedrijf dat bij u komt.
certificate-advice-ends = Laat u werk doen na die dag? Kijk dan opnieuw of het bedrijf een geldig certificaat heeft.
certificate-advice-check = Heeft het bedrijf op die dag met dit certificaat aan uw toestel gewerkt? Laat een gecertificeerd bedrijf het toestel controleren.
certificate-advice-stop = Laat het bedrijf met dit certificaat niet aan uw gastoestel werken.
certificate-advice-firm = Kijk op de pagina van het bedrijf of het een ander certificaat heeft dat wel geldig is.

# A certificate that nobody knows.

certificate-word-unknown = Niet in het register
certificate-unknown-title = Geen certificaat met nummer { $number }
certificate-unknown-sentence = In dit register staat geen certificaat met nummer { $number }.
certificate-unknown-meaning = Elk certificaat dat een bedrijf laat werken aan gastoestellen, staat in dit register. Staat een certificaat er niet in, dan is het niet geldig, of het nummer klopt niet.
certificate-unknown-check-number = Is het nummer goed overgenomen, met alle letters, cijfers en streepjes?
certificate-unknown-check-firm = Zoek op de naam of het KvK-nummer van het bedrijf. Daar ziet u welke certificaten het heeft.
certificate-unknown-advice = Laat niemand met dit certificaat aan uw gastoestel werken zolang u het niet in dit register hebt gevonden.
