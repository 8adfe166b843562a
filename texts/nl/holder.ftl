# The page of a firm. { $tense } is past, today or future.

holder-where = { $place } · KvK-nummer { $kvk }
holder-today = Vandaag, { $day }
holder-on = Op { $day }
holder-certificates = Certificaten
holder-certificate = Certificaat
holder-by = Afgegeven door
holder-scheme = Volgens
holder-no-certificate = Dit bedrijf had op deze dag geen certificaat.
holder-history = Wat er gebeurd is
holder-no-history = Er is niets bekend van vóór deze dag.

# The answer in a word and in a sentence.

holder-word-yes = Ja
holder-word-yes-for = Ja, voor { $appliances }
holder-word-partly = Ja, maar niet alles
holder-word-no = Nee
holder-word-no-because = Nee, { $label }
holder-word-unknown = Niet in het register
holder-word-no-number = Geen KvK-nummer
holder-sentence-yes = { $tense ->
    [past] { $name } mocht op { $day } { $work }.
    [future] { $name } mag op { $day }, als er niets verandert, { $work }.
   *[today] { $name } mag vandaag { $work }.
 }
holder-sentence-partly = { $tense ->
    [past] { $name } mocht op { $day } { $may }, maar niet { $not }: { $because }.
    [future] { $name } mag op { $day }, als er niets verandert, { $may }, maar niet { $not }: { $because }.
   *[today] { $name } mag vandaag { $may }, maar niet { $not }: { $because }.
 }
holder-sentence-no = { $tense ->
    [past] { $name } mocht op { $day } niet aan gastoestellen werken: { $because }.
    [future] { $name } mag op { $day }, als er niets verandert, niet aan gastoestellen werken: { $because }.
   *[today] { $name } mag vandaag niet aan gastoestellen werken: { $because }.
 }
holder-not-there-yet = { $name } stond op { $known } nog niet in het register.
holder-not-for = { $tense ->
    [past] Voor { $appliances } was dit bedrijf niet gecertificeerd.
   *[today] Voor { $appliances } is dit bedrijf niet gecertificeerd.
 }

# What to do.

holder-advice-compare = Vergelijk de naam en het KvK-nummer op deze pagina met die op de offerte, de bus en de pas van de monteur.
holder-advice-look = Kijk hieronder of het werk dat u wilt laten doen, bij een geldig certificaat staat.
holder-advice-stop = Geef dit bedrijf nu geen opdracht voor werk aan uw gastoestel. Laat werk dat begonnen is, niet afmaken.
holder-advice-other = Zoek een bedrijf dat wel gecertificeerd is. Ook u mag dit werk niet door een ander bedrijf laten doen.
holder-advice-report = Werkt het bedrijf toch aan uw toestel? Meld dat bij uw gemeente.
holder-advice-check = Heeft dit bedrijf op die dag aan uw toestel gewerkt? Laat een gecertificeerd bedrijf het toestel controleren.
holder-advice-tell = U kunt het melden bij uw gemeente.

# Per kind of appliance.

holder-appliances = Voor welke toestellen
holder-column-appliance = Toestel
holder-column-may = Mag dit bedrijf eraan werken?
holder-column-work = Welk werk

# A firm that nobody knows.

holder-unknown-title = Geen bedrijf met KvK-nummer { $kvk }
holder-unknown-sentence = In dit register staat geen bedrijf met KvK-nummer { $kvk }.
holder-unknown-meaning = Alleen een gecertificeerd bedrijf mag werken aan een cv-ketel, geiser, gashaard of ander gastoestel. Elk gecertificeerd bedrijf staat in dit register.
holder-unknown-meaning-more = Staat een bedrijf er niet in, dan heeft het geen certificaat. Het mag dan niet aan uw gastoestel werken, ook niet als u het vraagt. Ander werk, zoals loodgieterswerk, mag het wel doen.
holder-unknown-check-number = Is het nummer goed overgenomen? Een KvK-nummer heeft 8 cijfers. Het staat op de offerte, op de factuur en op de website van het bedrijf.
holder-unknown-check-name = Zoek ook op de naam van het bedrijf of op de plaats. Een bedrijf kan onder een andere naam of een ander nummer in het register staan.
holder-unknown-check-card = Vraag het bedrijf om zijn certificaat. Op het certificaat staat een nummer waarop u hier kunt zoeken.
holder-unknown-advice = Geef dit bedrijf geen opdracht voor werk aan uw gastoestel zolang u het niet in dit register hebt gevonden.
holder-no-number-title = Dit is geen KvK-nummer
holder-no-number-sentence = Wat in het adres van deze pagina staat, is geen KvK-nummer.
