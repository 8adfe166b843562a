# What happened to a certificate, a body or a scheme: in mails, in feeds and on pages.

change-new = { $firm } heeft een nieuw certificaat van { $body }: { $certificate }.
change-suspended = Certificaat { $certificate } van { $firm } is geschorst door { $body }.
change-withdrawn = Certificaat { $certificate } van { $firm } is ingetrokken door { $body }.
change-expired = Certificaat { $certificate } van { $firm } is verlopen.
change-not-designated = Certificaat { $certificate } van { $firm } mag niet meer worden gebruikt: { $body } is niet meer aangewezen.
change-not-yet = Certificaat { $certificate } van { $firm } geldt nog niet.
change-begun = Certificaat { $certificate } van { $firm } is nu geldig.
change-valid-again = Certificaat { $certificate } van { $firm } is weer geldig.
change-suspension = { $body } heeft besloten om certificaat { $certificate } van { $firm } te schorsen. Het certificaat is nu { $standing }.
change-withdrawal = { $body } heeft besloten om certificaat { $certificate } van { $firm } in te trekken. Het certificaat is nu { $standing }.
change-lifting = { $body } heeft besloten om de schorsing van certificaat { $certificate } van { $firm } op te heffen. Het certificaat is nu { $standing }.
change-revocation = { $body } heeft een besluit over certificaat { $certificate } van { $firm } herroepen. Het certificaat is nu { $standing }.
change-designation = Er is iets veranderd aan de aanwijzing van { $body }. Dat is van belang voor certificaat { $certificate } van { $firm }. Het certificaat is nu { $standing }.
change-data = De gegevens van certificaat { $certificate } van { $firm } zijn gewijzigd.
change-taken-back = Certificaat { $certificate } van { $firm } staat niet meer in het register: { $body } heeft de gegevens teruggenomen. Dat is geen besluit over het bedrijf.
change-put-back = Certificaat { $certificate } van { $firm } staat weer in het register zoals het eerst was: nieuwere gegevens zijn teruggenomen. Het certificaat is nu { $standing }.
change-body-new = { $body } staat nu in het register.
change-body-data = De gegevens van { $body } zijn gewijzigd.
change-body-designation = De aanwijzing van { $body } is gewijzigd.
change-scheme-new = Schema { $scheme } staat nu in het register.
change-scheme-data = Schema { $scheme } is gewijzigd.

change-standing-not-yet = nog niet geldig
change-standing-valid = geldig
change-standing-suspended = geschorst
change-standing-withdrawn = ingetrokken
change-standing-expired = verlopen
change-standing-not-designated = niet te gebruiken
