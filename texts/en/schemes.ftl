# Schemes and their matrices.

schemes-title = Certification schemes
schemes-lead = A scheme says which requirements a certified firm meets, and what happens when it does not. Every body that works with a scheme has to take the same measures.
schemes-caption = Certification schemes by name
schemes-empty = No schemes have been designated yet.
schemes-column-scheme = Scheme
schemes-column-version = Version in force
schemes-column-owner = Scheme owner
schemes-column-bodies = Bodies
schemes-no-version = none
schemes-since = since { $day }
schemes-suspended = The designation of this scheme has been suspended since { $since }. Certificates can be used up to and including { $last }, or shorter if they end before that.
schemes-withdrawn = The designation of this scheme was withdrawn on { $since }. Certificates can be used up to and including { $last }, or shorter if they end before that.

# A version.

schemes-version-title = { $code } version { $version }
schemes-version-above = Scheme { $code }, version { $version }
schemes-in-force = in force
schemes-not-yet = not in force yet
schemes-no-more = no longer in force
schemes-from = Version { $version } is in force from { $from }.
schemes-from-until = Version { $version } is in force from { $from } and before { $until }.
schemes-system = System
schemes-system-co = CO system (work on gas appliances)
schemes-system-ekv = EKV system (recognised quality declarations)
schemes-matrix = Sanction matrix
schemes-no-name = without a name
schemes-on-this-page = On this page
schemes-subareas = Parts
schemes-subareas-text = A certificate names the parts of the scheme that it is for.
schemes-column-subarea = Part
schemes-column-label = Name
schemes-column-appliances = Appliances
schemes-versions-heading = Versions
schemes-versions-text = An audit is judged by the version that was in force on the day of the audit.
schemes-versions = Versions of this scheme
schemes-column-label-of-version = Version
schemes-column-from = In force from
schemes-column-until = Until
schemes-open = no end date

# The matrix.

schemes-measures-short = Measures
schemes-measures = Measures, from light to heavy
schemes-column-measure = Measure
schemes-column-effect = What it does to the certificate
schemes-effect-none = Nothing: the firm may go on working.
schemes-effect-suspends = The firm may not work as long as the measure lasts.
schemes-effect-ends = The certificate ends; the firm may not work with it any more.
schemes-rules = Rules: { $name }
schemes-column-times = Which time
schemes-column-decide = Decision within
schemes-column-recover = Repair within
schemes-column-follow-up = If it is not repaired
schemes-follow-up = { $measure }, within { $term }
schemes-catalogue = Nonconformities: { $name }
schemes-column-code = Code
schemes-column-nonconformity = Nonconformity
schemes-catalogue-empty = There is no nonconformity in this category; one only gets here by aggravation.
schemes-every-time = every time
schemes-time = time { $from }
schemes-two-times = times { $from } and { $last }
schemes-times = times { $from } to { $last }
schemes-times-and-more = from time { $from } on
schemes-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
 }
schemes-weeks = { $count ->
    [one] { $count } week
   *[other] { $count } weeks
 }
schemes-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
 }
schemes-years = { $count ->
    [one] { $count } year
   *[other] { $count } years
 }
schemes-working-days = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
 }
schemes-heavier = What counts heavier
schemes-no-aggravations = This scheme has no other aggravations.
schemes-same-audit = If one audit has { $threshold } or more nonconformities of the same category ({ $names }), they count together as one nonconformity of the next heavier category.
schemes-repeated = If a nonconformity is number { $threshold } or later of its category ({ $names }) within { $window }, it counts as a nonconformity of the next heavier category.
schemes-repetition = It is a repetition when the firm had another audit with a nonconformity of the same category in the { $window } before, also when another body did that audit.
schemes-terms = How terms are counted
schemes-terms-prolonged = A term that ends on a Saturday, a Sunday or a public holiday runs on to the next working day.
schemes-terms-strict = A term ends on its own last day, also when that is a Saturday, a Sunday or a public holiday.
