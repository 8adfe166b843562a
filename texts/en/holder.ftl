# The page of a firm. { $tense } is past, today or future.

holder-where = { $place } · Trade register number (KvK) { $kvk }
holder-today = Today, { $day }
holder-on = On { $day }
holder-certificates = Certificates
holder-certificate = Certificate
holder-by = Issued by
holder-scheme = According to
holder-no-certificate = This firm had no certificate on this day.
holder-history = What happened
holder-no-history = Nothing is known from before this day.

# The answer in a word and in a sentence.

holder-word-yes = Yes
holder-word-yes-for = Yes, for { $appliances }
holder-word-partly = Yes, but not everything
holder-word-no = No
holder-word-no-because = No, { $label }
holder-word-unknown = Not in the register
holder-word-no-number = Not a KvK number
holder-sentence-yes = { $tense ->
    [past] On { $day } { $name } was allowed to { $work }.
    [future] On { $day }, if nothing changes, { $name } may { $work }.
   *[today] { $name } may { $work } today.
 }
holder-sentence-partly = { $tense ->
    [past] On { $day } { $name } was allowed to { $may }, but not to { $not }: { $because }.
    [future] On { $day }, if nothing changes, { $name } may { $may }, but not { $not }: { $because }.
   *[today] Today { $name } may { $may }, but not { $not }: { $because }.
 }
holder-sentence-no = { $tense ->
    [past] On { $day } { $name } was not allowed to work on gas appliances: { $because }.
    [future] On { $day }, if nothing changes, { $name } may not work on gas appliances: { $because }.
   *[today] Today { $name } may not work on gas appliances: { $because }.
 }
holder-not-there-yet = { $name } was not in the register yet on { $known }.
holder-not-for = { $tense ->
    [past] This firm was not certified for { $appliances }.
   *[today] This firm is not certified for { $appliances }.
 }

# What to do.

holder-advice-compare = Compare the name and the KvK number on this page with those on the offer, the van and the card of the fitter.
holder-advice-look = Look below whether the work that you want done is listed under a valid certificate.
holder-advice-stop = Do not let this firm work on your gas appliance now. Do not let it finish work that it has started.
holder-advice-other = Look for a firm that is certified. You are not allowed to have this work done by any other firm either.
holder-advice-report = Is the firm working on your appliance anyway? Tell your municipality.
holder-advice-check = Did this firm work on your appliance on that day? Have a certified firm check the appliance.
holder-advice-tell = You can tell your municipality.

# Per kind of appliance.

holder-appliances = For which appliances
holder-column-appliance = Appliance
holder-column-may = May this firm work on it?
holder-column-work = Which work

# A firm that nobody knows.

holder-unknown-title = No firm with KvK number { $kvk }
holder-unknown-sentence = There is no firm with KvK number { $kvk } in this register.
holder-unknown-meaning = Only a certified firm may work on a central heating boiler, a gas water heater, a gas fireplace or another gas appliance. Every certified firm is in this register.
holder-unknown-meaning-more = A firm that is not in it has no certificate. It may not work on your gas appliance, not even when you ask it to. It may do other work, such as plumbing.
holder-unknown-check-number = Is the number right? A KvK number has 8 digits. You find it on the offer, on the invoice and on the website of the firm.
holder-unknown-check-name = Search for the name of the firm or for the place as well. A firm can be in the register under another name or another number.
holder-unknown-check-card = Ask the firm for its certificate. It has a number that you can search for here.
holder-unknown-advice = Do not let this firm work on your gas appliance as long as you have not found it in this register.
holder-no-number-title = This is not a KvK number
holder-no-number-sentence = What stands in the address of this page is not a KvK number.
