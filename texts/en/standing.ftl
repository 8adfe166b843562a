# How certificates stand. { $tense } is past, today or future.

standing-valid = valid
standing-still-usable = usable for now
standing-not-yet = not valid yet
standing-suspended = suspended
standing-withdrawn = withdrawn
standing-expired = expired
standing-not-usable = not usable

standing-certified = certified
standing-partly = partly certified
standing-none = not certified

# Why work may not be done: these stand behind a colon.

standing-because-none = it has no certificate
standing-because-valid = the certificate { $tense ->
    [past] had been valid since { $day }
   *[today] has been valid since { $day }
 }
standing-because-not-yet = { $tense ->
    [past] the certificate only started on { $day }
   *[today] the certificate only starts on { $day }
 }
standing-because-suspended = { $tense ->
    [past] the certificate had been suspended since { $day }
   *[today] the certificate has been suspended since { $day }
 }
standing-because-withdrawn = { $tense ->
    [past] the certificate had been withdrawn on { $day }
   *[today] the certificate was withdrawn on { $day }
 }
standing-because-expired = { $tense ->
    [past] the certificate was valid until { $day }
    [future] the certificate is valid until { $day }
   *[today] the certificate was valid until { $day }
 }

# That a designation ended, and when.

standing-never-designated = { $body } was never designated for { $scheme }
standing-body-suspended = the designation of { $body } for { $scheme } has been suspended since { $day }
standing-body-withdrawn = the designation of { $body } for { $scheme } was withdrawn on { $day }
standing-body-ended = { $body } has not been designated for { $scheme } since { $day }
standing-scheme-suspended = the designation of { $scheme } has been suspended since { $day }
standing-scheme-withdrawn = the designation of { $scheme } was withdrawn on { $day }
standing-consequence = { $tense ->
    [past] Certificate { $number } could still be used up to and including { $last }, because { $reason }.
   *[today] Certificate { $number } can still be used up to and including { $last }, because { $reason }.
 }

# The certificate in one sentence.

standing-sentence-valid = { $tense ->
    [past] Certificate { $number } was valid on { $day }: from { $since } up to and including { $last }.
    [future] Certificate { $number } is valid on { $day }, if nothing changes: from { $since } up to and including { $last }.
   *[today] Certificate { $number } has been valid since { $since }, up to and including { $last }.
 }
standing-sentence-no = { $tense ->
    [past] The firm was not allowed to work with certificate { $number } on { $day }: { $reason }.
    [future] The firm may not work with certificate { $number } on { $day }: { $reason }.
   *[today] The firm may not work with certificate { $number } now: { $reason }.
 }

# Work and appliances.

standing-install = install
standing-repair = repair
standing-maintain = maintain
standing-commission = commission
standing-boilers = central heating boilers
standing-geysers = gas water heaters without a tank
standing-water-heaters = gas water heaters with a tank
standing-back-boiler-hearths = hearths that also heat other rooms
standing-hearths = gas fireplaces
standing-stoves = gas stoves
standing-air-supply = the supply of combustion air
standing-flue = the flue
standing-every-appliance = gas appliances
standing-hybrid = The gas part of a hybrid heat pump counts as a central heating boiler.
standing-work = { $verbs } { $things }
standing-and-also = { $first }, and also { $next }
standing-undescribed = gas appliances ({ $subareas }, { $scheme })
standing-subareas = { $count ->
    [one] part { $codes }
   *[other] parts { $codes }
 }
standing-scheme-version = { $scheme }, version { $version }

standing-works = Work that certificate { $number } is for
standing-column-work = Work
standing-column-may = Allowed on this day?
standing-column-since = Since
standing-yes = yes
standing-no = no
standing-not-part = no, this certificate is not for it

# What happened.

standing-event-issued = Certificate { $number } was issued by { $body }.
standing-event-suspended = Certificate { $number } was suspended by { $body }.
standing-event-carried = The suspension that was running also holds for certificate { $number }.
standing-event-lifted = The suspension of certificate { $number } was lifted.
standing-event-withdrawn = Certificate { $number } was withdrawn by { $body }.
standing-event-expired = Certificate { $number } expired.
