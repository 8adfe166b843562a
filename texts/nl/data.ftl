# Open data.

data-title = Open data
data-lead = Het hele openbare register is te downloaden en bij te houden. Zonder account en zonder kosten.
data-day = Elke status in de bestanden geldt op { $day }.
data-files = Bestanden
data-files-text = Elk bestand is er als tabel (CSV) en als regels JSON (NDJSON). De tabellen hebben puntkomma’s tussen de kolommen en een regel met kolomnamen, in UTF-8. Begint een waarde met =, +, -, @, een tab of een harde return, dan staat er een apostrof voor, zodat een rekenblad er geen formule van maakt. In NDJSON gebeurt dat niet.
data-columns = Kolommen:
data-certificates = Certificaten
data-certificates-text = Elk certificaat met zijn houder, reikwijdte, looptijd, status en de maatregelen die de status bepalen. Ook certificaten die verlopen of ingetrokken zijn.
data-holders = Certificaathouders
data-holders-text = Elk bedrijf met zijn certificaten.
data-bodies = Certificerende instellingen
data-bodies-text = Elke instelling. In NDJSON staan de aanwijzingen erbij.
data-designations = Aanwijzingen
data-designations-text = Voor welk schema een instelling is of was aangewezen. ‘geldigTot’ is de eerste dag zonder aanwijzing.
data-schemes = Certificatieschema’s
data-schemes-text = Elk schema. In NDJSON staan de versies erbij.
data-versions = Schemaversies
data-versions-text = Elke versie van een schema. ‘buitenWerkingOp’ is de eerste dag waarop de versie niet meer geldt.
data-check = Controleren
data-check-text = Naast elk bestand staat een controlegetal (SHA-256), in de vorm die ‘sha256sum --check’ leest. Het staat ook in de kop ‘Repr-Digest’ van de download zelf. Verandert het register tussen twee downloads, dan hoort het controlegetal bij een nieuwer bestand: haal dan beide opnieuw op.
data-changes = Een kopie bijhouden
data-changes-text = Download de bestanden één keer en vraag daarna alleen de wijzigingen. Elke wijziging bevat het hele record zoals het nu is: wie ze in volgorde verwerkt, heeft hetzelfde als in de bestanden. De kop ‘Link’ van een download zegt vanaf waar u verder leest.
data-changes-link = Wijzigingen sinds de bestanden van nu (JSON)
data-feed-link = De nieuwste wijzigingen als feed (Atom)
data-use = Gebruik
data-use-text = TloKB legt de gebruiksvoorwaarden vast; dat is nog niet gebeurd. Noem tot die tijd het register en de dag van uw bestand als bron. Een bestand is een momentopname: of een bedrijf vandaag mag werken, zegt alleen het register van vandaag.
data-privacy-text = Een certificaathouder kan een persoon zijn. Daarom staat er geen adres in de bestanden. Gebruikt u de gegevens, dan gelden de regels voor persoonsgegevens ook voor u.
