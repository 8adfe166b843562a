# What happened to a certificate, a body or a scheme: in mails, in feeds and on pages.

change-new = { $firm } has a new certificate of { $body }: { $certificate }.
change-suspended = Certificate { $certificate } of { $firm } has been suspended by { $body }.
change-withdrawn = Certificate { $certificate } of { $firm } has been withdrawn by { $body }.
change-expired = Certificate { $certificate } of { $firm } has expired.
change-not-designated = Certificate { $certificate } of { $firm } may no longer be used: { $body } is no longer designated.
change-not-yet = Certificate { $certificate } of { $firm } is not valid yet.
change-begun = Certificate { $certificate } of { $firm } is now valid.
change-valid-again = Certificate { $certificate } of { $firm } is valid again.
change-suspension = { $body } has decided to suspend certificate { $certificate } of { $firm }. The certificate is now { $standing }.
change-withdrawal = { $body } has decided to withdraw certificate { $certificate } of { $firm }. The certificate is now { $standing }.
change-lifting = { $body } has decided to lift the suspension of certificate { $certificate } of { $firm }. The certificate is now { $standing }.
change-revocation = { $body } has revoked a decision on certificate { $certificate } of { $firm }. The certificate is now { $standing }.
change-designation = The designation of { $body } has changed, which matters for certificate { $certificate } of { $firm }. The certificate is now { $standing }.
change-data = The details of certificate { $certificate } of { $firm } have changed.
change-taken-back = Certificate { $certificate } of { $firm } is no longer in the register: { $body } took back the data. This is not a decision on the firm.
change-put-back = Certificate { $certificate } of { $firm } is in the register again as it was before: newer data were taken back. The certificate is now { $standing }.
change-body-new = { $body } is now in the register.
change-body-data = The details of { $body } have changed.
change-body-designation = The designation of { $body } has changed.
change-scheme-new = Scheme { $scheme } is now in the register.
change-scheme-data = Scheme { $scheme } has changed.

change-standing-not-yet = not valid yet
change-standing-valid = valid
change-standing-suspended = suspended
change-standing-withdrawn = withdrawn
change-standing-expired = expired
change-standing-not-designated = not usable
