# What the parts of pages say by themselves.

parts-figures = The figures as a table
parts-optional = (optional)
parts-error = Error:
parts-pages = Pages
parts-page = Page
parts-previous = Previous
parts-next = Next
parts-range = { $from } to { $to } of { $things }
parts-advice = What can you do?
parts-meaning = What does this mean?
parts-check = Check this first
parts-search = Search the register again
