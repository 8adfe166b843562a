# Finding a firm.

search-title = Is uw installateur gecertificeerd?
search-lead = Aan een cv-ketel, geiser, gashaard of gaskachel mag alleen een gecertificeerd bedrijf werken. Zoek uw installateur op voordat u de opdracht geeft.
search-box = Naam, plaats, postcode, KvK-nummer of certificaatnummer
search-button = Zoeken

# The filters.

search-filters = Zoek gerichter: werk, afstand, status en meer
search-filters-chosen = Filters: { $count ->
    [one] { $count } gekozen
   *[other] { $count } gekozen
}
search-apply = Zoeken met deze filters
search-postcode = Uw postcode
search-postcode-help = Bijvoorbeeld 3511 of 3511 AB
search-radius = Hoe ver mag het bedrijf weg zijn?
search-radius-choice = Binnen { $km } km
search-work = Werk
search-work-any = Alle soorten werk
search-work-install = Installeren
search-work-repair = Repareren
search-work-maintain = Onderhouden
search-work-commission = In bedrijf stellen
search-subarea = Deelgebied van het schema
search-subarea-any = Alle deelgebieden
search-subarea-choice = Deelgebied { $part }
search-subarea-described = Deelgebied { $part }: { $label }
search-scheme = Schema
search-scheme-any = Alle schema’s
search-body = Certificerende instelling
search-body-any = Alle instellingen
search-status = Status vandaag
search-status-any = Maakt niet uit
search-status-may-work = Mag vandaag werken
search-status-may-not-work = Mag vandaag niet werken
search-status-suspended = Geschorst
search-status-withdrawn = Ingetrokken
search-status-expired = Verlopen
search-chosen = Gekozen filters
search-chosen-near = Binnen { $km } km van { $postcode }
search-remove = Verwijder filter:
search-clear = Alle filters verwijderen

# What is wrong with a question.

search-faults = Er klopt iets niet in uw zoekvraag
search-fault-text = Uw zoekvraag is te lang. Gebruik ten hoogste 200 tekens.
search-fault-work = Dit soort werk kennen wij niet. Kies iets uit de lijst.
search-fault-subarea = Dit deelgebied kennen wij niet. Kies iets uit de lijst.
search-fault-scheme = Dit schema kennen wij niet. Kies iets uit de lijst.
search-fault-body = Deze instelling kennen wij niet. Kies iets uit de lijst.
search-fault-status = Deze status kennen wij niet. Kies iets uit de lijst.
search-fault-postcode = Dit is geen Nederlandse postcode. Vul vier cijfers in, met of zonder letters: 3511 of 3511 AB.
search-fault-radius = Deze afstand kan niet. Kies een afstand uit de lijst.
search-fault-page = Deze pagina bestaat niet. Een pagina heeft een nummer vanaf 1.

# What was found.

search-found = { $count ->
    [one] { $count } bedrijf
   *[other] { $count } bedrijven
} bij ‘{ $query }’
search-found-at-least = Ten minste { $count } bedrijven bij ‘{ $query }’
search-listed = { $count ->
    [one] { $count } bedrijf
   *[other] { $count } bedrijven
}
search-listed-at-least = Ten minste { $count } bedrijven
search-things = { $count ->
    [one] { $count } bedrijf
   *[other] { $count } bedrijven
}
search-things-at-least = ten minste { $count } bedrijven
search-narrow = Dit zijn meer bedrijven dan wij laten zien. Zoek gerichter, bijvoorbeeld met een plaats of een filter.
search-last-page = Pagina { $page } is er niet. Dit is de laatste pagina.
search-kvk = KvK { $kvk }
search-distance = { $km } km
search-distance-same = in hetzelfde postcodegebied
search-distance-note = Afstanden zijn hemelsbreed: van het midden van uw postcodegebied naar het midden van dat van het bedrijf.
search-distance-source = Ligging van de postcodes:

# Why a firm was found.

search-reason-kvk = gevonden op KvK-nummer
search-reason-certificate = gevonden op certificaatnummer { $number }
search-reason-postcode = gevonden op postcode
search-reason-place = gevonden op plaats
search-reason-name = gevonden op naam
search-reason-alike = lijkt op ‘{ $word }’
search-reason-former-name = ook bekend als ‘{ $name }’
search-reason-without = gevonden zonder ‘{ $word }’

# What a firm may do today.

search-may = Mag vandaag { $work }.
search-may-some = Mag vandaag { $work }, maar niet { $other }: { $because }.
search-may-not = Mag vandaag niet aan gastoestellen werken: { $because }.

# When nothing was found.

search-none = Wij vonden geen bedrijf bij ‘{ $query }’
search-none-listed = Wij vonden geen bedrijf dat hierbij past
search-near-misses = Zocht u misschien een van deze bedrijven?
search-check = Kijk dit na
search-check-spelling = Is de naam goed gespeld? Typ anders alleen het begin van de naam.
search-check-kvk = Vraag het bedrijf om het KvK-nummer, en zoek op die 8 cijfers. Een bedrijf kan onder een andere naam werken.
search-check-place = Zoekt u op plaats? Een bedrijf kan in een andere plaats gevestigd zijn dan waar het werkt.
search-missing = Staat het bedrijf er niet bij?
search-missing-text = Laat het dan niet aan uw gastoestel werken. Een bedrijf dat niet in dit register staat, mag dat werk niet doen. U mag het ook niet laten doen.
search-ways = Zo komt u verder
search-way-again = Zoek opnieuw, zonder filters
search-way-firms = Bekijk de bedrijven die vandaag mogen werken
search-way-bodies = Vraag het na bij een certificerende instelling
search-way-method = Lees wat in dit register staat, en wat niet

# Suggestions while somebody types.

search-suggestions = { $count ->
    [0] Geen suggesties. Zoeken kan wel.
    [one] { $count } suggestie. Kies met de pijltjes.
   *[other] { $count } suggesties. Kies met de pijltjes.
}
search-suggestion-place = { $count ->
    [one] plaats, { $count } bedrijf
   *[other] plaats, { $count } bedrijven
}

# Good to know.

search-advice = Goed om te weten
search-alarm = Gaat uw CO-melder af?
search-alarm-before = Zet ramen en deuren open, ga naar buiten en bel
search-alarm-after = Doe dat ook als u plotseling hoofdpijn krijgt, duizelig of misselijk bent. Ga niet zelf zoeken.
search-why = Waarom een gecertificeerd bedrijf?
search-why-text = Een toestel dat niet goed is aangesloten, kan koolmonoxide (CO) in huis brengen. U ziet en ruikt dat niet. Een certificaat betekent dat een onafhankelijke instelling het werk van het bedrijf controleert.
search-tenants = Huurt u uw woning?
search-tenants-text = Vraag uw verhuurder welk bedrijf het onderhoud doet, en zoek dat bedrijf hier op. De regels gelden ook als de verhuurder de opdracht geeft.
