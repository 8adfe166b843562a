# The day that a page is about, and the day whose knowledge it shows.

moment-then = What did the register say then?
moment-day = Which day do you want to know about?
moment-day-range = You can choose from { $first } to { $last }.
moment-day-of-work = For example the day on which somebody worked on your appliance. { $range }
moment-known = What did the register say on this day?
moment-known-help = Leave this empty, unless you want to see what the register said then. You can choose from { $first } to { $last }.
moment-show = Show this day
moment-back = Back to today
moment-said = This is what the register said on { $known } about { $day }.
moment-past = You are looking at { $day }. It may be different now.
moment-future = You are looking at { $day }. That day is still to come: this is only right if nothing changes.
moment-refused = The register cannot show the day you asked for
moment-refused-now = Below you see the answer for today, { $day }. What is wrong stands at the field where you fill in the day.
moment-no-day = This day does not exist. Write a day like 31-12-2025. You now see the information of today.
moment-outside = The register cannot say anything about this day. Choose a day from { $first } to { $last }. You now see the information of today.
moment-not-yet-word = Not in the register yet
moment-not-yet = { $name } was not in the register yet on { $known }.
moment-not-yet-later = Choose a later day, or see what the register says now.
