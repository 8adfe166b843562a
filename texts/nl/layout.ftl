# What surrounds every page.

layout-skip = Naar de inhoud
layout-demo = Demonstratie
layout-demo-text = alle bedrijven, instellingen en cijfers zijn verzonnen
layout-tagline = Register en toezicht certificatiestelsels
layout-log-in = Inloggen
layout-log-out = Uitloggen
layout-menu = Hoofdmenu
layout-crumbs = Kruimelpad
layout-about = Stelselwacht laat zien welke bedrijven gecertificeerd zijn, en helpt de toezichthouder om te zien of certificerende instellingen hun schema volgen.
layout-printed = Zoals het op { $day } stond op
layout-about-site = Over deze site
layout-method = Methode
layout-accessibility = Toegankelijkheid
layout-privacy = Privacy

# The main menu.

layout-search = Zoek een installateur
layout-schemes = Schema’s
layout-guide = Sanctiewijzer
layout-bodies = Instellingen
layout-register = Register
layout-overview = Overzicht
layout-deliveries = Aanleveringen
layout-tokens = Tokens
layout-audits = Onderzoeken
layout-mirror = Spiegel
layout-signals = Signalen
layout-replays = Doorrekenen
layout-trail = Logboek
layout-post = Berichten
layout-orders = Lasten
layout-own-schemes = Mijn schema’s
layout-accounts = Accounts
layout-account = Mijn account
