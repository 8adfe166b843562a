# Certification bodies. { $tense } is past, today or future.

bodies-title = Certification bodies
bodies-lead = These bodies may certify firms. They check the work of those firms and take measures when it is not right. The regulator TloKB supervises the bodies.
bodies-caption = Certification bodies by name
bodies-empty = No bodies have been designated yet.
bodies-column-body = Body
bodies-column-for = Designated for
bodies-column-firms = Firms
bodies-none = no scheme

bodies-may = { $tense ->
    [past] On { $day } { $name } was allowed to certify firms according to { $schemes }.
    [future] On { $day }, if nothing changes, { $name } may certify firms according to { $schemes }.
   *[today] Today, { $day }, { $name } may certify firms according to { $schemes }.
 }
bodies-may-not = { $tense ->
    [past] On { $day } { $name } was not allowed to certify firms.
    [future] On { $day }, if nothing changes, { $name } may not certify firms.
   *[today] Today, { $day }, { $name } may not certify firms.
 }
bodies-code = Code in this register
bodies-kvk = Trade register number (KvK)
bodies-firms = Firms that may work today
bodies-designations = Designations
bodies-designations-text = A body may only certify according to schemes that it is designated for.
bodies-designations-of = Designations of { $name }
bodies-no-designation = This body has not been designated for any scheme yet.
bodies-column-scheme = Scheme
bodies-column-from = From
bodies-column-until = Until
bodies-column-status = On this day
bodies-open = no end date
bodies-designated = designated
bodies-not-yet = not yet
bodies-ended = ended
bodies-suspended = suspended
bodies-withdrawn = withdrawn
bodies-scheme-ended = scheme not designated
bodies-usable = Not designated since { $since }. Certificates of this body can be used up to and including { $last }, or shorter if they end before that.
bodies-usable-scheme = The scheme has not been designated since { $since }. Certificates can be used up to and including { $last }, or shorter if they end before that.
