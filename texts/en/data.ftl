# Open data.

data-title = Open data
data-lead = The whole public register can be downloaded and kept up to date. Without an account and free of charge.
data-day = Every status in the files holds on { $day }.
data-files = Files
data-files-text = Each file is there as a table (CSV) and as lines of JSON (NDJSON). The tables have semicolons between columns and a line with the names of the columns, in UTF-8. A value that begins with =, +, -, @, a tab or a carriage return gets an apostrophe before it, so that no spreadsheet takes it for a formula. NDJSON has no such apostrophes. Names of columns and statuses are in Dutch.
data-columns = Columns:
data-certificates = Certificates
data-certificates-text = Every certificate with its holder, scope, dates, status and the measures that decide the status. Also those that have expired or been withdrawn.
data-holders = Certificate holders
data-holders-text = Every firm with its certificates.
data-bodies = Certification bodies
data-bodies-text = Every body. In NDJSON with its designations.
data-designations = Designations
data-designations-text = For which scheme a body is or was designated. ‘geldigTot’ is the first day without designation.
data-schemes = Certification schemes
data-schemes-text = Every scheme. In NDJSON with its versions.
data-versions = Scheme versions
data-versions-text = Every version of a scheme. ‘buitenWerkingOp’ is the first day on which the version no longer applies.
data-check = Checking
data-check-text = Beside each file stands its checksum (SHA-256), as ‘sha256sum --check’ reads it. It is also in the head ‘Repr-Digest’ of the download itself. If the register changes between two downloads, the checksum is of a newer file: then fetch both again.
data-changes = Keeping a copy
data-changes-text = Download the files once and ask only for the changes after that. Each change holds the whole record as it is now: whoever applies them in order has what the files say. The head ‘Link’ of a download says from where to read on.
data-changes-link = Changes since the files of now (JSON)
data-feed-link = The newest changes as a feed (Atom)
data-use = Use
data-use-text = TloKB determines the terms of use and has not done so yet. Until then, name the register and the day of your file as the source. A file is a snapshot: whether a firm may work today is only said by the register of today.
data-privacy-text = A certificate holder can be a person. The files therefore hold no address. If you use the data, the rules for personal data apply to you as well.
