# What pages are about, as search engines show it under their title. It must stay true for months: never a status.

described-search = Zoek op of een bedrijf gecertificeerd is voor werk aan cv-ketels, geisers, gashaarden en andere gastoestellen. Het register is openbaar en gratis.
described-firm = Kijk of { $name } in { $place } (KvK { $kvk }) vandaag gecertificeerd is voor werk aan gastoestellen, voor welk werk en door wie.
described-certificate = Kijk of certificaat { $number } vandaag geldig is, voor welk bedrijf, voor welk werk en wie het gaf.
described-schemes = De certificatieschema’s voor werk aan gastoestellen, met de versie die nu geldt en de instellingen die ermee werken.
described-version = Wat { $code } versie { $version } voorschrijft: deelgebieden, maatregelen en termijnen als een bedrijf zich niet aan de eisen houdt.
described-bodies = De instellingen die bedrijven mogen certificeren voor werk aan gastoestellen, met de schema’s waarvoor zij zijn aangewezen.
described-body = Voor welke schema’s { $name } bedrijven mag certificeren, sinds wanneer, en hoeveel bedrijven vandaag met die certificaten mogen werken.
described-follow = Krijg een e-mail als er in het register iets verandert aan een bedrijf, een instelling of een zoekvraag. Stoppen kan met één klik.
described-data = Het hele register als bestand, als API en als lijst met wijzigingen, gratis en zonder account.
described-guide = Welke maatregel een certificerende instelling moet nemen na een onderzoek, wanneer uiterlijk en waarom: kies een schema, een dag en wat er gevonden is.
