# The pages of errors: what happened and what to do.

error-absent = This page does not exist
error-absent-text = The address may have been copied wrongly, or the page is gone. It may also be that you have to log in before you can see it.
error-question = We do not understand your question
error-question-text = What your browser sent does not fit this page. Start again from the first page.
error-incomplete-text = What you sent did not arrive whole. Nothing was stored. Go back, fill in everything and send it once more.
error-stale = This form has expired
error-stale-text = You were logged out, or the page was open for too long. Nothing was stored. Go back, load the page again and send the form once more.
error-long = This address is too long
error-long-text = An address does not hold so much text. Search with fewer words.
error-large = This file is too large
error-large-text = Nothing was stored. Spread the data over more files and deliver them one after the other.
error-wait = Please wait a moment
error-wait-text = Too many questions come from your internet address at once. Wait { $seconds ->
        [one] 1 second
       *[other] { $seconds } seconds
    } and then try again.
error-away = The register cannot be reached just now
error-away-text = The fault is ours. Nothing was lost and nothing was stored halfway. Try again in a minute.
error-ours = Something went wrong
error-ours-text = The fault is ours, not yours. Nothing was stored halfway. Try again later.

# The ways out.

error-to-search = Find an installer
error-to-log-in = Log in again
error-to-deliveries = To your deliveries

error-number = Number of this error:
error-number-text = Give this number when you contact us; we can then find out what went wrong.
