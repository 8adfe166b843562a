# Following changes by e-mail.

follow-title = Wijzigingen volgen
follow-lead = U krijgt e-mail als er in het register bij { $what } iets verandert.
follow-email = Uw e-mailadres
follow-email-help = U krijgt eerst een e-mail waarin u bevestigt dat u dit wilt.
follow-email-wrong = Dit is geen e-mailadres. Vul een adres in zoals naam@voorbeeld.nl.
follow-frequency = Hoe vaak?
follow-daily = Eén keer per dag, als er iets veranderde
follow-at-once = Meteen
follow-do = Volgen
follow-keep = Wat wij bewaren
follow-keep-text = Wij bewaren uw e-mailadres zolang u volgt, en gebruiken het alleen hiervoor. In elke e-mail staat een link om te stoppen; dan wissen wij het adres meteen. Bevestigt u niet binnen 72 uur, dan wissen wij het ook. Wij houden niet bij of u de e-mail leest.
follow-choose = Kies eerst wat u wilt volgen: een zoekopdracht, een bedrijf of een certificerende instelling. Op de pagina daarvan staat een link.
follow-off = Deze site verstuurt geen e-mail. U kunt de wijzigingen wel volgen met een feed.
follow-feed = Liever zonder e-mailadres?
follow-feed-text = Een feedlezer haalt de wijzigingen zelf op.
follow-feed-link = Feed met wijzigingen (Atom)
follow-wrong = Wat er bij ‘{ $field }’ staat, kunnen wij niet volgen. Ga terug naar de zoekpagina en kies de link om te volgen opnieuw.
follow-what-search = de zoekopdracht ‘{ $text }’

follow-asked-title = Kijk in uw e-mail
follow-asked-text = Wij hebben een e-mail gestuurd. Open de link daarin en kies ‘Bevestigen’. Dat kan 72 uur lang.
follow-asked-nothing = Geen e-mail gekregen? Kijk bij de ongewenste berichten, of probeer het morgen opnieuw.

follow-confirm-title = Wilt u deze wijzigingen volgen?
follow-confirm-text = U krijgt dan e-mail als er in het register bij { $what } iets verandert.
follow-confirm-do = Bevestigen
follow-confirmed-title = U volgt deze wijzigingen
follow-confirmed-text = U krijgt e-mail als er in het register bij { $what } iets verandert. In elke e-mail staat een link om te stoppen.
follow-stop-title = Geen e-mail meer?
follow-stop-text = U krijgt dan geen e-mail meer over { $what }, en wij wissen uw e-mailadres.
follow-stop-do = Stoppen
follow-stopped-title = U krijgt geen e-mail meer
follow-stopped-text = U volgt { $what } niet meer. Uw e-mailadres is hiervoor gewist.
follow-gone-title = Deze link werkt niet meer
follow-gone-confirm = De link is ouder dan 72 uur of al gebruikt, of het adres is niet helemaal overgenomen. Wilt u toch volgen? Zoek het bedrijf of de instelling op en vraag het opnieuw.
follow-gone-stop = U bent waarschijnlijk al gestopt: dan is uw e-mailadres gewist en krijgt u niets meer. Krijgt u toch nog e-mail? Gebruik dan de link in de nieuwste.
