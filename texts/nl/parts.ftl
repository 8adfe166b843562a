# What the parts of pages say by themselves.

parts-figures = De cijfers als tabel
parts-optional = (niet verplicht)
parts-error = Fout:
parts-pages = Pagina’s
parts-page = Pagina
parts-previous = Vorige
parts-next = Volgende
parts-range = { $from } tot en met { $to } van { $things }
parts-advice = Wat kunt u doen?
parts-meaning = Wat betekent dit?
parts-check = Controleer eerst
parts-search = Zoek opnieuw in het register
