# The page of a certificate.

certificate-title = Certificate { $number }
certificate-today = Today, { $day }
certificate-on = On { $day }
certificate-firm = Firm
certificate-kvk = Trade register number (KvK)
certificate-place = Place
certificate-by = Issued by
certificate-scheme = Scheme
certificate-subareas = For what
certificate-issued = Issued on
certificate-until = Last day
certificate-also = This number is also used by
certificate-works = For which work
certificate-history = What happened
certificate-no-history = Nothing is known from before this day.

certificate-not-there-yet = Certificate { $number } was not in the register yet on { $known }.
certificate-advice-compare = Compare the name and the KvK number on this page with those of the firm that visits you.
certificate-advice-ends = Do you want work done after that day? Then look again whether the firm has a valid certificate.
certificate-advice-check = Did the firm work on your appliance with this certificate on that day? Have a certified firm check the appliance.
certificate-advice-stop = Do not let the firm work on your gas appliance with this certificate.
certificate-advice-firm = Look on the page of the firm whether it has another certificate that is valid.

# A certificate that nobody knows.

certificate-word-unknown = Not in the register
certificate-unknown-title = No certificate with number { $number }
certificate-unknown-sentence = There is no certificate with number { $number } in this register.
certificate-unknown-meaning = Every certificate that lets a firm work on gas appliances is in this register. A certificate that is not in it is not valid, or the number is wrong.
certificate-unknown-check-number = Is the number right, with all letters, digits and hyphens?
certificate-unknown-check-firm = Search for the name or the KvK number of the firm. You will see which certificates it has.
certificate-unknown-advice = Do not let anybody work on your gas appliance with this certificate as long as you have not found it in this register.
