# Following changes by e-mail.

follow-title = Follow changes
follow-lead = You will receive e-mail when something about { $what } changes in the register.
follow-email = Your e-mail address
follow-email-help = You first receive an e-mail in which you confirm that you want this.
follow-email-wrong = This is not an e-mail address. Enter an address like name@example.com.
follow-frequency = How often?
follow-daily = Once a day, if something changed
follow-at-once = At once
follow-do = Follow
follow-keep = What we keep
follow-keep-text = We keep your e-mail address as long as you follow, and use it for nothing else. Every e-mail has a link to stop; we then erase the address at once. If you do not confirm within 72 hours, we erase it too. We do not track whether you read the e-mail.
follow-choose = First choose what to follow: a search, a firm or a certification body. Its page has a link.
follow-off = This site sends no e-mail. You can still follow the changes with a feed.
follow-feed = Rather not give an e-mail address?
follow-feed-text = A feed reader fetches the changes by itself.
follow-feed-link = Feed with changes (Atom)
follow-wrong = We cannot follow what it says at ‘{ $field }’. Go back to the search page and choose the link to follow again.
follow-what-search = the search ‘{ $text }’

follow-asked-title = Check your e-mail
follow-asked-text = We have sent an e-mail. Open the link in it and choose ‘Confirm’. The link works for 72 hours.
follow-asked-nothing = No e-mail? Look among your unwanted messages, or try again tomorrow.

follow-confirm-title = Do you want to follow these changes?
follow-confirm-text = You will receive e-mail when something about { $what } changes in the register.
follow-confirm-do = Confirm
follow-confirmed-title = You follow these changes
follow-confirmed-text = You will receive e-mail when something about { $what } changes in the register. Every e-mail has a link to stop.
follow-stop-title = No more e-mail?
follow-stop-text = You will no longer receive e-mail about { $what }, and we erase your e-mail address.
follow-stop-do = Stop
follow-stopped-title = You will receive no more e-mail
follow-stopped-text = You no longer follow { $what }. Your e-mail address has been erased for this.
follow-gone-title = This link no longer works
follow-gone-confirm = The link is more than 72 hours old or has been used, or the address was not copied completely. Do you still want to follow? Look up the firm or the body and ask again.
follow-gone-stop = You have probably stopped already: your e-mail address has then been erased and you receive nothing more. Do you still receive e-mail? Use the link in the newest one.
