# The accessibility statement, in the order of the model of the Dutch government.

accessibility-title = Accessibility
accessibility-lead = Everyone must be able to use this site. Also with a screen reader, with only a keyboard, or with large letters. This page says how far we are.

accessibility-status = Status
accessibility-status-text = First measures taken (status C). The site was built to the European standard EN 301 549 and WCAG 2.2, levels A and AA. We tested it ourselves. No independent audit has been done yet. Until then we cannot say that the site meets all requirements.

accessibility-scope = What this statement is about
accessibility-scope-text = All pages of Stelselwacht: the public register in Dutch and English, and the pages for certification bodies and TloKB, the regulator.

accessibility-tested = What we tested
accessibility-tested-text = We test every version of the site in a real browser (Chromium) before it is used. The tests stand with the source code of the site.
accessibility-tested-axe = Every public page goes through axe-core, in both languages, light and dark. Not one fault is allowed.
accessibility-tested-keyboard = With the keyboard you reach everything you can choose, in a logical order. You always see where you are. The first stop is a link to the content.
accessibility-tested-reflow = Every public page fits on a screen 320 pixels wide. That is as narrow as an ordinary screen enlarged to 400%. You need not scroll sideways. That also holds with more space between letters, words and lines.
accessibility-tested-scripts = Searching and looking up work without JavaScript.
accessibility-tested-colour = Meaning is never in a colour alone. There is always a word and a shape with it.
accessibility-tested-charts = Every chart comes with the same figures in a table.
accessibility-tested-motion = The site follows the settings of your device: light or dark, high contrast and less motion.

accessibility-limits = What is not good yet
accessibility-limits-audit = There has been no independent audit yet, and no test with people with a disability. Automatic tests find only some of the problems. That has to be done before the register is put to use, by the method WCAG-EM.
accessibility-limits-readers = We have not yet tested with screen readers separately. That is part of such an audit.
accessibility-limits-tables = On a small screen, the wide tables and heat maps with figures for TloKB scroll sideways. The standard allows that for such tables.
accessibility-limits-language = The pages for bodies and for TloKB are in Dutch only. Names, schemes and measures are in Dutch on English pages too, because that is how they stand in the register.

accessibility-report = Did something not work for you?
accessibility-report-text = Tell the organisation that runs this site. Name the address of the page, what you wanted to do and what did not work. Feel free to ask for the same information in another form.

accessibility-enforcement = Not satisfied?
accessibility-enforcement-text = Dutch public bodies must keep to the Decree on digital accessibility (Besluit digitale toegankelijkheid overheid). If your report does not help, you can complain to the organisation itself, and after that to the National Ombudsman.

accessibility-date = This statement was last updated on { $day }.
