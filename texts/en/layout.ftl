# What surrounds every page.

layout-skip = Skip to content
layout-demo = Demonstration
layout-demo-text = all firms, bodies and figures are invented
layout-tagline = Register and supervision of certification systems
layout-log-in = Log in
layout-log-out = Log out
layout-menu = Main menu
layout-crumbs = Breadcrumbs
layout-about = Stelselwacht shows which firms are certified, and helps the regulator see whether certification bodies follow their scheme.
layout-printed = As it stood on { $day } at
layout-about-site = About this site
layout-method = Method
layout-accessibility = Accessibility
layout-privacy = Privacy

# The main menu.

layout-search = Find an installer
layout-schemes = Schemes
layout-guide = Measure guide
layout-bodies = Bodies
layout-register = Register
layout-overview = Overview
layout-deliveries = Deliveries
layout-tokens = Tokens
layout-audits = Audits
layout-mirror = Mirror
layout-signals = Signals
layout-replays = Replay
layout-trail = Audit trail
layout-post = Mail
layout-orders = Orders
layout-own-schemes = My schemes
layout-accounts = Accounts
layout-account = My account
