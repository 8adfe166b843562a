# The guide: what the matrix prescribes.

guide-title = Sanctiewijzer
guide-lead = Kies een schema, de dag van een onderzoek en wat er gevonden is. U ziet welke maatregel de certificerende instelling moet nemen, wanneer uiterlijk, en waarom.
guide-question = Uw vraag
guide-scheme = Schema
guide-choose-scheme = Kies een schema
guide-date = Datum van het onderzoek
guide-findings = Codes van de afwijkingen
guide-findings-help = Met een komma ertussen. Komt een afwijking vaker voor, noem de code dan vaker. U kunt ook hieronder kiezen.
guide-show = Toon wat de matrix voorschrijft
guide-in-force = Op { $day } geldt versie { $version } van { $scheme }.
guide-faults = Uw vraag kan zo niet worden beantwoord
guide-unknown-scheme = Dit schema staat niet in het register. Kies een schema uit de lijst.
guide-unknown-code = De code ‘{ $code }’ staat niet in de matrix van die dag. Kies een afwijking uit de lijst hieronder.
guide-too-many = Dat zijn te veel afwijkingen. Noem er hoogstens { $most }.
guide-too-many-earlier = Dat zijn te veel eerdere onderzoeken. Noem de laatste { $most }.
guide-no-day = Vul een datum in als jaar-maand-dag, zoals 2026-03-01.
guide-no-version = Op { $day } geldt geen versie van dit schema. Kies een andere dag.
guide-earlier-later = Een eerder onderzoek kan niet na het onderzoek zelf zijn.
guide-earlier-fault = Eerder onderzoek { $number }: { $fault }
guide-earlier-no-version = Op { $day } gold er geen versie van dit schema. Zo’n onderzoek telt niet mee. Maak de velden leeg of kies een andere dag.
guide-does-not-fit = Deze afwijkingen passen niet bij de matrix van die dag.

# What can be chosen.

guide-catalogue = Kies afwijkingen
guide-search = Zoek in de afwijkingen
guide-search-button = Zoek
guide-count = { $count ->
    [one] { $count } afwijking
   *[other] { $count } afwijkingen
 }
guide-nothing-found = Er is geen afwijking met deze woorden.
guide-more = { $count ->
    [one] Er is nog { $count } afwijking. Zoek op een woord om haar te zien.
   *[other] Er zijn nog { $count } afwijkingen. Zoek op een woord om ze te zien.
 }
guide-to-this = Zet bij dit onderzoek
guide-to-earlier = Zet bij eerder onderzoek { $number }
guide-earlier = Eerdere onderzoeken
guide-earlier-text = Herhaling telt. Had het bedrijf onder dit schema eerder een onderzoek met afwijkingen, noem dat dan. Het maakt niet uit welke instelling het deed.
guide-earlier-one = Eerder onderzoek { $number }
guide-add-row = Nog een eerder onderzoek

# What is prescribed.

guide-answer = Wat de matrix voorschrijft
guide-prescribed = De matrix schrijft voor: { $measure }. Het besluit moet er uiterlijk op { $day } zijn.
guide-measure = Maatregel
guide-decide = Besluit uiterlijk
guide-decide-value = { $day } (binnen { $term } na het onderzoek)
guide-recover = Hersteltermijn
guide-recover-none = De regel noemt geen termijn voor herstel.
guide-recover-value = ten hoogste { $term } na het besluit; bij een besluit op de laatste dag is dat tot en met { $day }
guide-follow-up = Als herstel uitblijft
guide-follow-up-none = De regel zegt niet wat er dan volgt.
guide-follow-up-value = { $measure }, te besluiten binnen { $term } na de hersteltermijn
guide-category = Categorie
guide-times = Hoeveelste keer
guide-times-value = { $times }e keer
guide-rule = Plaats in de matrix
guide-rule-value = regel { $number } (regels[{ $place }])
guide-to-matrix = De hele matrix van { $scheme }, versie { $version }

# Why.

guide-steps = Hoe dat komt
guide-step-finding = Afwijking { $number } ({ $code }: { $what }) hoort bij categorie { $category }.
guide-step-merged = In dit onderzoek staan { $count } afwijkingen van categorie { $from }: { $findings }. Vanaf { $threshold } in één onderzoek tellen zij samen als één afwijking van categorie { $to } (verzwaringen[{ $place }]).
guide-step-repeated = Afwijking { $findings } is de { $total }e van categorie { $from } sinds { $since }: { $before } in eerdere onderzoeken, waaronder { $earlier }, en { $own } in dit onderzoek. Vanaf de { $threshold }e telt zij als categorie { $to } (verzwaringen[{ $place }]).
guide-step-repeated-here = Afwijking { $findings } is de { $total }e van categorie { $from } sinds { $since }, alle in dit onderzoek. Vanaf de { $threshold }e telt zij als categorie { $to } (verzwaringen[{ $place }]).
guide-step-first = Herhaling telt vanaf { $since }: { $window } voor het onderzoek. Categorie { $category } komt in die tijd voor het eerst voor.
guide-step-again = Herhaling telt vanaf { $since }: { $window } voor het onderzoek. Categorie { $category } komt in die tijd nu voor de { $times }e keer voor. Eerder was dat in { $earlier }.
guide-earlier-day = het onderzoek van { $day }
guide-earlier-other = een onderzoek door een andere instelling ({ $day })
guide-earlier-more = { $named }, en nog { $more } daarvoor
guide-weighed-one = categorie { $category } geeft { $measure } (besluit uiterlijk { $day })
guide-weighed = Meer categorieën tellen mee: { $each }. De zwaarste maatregel telt. Zijn die gelijk, dan telt de vroegste uiterste dag.
guide-step-rule = De regel voor categorie { $category }, vanaf de { $from }e keer, schrijft voor: { $measure }. Dat staat in { $place }.
guide-step-decide = Het besluit moet er binnen { $term } na het onderzoek zijn: uiterlijk op { $day }.
guide-step-decide-prolonged = Het besluit moet er binnen { $term } na het onderzoek zijn. Dat zou { $plain } zijn, maar dat is geen werkdag. Het besluit moet er daarom uiterlijk op { $day } zijn.
guide-step-recover = Het besluit geeft het bedrijf ten hoogste { $term } om te herstellen, gerekend vanaf het besluit.
guide-step-follow-up = Is het bedrijf dan niet hersteld, dan moet de instelling binnen { $term } na het einde van die tijd nog een besluit nemen: { $measure }.

# Which earlier audits count.

guide-counting = Welke eerdere onderzoeken meetellen
guide-counts = Het onderzoek van { $day } telt mee: categorie { $category } kwam er voor.
guide-counts-aggravation = Het onderzoek van { $day } telt mee voor de verzwaring, maar niet voor de hoeveelste keer: er kwam alleen categorie { $others } voor.
guide-counts-not-old = Het onderzoek van { $day } telt niet mee: het is van vóór { $since }.
guide-counts-not-clean = Het onderzoek van { $day } telt niet mee: er was geen afwijking.
guide-counts-not-other = Het onderzoek van { $day } telt niet mee: er kwam alleen categorie { $others } voor, en nu beslist categorie { $category }.

# About the guide.

guide-about = Wat dit is en wat niet
guide-about-text = De sanctiewijzer rekent met dezelfde regels als waarmee het register besluiten naast de matrix legt. Zij weet niets van een bedrijf: alleen wat u hier kiest, telt mee. De instelling neemt het besluit, en kan met een goede reden iets anders besluiten.
guide-about-share = Uw hele vraag staat in het adres van deze pagina. U kunt het adres bewaren of delen. Wij bewaren niets.
guide-link = Zie in de sanctiewijzer wat deze matrix in een geval voorschrijft
guide-own-link = Zie in de sanctiewijzer wat de matrix voorschrijft bij een nieuw onderzoek van dit bedrijf
