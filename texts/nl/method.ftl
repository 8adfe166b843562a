# How verdicts and signals come about.

method-title = Methode: hoe oordelen en signalen ontstaan
method-lead = TloKB houdt toezicht op certificerende instellingen. Deze pagina legt uit hoe Stelselwacht de besluiten van die instellingen naast hun eigen schema legt. Iedereen kan de berekening nadoen.
method-verdict = Van onderzoek naar oordeel
method-verdict-step-1 = Een instelling onderzoekt een gecertificeerd bedrijf en legt vast welke afwijkingen zij vindt.
method-verdict-step-2 = De sanctiematrix van het schema zegt welke maatregel daarbij hoort, en binnen welke termijn. De versie van het schema op de dag van het onderzoek telt.
method-verdict-step-3 = Stelselwacht vergelijkt de voorgeschreven maatregel met het besluit dat de instelling nam. Het oordeel is: conform, te licht, te zwaar, te laat, of geen besluit.
method-verdict-step-4 = Een besluit dat na bezwaar is herroepen telt niet meer mee, en alle oordelen die ervan afhangen worden opnieuw bepaald.
method-verdict-text = Te zwaar is ook een afwijking. Een bedrijf mag binnen een schema overal dezelfde behandeling verwachten.
method-norm = Afwijken van de norm
method-norm-text = Per instelling en schema tellen wij over twaalf maanden hoe vaak het besluit afwijkt van de matrix. De norm is dat hoogstens { $tolerance } afwijkt. Wij rekenen uit hoe waarschijnlijk het gevonden aantal is als de instelling zich aan de norm houdt (exacte binomiale toets), en het interval waar het werkelijke aandeel met 95% zekerheid in ligt (Clopper-Pearson).
method-norm-text-2 = Omdat wij meer instellingen tegelijk bekijken, wordt de kans aangepast volgens Holm. Onder { $attention } is er een signaal, onder { $alarm } een alarm. Met minder dan { $fewest } oordelen is een instelling niet te beoordelen; dat staat er dan bij.
method-norm-text-3 = De norm gaat voor de vergelijking. Als alle instellingen op dezelfde manier afwijken, laat een onderlinge vergelijking niets zien.
method-policy = Eigen beleid
method-policy-text = Legt een instelling in een bepaald geval meestal een andere maatregel op dan de matrix voorschrijft, dan noemen wij dat eigen beleid. Dat doen wij alleen bij { $fewest } of meer besluiten, en als de ondergrens van het aandeel boven de helft ligt.
method-equality = Gelijke behandeling binnen een schema
method-equality-text = Per geval vergelijken wij welke maatregelen de instellingen opleggen (chi-kwadraat en Cramérs V). Zijn de aantallen klein, dan staat er dat de uitkomst indicatief is. Verschillen tússen schema’s zijn toegestaan en geven nooit een signaal.
method-silence = Stilte
method-silence-text = Wat niet wordt gevonden, kan een matrix niet zien. Daarom vergelijken wij ook hoeveel afwijkingen een instelling per onderzoek vindt met wat de andere instellingen vinden, en kijken wij naar aanleveringen die uitblijven.
method-drift = Verloop
method-drift-text = Per instelling loopt een score (CUSUM) die stijgt bij een afwijkend besluit en daalt bij een conform besluit. De score zoekt naar een verschuiving van { $good } naar { $bad } afwijkende besluiten. Bij { $limit } volgt een signaal, en begint de score opnieuw bij nul.
method-limits = Wat een signaal wel en niet zegt
method-limits-text = Een signaal zegt: kijk hier, en waarom. Het is geen oordeel over een instelling. Een medewerker van TloKB beoordeelt elk signaal. Instellingen staan op naam gesorteerd: dit is geen ranglijst.
