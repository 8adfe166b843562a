# The accessibility statement, in the order of the model of the Dutch government.

accessibility-title = Toegankelijkheid
accessibility-lead = Iedereen moet deze site kunnen gebruiken. Ook met een schermlezer, met alleen een toetsenbord, of met grote letters. Op deze pagina staat hoe ver wij zijn.

accessibility-status = Status
accessibility-status-text = Eerste maatregelen genomen (status C). De site is gebouwd naar de Europese norm EN 301 549 en WCAG 2.2, niveau A en AA. Wij hebben de site zelf getest. Een onafhankelijk onderzoek is nog niet gedaan. Tot die tijd kunnen wij niet zeggen dat de site aan alle eisen voldoet.

accessibility-scope = Waar deze verklaring over gaat
accessibility-scope-text = Over alle pagina’s van Stelselwacht: het openbare register in het Nederlands en het Engels, en de pagina’s voor certificerende instellingen en TloKB.

accessibility-tested = Wat wij getest hebben
accessibility-tested-text = Wij testen elke versie van de site in een echte browser (Chromium), voordat die in gebruik komt. De testen staan bij de broncode van de site.
accessibility-tested-axe = Elke openbare pagina gaat door axe-core, in beide talen, licht en donker. Er mag geen enkele fout zijn.
accessibility-tested-keyboard = U komt met het toetsenbord bij alles wat u kunt kiezen, in een logische volgorde. U ziet steeds waar u bent. De eerste stap is een link naar de inhoud.
accessibility-tested-reflow = Elke openbare pagina past op een scherm van 320 pixels breed. Dat is even smal als 400% vergroten op een gewoon scherm. U hoeft niet opzij te scrollen. Dat geldt ook met meer ruimte tussen letters, woorden en regels.
accessibility-tested-scripts = Zoeken en opzoeken werkt zonder JavaScript.
accessibility-tested-colour = Betekenis staat nooit alleen in een kleur. Er is altijd een woord en een vorm bij.
accessibility-tested-charts = Bij elke grafiek staan dezelfde cijfers in een tabel.
accessibility-tested-motion = De site volgt de instellingen van uw apparaat: licht of donker, hoog contrast en minder beweging.

accessibility-limits = Wat nog niet goed is
accessibility-limits-audit = Er is nog geen onafhankelijk onderzoek gedaan, en nog geen test met mensen met een beperking. Automatische testen vinden maar een deel van de problemen. Dat moet gebeuren voordat het register in gebruik komt, volgens WCAG-EM.
accessibility-limits-readers = Met schermlezers is nog niet apart getest. Dat hoort bij dat onderzoek.
accessibility-limits-tables = De brede tabellen en kaarten met cijfers voor TloKB zijn op een klein scherm opzij te scrollen. Voor zulke tabellen staat de norm dat toe.
accessibility-limits-language = De pagina’s voor instellingen en TloKB zijn er alleen in het Nederlands. Namen, schema’s en maatregelen staan ook op Engelse pagina’s in het Nederlands, want zo staan ze in het register.

accessibility-report = Loopt u ergens tegenaan?
accessibility-report-text = Laat het weten aan de organisatie die deze site beheert. Noem het adres van de pagina, wat u wilde doen en wat er niet lukte. Vraag gerust om dezelfde informatie in een andere vorm.

accessibility-enforcement = Bent u niet tevreden?
accessibility-enforcement-text = Overheden moeten zich houden aan het Besluit digitale toegankelijkheid overheid. Helpt uw melding niet, dan kunt u een klacht indienen bij de organisatie zelf, en daarna bij de Nationale ombudsman.

accessibility-date = Deze verklaring is voor het laatst bijgewerkt op { $day }.
