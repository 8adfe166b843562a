# The guide: what the matrix prescribes.

guide-title = Measure guide
guide-lead = Choose a scheme, the day of an audit and what was found. You see which measure the certification body must take, by when at the latest, and why.
guide-question = Your question
guide-scheme = Scheme
guide-choose-scheme = Choose a scheme
guide-date = Date of the audit
guide-findings = Codes of the nonconformities
guide-findings-help = With a comma between them. If a nonconformity was found more than once, give its code more than once. You can also choose below.
guide-show = Show what the matrix prescribes
guide-in-force = On { $day } version { $version } of { $scheme } is in force.
guide-faults = Your question cannot be answered like this
guide-unknown-scheme = This scheme is not in the register. Choose a scheme from the list.
guide-unknown-code = The code ‘{ $code }’ is not in the matrix of that day. Choose a nonconformity from the list below.
guide-too-many = Those are too many nonconformities. Give at most { $most }.
guide-too-many-earlier = Those are too many earlier audits. Give the latest { $most }.
guide-no-day = Give a date as year-month-day, such as 2026-03-01.
guide-no-version = On { $day } no version of this scheme is in force. Choose another day.
guide-earlier-later = An earlier audit cannot be after the audit itself.
guide-earlier-fault = Earlier audit { $number }: { $fault }
guide-earlier-no-version = On { $day } no version of this scheme was in force. Such an audit does not count. Empty the fields or choose another day.
guide-does-not-fit = These nonconformities do not fit the matrix of that day.

# What can be chosen.

guide-catalogue = Choose nonconformities
guide-search = Search the nonconformities
guide-search-button = Search
guide-count = { $count ->
    [one] { $count } nonconformity
   *[other] { $count } nonconformities
 }
guide-nothing-found = There is no nonconformity with these words.
guide-more = { $count ->
    [one] There is { $count } more nonconformity. Search for a word to see it.
   *[other] There are { $count } more nonconformities. Search for a word to see them.
 }
guide-to-this = Add to this audit
guide-to-earlier = Add to earlier audit { $number }
guide-earlier = Earlier audits
guide-earlier-text = Repetition counts. If the firm had an earlier audit with nonconformities under this scheme, add it. It does not matter which body did it.
guide-earlier-one = Earlier audit { $number }
guide-add-row = Another earlier audit

# What is prescribed.

guide-answer = What the matrix prescribes
guide-prescribed = The matrix prescribes: { $measure }. The decision must be taken on { $day } at the latest.
guide-measure = Measure
guide-decide = Decide by
guide-decide-value = { $day } (within { $term } after the audit)
guide-recover = Time to recover
guide-recover-none = The rule gives no time to recover.
guide-recover-value = at most { $term } after the decision; after a decision on the last day that is until { $day }
guide-follow-up = Without recovery
guide-follow-up-none = The rule does not say what follows.
guide-follow-up-value = { $measure }, to be decided within { $term } after the time to recover
guide-category = Category
guide-times = Which occurrence
guide-times-value = occurrence { $times }
guide-rule = Place in the matrix
guide-rule-value = rule { $number } (regels[{ $place }])
guide-to-matrix = The whole matrix of { $scheme }, version { $version }

# Why.

guide-steps = How this comes about
guide-step-finding = Nonconformity { $number } ({ $code }: { $what }) belongs to category { $category }.
guide-step-merged = This audit has { $count } nonconformities of category { $from }: { $findings }. From { $threshold } in one audit on, they count together as one nonconformity of category { $to } (verzwaringen[{ $place }]).
guide-step-repeated = Nonconformity { $findings } is number { $total } of category { $from } since { $since }: { $before } in earlier audits, among them { $earlier }, and { $own } in this audit. From number { $threshold } on, it counts as category { $to } (verzwaringen[{ $place }]).
guide-step-repeated-here = Nonconformity { $findings } is number { $total } of category { $from } since { $since }, all in this audit. From number { $threshold } on, it counts as category { $to } (verzwaringen[{ $place }]).
guide-step-first = Repetition counts from { $since } on: { $window } before the audit. Category { $category } occurs for the first time in that period.
guide-step-again = Repetition counts from { $since } on: { $window } before the audit. This is occurrence { $times } of category { $category } in that period. It occurred before in { $earlier }.
guide-earlier-day = the audit of { $day }
guide-earlier-other = an audit by another body ({ $day })
guide-earlier-more = { $named }, and { $more } more before that
guide-weighed-one = category { $category } leads to { $measure } (decision by { $day })
guide-weighed = More categories count: { $each }. The heaviest measure counts. If those are equal, the earliest last day counts.
guide-step-rule = The rule for category { $category }, from occurrence { $from } on, prescribes: { $measure }. It is { $place }.
guide-step-decide = The decision must be taken within { $term } after the audit: on { $day } at the latest.
guide-step-decide-prolonged = The decision must be taken within { $term } after the audit. That would be { $plain }, but that is not a working day. So the decision must be taken on { $day } at the latest.
guide-step-recover = The decision gives the firm at most { $term } to recover, counted from the decision.
guide-step-follow-up = If the firm has not recovered by then, the body must take another decision within { $term } after the end of that time: { $measure }.

# Which earlier audits count.

guide-counting = Which earlier audits count
guide-counts = The audit of { $day } counts: category { $category } occurred in it.
guide-counts-aggravation = The audit of { $day } counts for the aggravation, but not as an occurrence: only category { $others } occurred in it.
guide-counts-not-old = The audit of { $day } does not count: it is from before { $since }.
guide-counts-not-clean = The audit of { $day } does not count: nothing was found.
guide-counts-not-other = The audit of { $day } does not count: only category { $others } occurred in it, and now category { $category } decides.

# About the guide.

guide-about = What this is and what it is not
guide-about-text = The guide uses the same rules with which the register lays decisions beside the matrix. It knows nothing of any firm: only what you choose here counts. The body takes the decision, and can decide otherwise for a good reason.
guide-about-share = Your whole question is in the address of this page. You can keep the address or share it. We keep nothing.
guide-link = See in the measure guide what this matrix prescribes in a case
guide-own-link = See in the measure guide what the matrix prescribes for a new audit of this firm
