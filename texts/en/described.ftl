# What pages are about, as search engines show it under their title. It must stay true for months: never a status.

described-search = Look up whether a firm is certified to work on boilers, water heaters, gas fires and other gas appliances in the Netherlands. The register is public and free.
described-firm = See whether { $name } in { $place } (KvK { $kvk }) is certified today to work on gas appliances, for which work and by whom.
described-certificate = See whether certificate { $number } is valid today, for which firm, for which work, and who issued it.
described-schemes = The certification schemes for work on gas appliances, with the version that is in force now and the bodies that work by them.
described-version = What { $code } version { $version } prescribes: its parts, and the measures and terms when a firm does not meet the requirements.
described-bodies = The bodies that may certify firms for work on gas appliances, with the schemes they are designated for.
described-body = Which schemes { $name } may certify firms for, since when, and how many firms may work today under its certificates.
described-follow = Get an e-mail when something changes in the register about a firm, a body or a search. One click stops it.
described-data = The whole register as a file, as an API and as a list of changes, free and without an account.
described-guide = Which measure a certification body must take after an audit, by when and why: choose a scheme, a day and what was found.
