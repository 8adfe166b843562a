# How certificates stand. { $tense } is past, today or future.

standing-valid = geldig
standing-still-usable = nog bruikbaar
standing-not-yet = nog niet geldig
standing-suspended = geschorst
standing-withdrawn = ingetrokken
standing-expired = verlopen
standing-not-usable = niet bruikbaar

standing-certified = gecertificeerd
standing-partly = deels gecertificeerd
standing-none = niet gecertificeerd

# Why work may not be done: these stand behind a colon.

standing-because-none = het heeft geen certificaat
standing-because-valid = het certificaat { $tense ->
    [past] was geldig sinds { $day }
   *[today] is geldig sinds { $day }
 }
standing-because-not-yet = { $tense ->
    [past] het certificaat ging pas in op { $day }
   *[today] het certificaat gaat pas in op { $day }
 }
standing-because-suspended = { $tense ->
    [past] het certificaat was geschorst sinds { $day }
   *[today] het certificaat is geschorst sinds { $day }
 }
standing-because-withdrawn = { $tense ->
    [past] het certificaat was ingetrokken op { $day }
   *[today] het certificaat is ingetrokken op { $day }
 }
standing-because-expired = { $tense ->
    [past] het certificaat was geldig tot en met { $day }
    [future] het certificaat is geldig tot en met { $day }
   *[today] het certificaat was geldig tot en met { $day }
 }

# That a designation ended, and when.

standing-never-designated = { $body } is nooit aangewezen voor { $scheme }
standing-body-suspended = de aanwijzing van { $body } voor { $scheme } is geschorst sinds { $day }
standing-body-withdrawn = de aanwijzing van { $body } voor { $scheme } is ingetrokken op { $day }
standing-body-ended = { $body } is sinds { $day } niet meer aangewezen voor { $scheme }
standing-scheme-suspended = de aanwijzing van { $scheme } is geschorst sinds { $day }
standing-scheme-withdrawn = de aanwijzing van { $scheme } is ingetrokken op { $day }
standing-consequence = { $tense ->
    [past] Certificaat { $number } was nog bruikbaar tot en met { $last }, want { $reason }.
   *[today] Certificaat { $number } is nog bruikbaar tot en met { $last }, want { $reason }.
 }

# The certificate in one sentence.

standing-sentence-valid = { $tense ->
    [past] Certificaat { $number } was op { $day } geldig: van { $since } tot en met { $last }.
    [future] Certificaat { $number } is op { $day } geldig, als er niets verandert: van { $since } tot en met { $last }.
   *[today] Certificaat { $number } is geldig sinds { $since }, tot en met { $last }.
 }
standing-sentence-no = { $tense ->
    [past] Met certificaat { $number } mocht het bedrijf op { $day } niet werken: { $reason }.
    [future] Met certificaat { $number } mag het bedrijf op { $day } niet werken: { $reason }.
   *[today] Met certificaat { $number } mag het bedrijf nu niet werken: { $reason }.
 }

# Work and appliances.

standing-install = installeren
standing-repair = repareren
standing-maintain = onderhouden
standing-commission = in bedrijf stellen
standing-boilers = cv-ketels
standing-geysers = geisers
standing-water-heaters = gasboilers
standing-back-boiler-hearths = moederhaarden
standing-hearths = sfeerhaarden
standing-stoves = gaskachels
standing-air-supply = de toevoer van verbrandingslucht
standing-flue = de afvoer van rookgas
standing-every-appliance = gastoestellen
standing-hybrid = Het gasdeel van een hybride warmtepomp telt als cv-ketel.
standing-work = { $things } { $verbs }
standing-and-also = { $first }, en ook { $next }
standing-undescribed = gastoestellen ({ $subareas }, { $scheme })
standing-subareas = { $count ->
    [one] deelgebied { $codes }
   *[other] deelgebieden { $codes }
 }
standing-scheme-version = { $scheme }, versie { $version }

standing-works = Werk waarvoor certificaat { $number } geldt
standing-column-work = Werk
standing-column-may = Mag dit op deze dag?
standing-column-since = Sinds
standing-yes = ja
standing-no = nee
standing-not-part = nee, hoort niet bij dit certificaat

# What happened.

standing-event-issued = Certificaat { $number } is afgegeven door { $body }.
standing-event-suspended = Certificaat { $number } is geschorst door { $body }.
standing-event-carried = De schorsing die al liep, geldt ook voor certificaat { $number }.
standing-event-lifted = De schorsing van certificaat { $number } is opgeheven.
standing-event-withdrawn = Certificaat { $number } is ingetrokken door { $body }.
standing-event-expired = Certificaat { $number } is verlopen.
