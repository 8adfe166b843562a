# Schemes and their matrices.

schemes-title = Certificatieschema’s
schemes-lead = In een schema staat aan welke eisen een gecertificeerd bedrijf voldoet, en wat er gebeurt als het dat niet doet. Elke instelling die volgens een schema werkt, moet daarbij dezelfde maatregelen nemen.
schemes-caption = Certificatieschema’s op naam
schemes-empty = Er zijn nog geen schema’s aangewezen.
schemes-column-scheme = Schema
schemes-column-version = Versie die geldt
schemes-column-owner = Schemabeheerder
schemes-column-bodies = Instellingen
schemes-no-version = geen
schemes-since = sinds { $day }
schemes-suspended = De aanwijzing van dit schema is geschorst sinds { $since }. Certificaten blijven bruikbaar tot en met { $last }, of korter als ze eerder aflopen.
schemes-withdrawn = De aanwijzing van dit schema is ingetrokken op { $since }. Certificaten blijven bruikbaar tot en met { $last }, of korter als ze eerder aflopen.

# A version.

schemes-version-title = { $code } versie { $version }
schemes-version-above = Schema { $code }, versie { $version }
schemes-in-force = geldt
schemes-not-yet = geldt nog niet
schemes-no-more = geldt niet meer
schemes-from = Versie { $version } geldt vanaf { $from }.
schemes-from-until = Versie { $version } geldt vanaf { $from } en tot { $until }.
schemes-system = Stelsel
schemes-system-co = CO-stelsel
schemes-system-ekv = EKV-stelsel
schemes-matrix = Sanctiematrix
schemes-no-name = zonder naam
schemes-on-this-page = Op deze pagina
schemes-subareas = Deelgebieden
schemes-subareas-text = Een certificaat noemt de deelgebieden waarvoor het geldt.
schemes-column-subarea = Deelgebied
schemes-column-label = Naam
schemes-column-appliances = Toestellen
schemes-versions-heading = Versies
schemes-versions-text = Een onderzoek wordt beoordeeld volgens de versie die gold op de dag van het onderzoek.
schemes-versions = Versies van dit schema
schemes-column-label-of-version = Versie
schemes-column-from = Geldt vanaf
schemes-column-until = Tot
schemes-open = geen einddatum

# The matrix.

schemes-measures-short = Maatregelen
schemes-measures = Maatregelen, van licht naar zwaar
schemes-column-measure = Maatregel
schemes-column-effect = Gevolg voor het certificaat
schemes-effect-none = Geen: het bedrijf mag doorwerken.
schemes-effect-suspends = Het bedrijf mag niet werken zolang de maatregel duurt.
schemes-effect-ends = Het certificaat stopt; het bedrijf mag er niet meer mee werken.
schemes-rules = Regels: { $name }
schemes-column-times = Hoeveelste keer
schemes-column-decide = Besluit binnen
schemes-column-recover = Herstel binnen
schemes-column-follow-up = Als het niet hersteld is
schemes-follow-up = { $measure }, binnen { $term }
schemes-catalogue = Afwijkingen: { $name }
schemes-column-code = Code
schemes-column-nonconformity = Afwijking
schemes-catalogue-empty = In deze categorie staat geen afwijking; een afwijking komt hier alleen door verzwaring.
schemes-every-time = elke keer
schemes-time = { $from }e keer
schemes-two-times = { $from }e en { $last }e keer
schemes-times = { $from }e tot en met { $last }e keer
schemes-times-and-more = { $from }e keer en vaker
schemes-days = { $count ->
    [one] { $count } dag
   *[other] { $count } dagen
 }
schemes-weeks = { $count ->
    [one] { $count } week
   *[other] { $count } weken
 }
schemes-months = { $count ->
    [one] { $count } maand
   *[other] { $count } maanden
 }
schemes-years = { $count ->
    [one] { $count } jaar
   *[other] { $count } jaar
 }
schemes-working-days = { $count ->
    [one] { $count } werkdag
   *[other] { $count } werkdagen
 }
schemes-heavier = Wat zwaarder telt
schemes-no-aggravations = Dit schema kent verder geen verzwaringen.
schemes-same-audit = Staan in één onderzoek { $threshold } of meer afwijkingen van dezelfde categorie ({ $names }), dan tellen zij samen als één afwijking van de eerstvolgende zwaardere categorie.
schemes-repeated = Is een afwijking ten minste de { $threshold }e van haar categorie ({ $names }) binnen { $window }, dan telt zij als een afwijking van de eerstvolgende zwaardere categorie.
schemes-repetition = Het is een herhaling als het bedrijf in de { $window } ervoor ook een onderzoek had met een afwijking van dezelfde categorie, ook als een andere instelling dat onderzoek deed.
schemes-terms = Hoe termijnen tellen
schemes-terms-prolonged = Eindigt een termijn op een zaterdag, zondag of feestdag, dan loopt zij door tot en met de volgende werkdag.
schemes-terms-strict = Een termijn eindigt op de dag zelf, ook als dat een zaterdag, zondag of feestdag is.
