# Bewijs: wat u moet vergelijken, de QR-code, het plaatje voor een website, en de ondertekende verklaring.

proof-certificate = Certificaat { $number }

proof-compare = Zo weet u dat het klopt
proof-compare-lead = Een foto, een schermafdruk of een QR-code bewijst niets: iedereen kan die kopiëren. Vergelijk daarom dit:
proof-compare-own-phone = Kijk zelf, op uw eigen telefoon of computer. Geloof niet wat u op de telefoon van de installateur ziet.
proof-compare-address = Kijk naar het adres boven in uw browser. Het begint met { $address }
proof-compare-firm = Is dit het bedrijf dat bij u komt? Vergelijk de naam { $name } en het KvK-nummer { $kvk } met de offerte, de rekening en de bestelbus.
proof-compare-card = Vraag de installateur om de pas. Daarop hoort certificaatnummer { $number } te staan, met dezelfde bedrijfsnaam.
proof-compare-doubt = Klopt er iets niet? Laat het werk dan niet doen en bel het bedrijf op een nummer dat u zelf hebt opgezocht.
proof-to-share = QR-code en plaatje voor de website van dit bedrijf
proof-to-statement = Ondertekende verklaring over { $day } (.jwt)
proof-to-check = Een verklaring controleren
proof-no-statements = Dit register geeft nu geen ondertekende verklaringen.
proof-not-known = niet bekend

proof-share-title = Laten zien dat certificaat { $number } klopt
proof-share-lead = Voor { $name }: een QR-code voor de pas en de bus, een plaatje voor uw website en een ondertekende verklaring. De QR-code en het plaatje laten altijd zien hoe het certificaat er nu voor staat. Wordt het geschorst, dan ziet iedereen dat meteen.

proof-qr = QR-code voor de pas en de bus
proof-qr-text = Wie de code scant, komt op de pagina van dit certificaat en ziet hoe het er dan voor staat. De code verandert niet: u hoeft hem maar één keer te drukken. Laat het witte randje staan en druk hem zwart op wit, op een pas ten minste 2,5 cm breed en op een bus ten minste 10 cm.
proof-qr-alt = QR-code die leidt naar { $address }
proof-qr-title = QR-code van certificaat { $number }
proof-qr-svg = QR-code als SVG (voor de drukker)
proof-qr-png = QR-code als PNG (300 dpi)

proof-badge = Plaatje voor uw website
proof-badge-text = Dit plaatje verandert vanzelf mee: binnen een minuut laat het zien hoe het certificaat ervoor staat. Wie erop klikt, komt op de pagina van het certificaat. Sla het plaatje niet op: een kopie verandert niet mee.
proof-snippet = HTML voor uw website
proof-snippet-help = Kopieer alles en plak het in uw pagina. Het plaatje plaatst geen cookies en volgt niemand.
proof-snippet-alt = Hoe certificaat { $number } er nu voor staat volgens het register

proof-badge-valid = Certificaat geldig
proof-badge-still-valid = Certificaat nog bruikbaar
proof-badge-not-yet = Nog niet geldig
proof-badge-suspended = Certificaat geschorst
proof-badge-withdrawn = Certificaat ingetrokken
proof-badge-expired = Certificaat verlopen
proof-badge-not-designated = Certificaat niet bruikbaar
proof-badge-unknown = Certificaat onbekend
proof-badge-unknown-short = Staat niet in het register
proof-badge-line = { $number } · { $day }
proof-badge-description = { $word }: certificaat { $number } van { $name } (KvK-nummer { $kvk }), afgegeven door { $body }. Stand van { $day } volgens het register Stelselwacht.
proof-badge-unknown-description = Het register Stelselwacht kent geen certificaat met nummer { $number } van deze instelling.

proof-statement = Ondertekende verklaring
proof-statement-text = Een bestand waarin het register verklaart hoe het certificaat ervoor stond op een dag. De handtekening bewijst dat het register dit zei en dat er niets aan is veranderd. U kunt het bewaren bij een offerte of opsturen. De verklaring zegt niets over later.
proof-statement-day = Dag
proof-statement-day-help = Leeg is vandaag.
proof-statement-download = Verklaring downloaden

proof-check-title = Verklaring controleren
proof-check-lead = Kreeg u een verklaring over een certificaat? Hier ziet u of zij echt van dit register is, en wat er nu in het register staat.
proof-check-paste = De verklaring
proof-check-paste-help = Open het bestand dat op .jwt eindigt in een teksteditor, kopieer alles en plak het hier.
proof-check-submit = Controleren
proof-check-offline = Zonder internet controleren
proof-check-offline-text = U kunt een verklaring ook zonder internet controleren, met het programma van dit register of met elk programma dat JWT leest. De sleutels staan op /.well-known/jwks.json.
proof-check-real = Deze verklaring is echt
proof-check-real-text = De handtekening klopt. Zij is gezet op { $day }.
proof-check-says = Wat de verklaring zegt
proof-check-then = Zo was het toen.
proof-check-now = Bekijk hoe het certificaat er nu voor staat
proof-check-gone = Zo was het toen. Nu kent het register dit certificaat niet meer.
proof-check-not-real = Deze verklaring bewijst niets
proof-check-no-statement = Dit heeft niet de vorm van een verklaring. Misschien is niet alles gekopieerd, of er is iets aan veranderd.
proof-check-other-kind = Dit is geen verklaring van dit register, maar iets anders.
proof-check-unknown-key = Dit is ondertekend met een sleutel die niet van dit register is.
proof-check-changed = De handtekening hoort niet bij de tekst: er is iets aan veranderd.
proof-check-revoked = Dit is ondertekend met een sleutel die is ingetrokken, omdat anderen hem kunnen hebben. Wat daarmee is ondertekend, bewijst niets meer. Vraag een nieuwe verklaring.
proof-check-outside-time = Dit zou ondertekend zijn op een moment waarop de sleutel niet in gebruik was.

proof-fact-certificate = Certificaat
proof-fact-firm = Bedrijf
proof-fact-kvk = KvK-nummer
proof-fact-body = Afgegeven door
proof-fact-scheme = Schema
proof-fact-day = Peildatum
proof-fact-status = Status op die dag
proof-fact-since = Sinds
proof-fact-until = Tot en met
proof-fact-known = Volgens wat het register wist op
