# The pages of errors: what happened and what to do.

error-absent = Deze pagina is er niet
error-absent-text = Misschien is het adres niet goed overgenomen, of bestaat de pagina niet meer. Ook kan het zijn dat u eerst moet inloggen om de pagina te zien.
error-question = Wij begrijpen uw vraag niet
error-question-text = Wat uw browser stuurde, past niet bij deze pagina. Begin opnieuw op de startpagina.
error-incomplete-text = Wat u stuurde, kwam niet goed aan. Er is niets opgeslagen. Ga terug, vul alles in en stuur het nog een keer.
error-stale = Dit formulier is verlopen
error-stale-text = U bent uitgelogd, of de pagina stond te lang open. Er is niets opgeslagen. Ga terug, laad de pagina opnieuw en stuur het formulier nog een keer.
error-long = Dit adres is te lang
error-long-text = Zo veel tekst past niet in een adres. Zoek met minder woorden.
error-large = Dit bestand is te groot
error-large-text = Er is niets opgeslagen. Verdeel de gegevens over meer bestanden en lever die na elkaar aan.
error-wait = Even wachten
error-wait-text = Vanaf uw internetadres komen te veel vragen tegelijk. Wacht { $seconds ->
        [one] 1 seconde
       *[other] { $seconds } seconden
    } en probeer het dan opnieuw.
error-away = Het register is even niet bereikbaar
error-away-text = Dit ligt aan ons. Er is niets verloren gegaan en niets half opgeslagen. Probeer het over een minuut opnieuw.
error-ours = Er ging iets mis
error-ours-text = Dit ligt aan ons, niet aan u. Er is niets half opgeslagen. Probeer het later opnieuw.

# The ways out.

error-to-search = Zoek een installateur
error-to-log-in = Opnieuw inloggen
error-to-deliveries = Naar uw aanleveringen

error-number = Nummer van deze fout:
error-number-text = Geef dit nummer door als u contact opneemt; dan vinden wij terug wat er misging.
