# Finding a firm.

search-title = Is your installer certified?
search-lead = Only a certified firm may work on a central heating boiler, water heater, gas fireplace or gas heater. Look up your installer before you hire them.
search-box = Name, place, postcode, KvK number or certificate number
search-button = Search

# The filters.

search-filters = Narrow your search: work, distance, status and more
search-filters-chosen = Filters: { $count ->
    [one] { $count } chosen
   *[other] { $count } chosen
}
search-apply = Search with these filters
search-postcode = Your postcode
search-postcode-help = For example 3511 or 3511 AB
search-radius = How far away may the firm be?
search-radius-choice = Within { $km } km
search-work = Work
search-work-any = All kinds of work
search-work-install = Installing
search-work-repair = Repairing
search-work-maintain = Maintaining
search-work-commission = Commissioning
search-subarea = Part of the scheme (deelgebied)
search-subarea-any = All parts
search-subarea-choice = Part { $part }
search-subarea-described = Part { $part }: { $label }
search-scheme = Scheme
search-scheme-any = All schemes
search-body = Certification body
search-body-any = All bodies
search-status = Status today
search-status-any = Any
search-status-may-work = May work today
search-status-may-not-work = May not work today
search-status-suspended = Suspended
search-status-withdrawn = Withdrawn
search-status-expired = Expired
search-chosen = Chosen filters
search-chosen-near = Within { $km } km of { $postcode }
search-remove = Remove filter:
search-clear = Remove all filters

# What is wrong with a question.

search-faults = Something is wrong with your search
search-fault-text = Your search is too long. Use 200 characters at most.
search-fault-work = We do not know this kind of work. Choose from the list.
search-fault-subarea = We do not know this part. Choose from the list.
search-fault-scheme = We do not know this scheme. Choose from the list.
search-fault-body = We do not know this body. Choose from the list.
search-fault-status = We do not know this status. Choose from the list.
search-fault-postcode = This is not a Dutch postcode. Fill in four digits, with or without letters: 3511 or 3511 AB.
search-fault-radius = This distance is not possible. Choose a distance from the list.
search-fault-page = This page does not exist. Pages are numbered from 1.

# What was found.

search-found = { $count ->
    [one] { $count } firm
   *[other] { $count } firms
} for ‘{ $query }’
search-found-at-least = At least { $count } firms for ‘{ $query }’
search-listed = { $count ->
    [one] { $count } firm
   *[other] { $count } firms
}
search-listed-at-least = At least { $count } firms
search-things = { $count ->
    [one] { $count } firm
   *[other] { $count } firms
}
search-things-at-least = at least { $count } firms
search-narrow = These are more firms than we show. Narrow your search, for example with a place or a filter.
search-last-page = There is no page { $page }. This is the last page.
search-kvk = KvK { $kvk }
search-distance = { $km } km
search-distance-same = in the same postcode area
search-distance-note = Distances are as the crow flies: from the middle of your postcode area to the middle of that of the firm.
search-distance-source = Where postcodes are:

# Why a firm was found.

search-reason-kvk = found by its KvK number
search-reason-certificate = found by certificate number { $number }
search-reason-postcode = found by its postcode
search-reason-place = found by its place
search-reason-name = found by its name
search-reason-alike = similar to ‘{ $word }’
search-reason-former-name = also known as ‘{ $name }’
search-reason-without = found without ‘{ $word }’

# What a firm may do today.

search-may = May today { $work }.
search-may-some = May today { $work }, but not { $other }: { $because }.
search-may-not = May not work on gas appliances today: { $because }.

# When nothing was found.

search-none = We found no firm for ‘{ $query }’
search-none-listed = We found no firm that fits
search-near-misses = Were you looking for one of these firms?
search-check = Please check
search-check-spelling = Is the name spelt correctly? Otherwise type only how the name begins.
search-check-kvk = Ask the firm for its KvK number (the Dutch trade register), and search for those 8 digits. A firm may work under another name.
search-check-place = Are you searching for a place? A firm may be established in another place than where it works.
search-missing = Is the firm not listed?
search-missing-text = Then do not let it work on your gas appliance. A firm that is not in this register may not do that work. You may not have it done either.
search-ways = What you can do next
search-way-again = Search again, without filters
search-way-firms = See the firms that may work today
search-way-bodies = Ask a certification body
search-way-method = Read what is in this register, and what is not

# Suggestions while somebody types.

search-suggestions = { $count ->
    [0] No suggestions. You can still search.
    [one] { $count } suggestion. Choose with the arrow keys.
   *[other] { $count } suggestions. Choose with the arrow keys.
}
search-suggestion-place = { $count ->
    [one] place, { $count } firm
   *[other] place, { $count } firms
}

# Good to know.

search-advice = Good to know
search-alarm = Is your carbon monoxide alarm going off?
search-alarm-before = Open windows and doors, go outside and call
search-alarm-after = Do so too if you suddenly get a headache, or feel dizzy or sick. Do not look for the cause yourself.
search-why = Why a certified firm?
search-why-text = An appliance that is not connected well can bring carbon monoxide (CO) into your home. You cannot see or smell it. A certificate means that an independent body checks the work of the firm.
search-tenants = Do you rent your home?
search-tenants-text = Ask your landlord which firm does the maintenance, and look it up here. The rules also apply when the landlord hires the firm.
