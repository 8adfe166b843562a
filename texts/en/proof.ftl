# Proof: what to compare, the QR code, the picture for a website, and the signed statement.

proof-certificate = Certificate { $number }

proof-compare = How you know that it is right
proof-compare-lead = A photo, a screenshot or a QR code proves nothing: anybody can copy it. So compare this:
proof-compare-own-phone = Look yourself, on your own phone or computer. Do not trust what the installer’s phone shows.
proof-compare-address = Look at the address at the top of your browser. It begins with { $address }
proof-compare-firm = Is this the firm that comes to you? Compare the name { $name } and the Chamber of Commerce (KvK) number { $kvk } with the quotation, the invoice and the van.
proof-compare-card = Ask the installer for the identity card. It should carry certificate number { $number } and the same name of the firm.
proof-compare-doubt = Is something wrong? Then do not have the work done, and call the firm on a number that you looked up yourself.
proof-to-share = QR code and picture for the website of this firm
proof-to-statement = Signed statement about { $day } (.jwt)
proof-to-check = Check a statement
proof-no-statements = This register does not give signed statements at the moment.
proof-not-known = not known

proof-share-title = Showing that certificate { $number } is right
proof-share-lead = For { $name }: a QR code for the identity card and the van, a picture for your website and a signed statement. The QR code and the picture always show how the certificate stands now. When it is suspended, everybody sees that at once.

proof-qr = QR code for the identity card and the van
proof-qr-text = Whoever scans the code comes to the page of this certificate and sees how it stands then. The code does not change: you print it only once. Leave the white edge and print it black on white, at least 2.5 cm wide on a card and at least 10 cm on a van.
proof-qr-alt = QR code that leads to { $address }
proof-qr-title = QR code of certificate { $number }
proof-qr-svg = QR code as SVG (for the printer)
proof-qr-png = QR code as PNG (300 dpi)

proof-badge = Picture for your website
proof-badge-text = This picture turns by itself: within a minute it shows how the certificate stands. Whoever clicks it comes to the page of the certificate. Do not save the picture: a copy does not turn.
proof-snippet = HTML for your website
proof-snippet-help = Copy all of it and paste it into your page. The picture sets no cookies and follows nobody.
proof-snippet-alt = How certificate { $number } stands now according to the register

proof-badge-valid = Certificate valid
proof-badge-still-valid = Certificate still usable
proof-badge-not-yet = Not valid yet
proof-badge-suspended = Certificate suspended
proof-badge-withdrawn = Certificate withdrawn
proof-badge-expired = Certificate expired
proof-badge-not-designated = Certificate not usable
proof-badge-unknown = Certificate unknown
proof-badge-unknown-short = Not in the register
proof-badge-line = { $number } · { $day }
proof-badge-description = { $word }: certificate { $number } of { $name } (KvK number { $kvk }), issued by { $body }. As of { $day } according to the register Stelselwacht.
proof-badge-unknown-description = The register Stelselwacht knows no certificate with number { $number } of this body.

proof-statement = Signed statement
proof-statement-text = A file in which the register states how the certificate stood on a day. The signature proves that the register said this and that nothing was changed. You can keep it with a quotation or send it. The statement says nothing about later.
proof-statement-day = Day
proof-statement-day-help = Empty is today.
proof-statement-download = Download the statement

proof-check-title = Check a statement
proof-check-lead = Were you sent a statement about a certificate? Here you see whether it really comes from this register, and what the register says now.
proof-check-paste = The statement
proof-check-paste-help = Open the file that ends in .jwt in a text editor, copy all of it and paste it here.
proof-check-submit = Check
proof-check-offline = Checking without the internet
proof-check-offline-text = You can also check a statement without the internet, with the program of this register or with any program that reads JWT. The keys are at /.well-known/jwks.json.
proof-check-real = This statement is real
proof-check-real-text = The signature is right. It was put there on { $day }.
proof-check-says = What the statement says
proof-check-then = That is how it was then.
proof-check-now = See how the certificate stands now
proof-check-gone = That is how it was then. The register does not know this certificate now.
proof-check-not-real = This statement proves nothing
proof-check-no-statement = This does not have the form of a statement. Perhaps not all of it was copied, or something was changed.
proof-check-other-kind = This is no statement of this register, but something else.
proof-check-unknown-key = This was signed with a key that is not of this register.
proof-check-changed = The signature does not belong to the text: something was changed.
proof-check-revoked = This was signed with a key that was revoked, because others may have it. What was signed with it proves nothing any more. Ask for a new statement.
proof-check-outside-time = This would have been signed at a time when the key was not in use.

proof-fact-certificate = Certificate
proof-fact-firm = Firm
proof-fact-kvk = KvK number
proof-fact-body = Issued by
proof-fact-scheme = Scheme
proof-fact-day = Reference date
proof-fact-status = Status on that day
proof-fact-since = Since
proof-fact-until = Up to and including
proof-fact-known = As the register knew at
