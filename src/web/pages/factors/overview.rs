//! What somebody has besides a password, and what can be done with it, as the page shows it.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{leading_on, section};
use crate::domain::calendar::dutch_day;
use crate::domain::second_factor::may_have_none;
use crate::language::Language;
use crate::services::accounts::factors::{FRESH, Overview, PAGE, Proves};
use crate::web::address::with_query;
use crate::web::csrf::CsrfToken;
use crate::web::layout::Section;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::MayEnrol;
use crate::web::view::{Alert, Field, Kind, Link, Select};

/// What somebody has besides a password.
#[derive(Debug, Serialize)]
pub(in crate::web::pages) struct FactorsPage {
    pub(super) csrf: CsrfToken,
    pub(super) alert: Option<Alert>,
    /// Whether nothing else can be reached before there is a factor.
    pub(super) must: bool,
    /// Where to go once there is one, for whoever must get it.
    pub(super) next: String,
    /// Whether the role may not be without.
    pub(super) demanded: bool,
    /// Nothing when apps cannot be had here.
    pub(super) app: Option<AppLine>,
    /// Nothing when passkeys cannot be had here.
    pub(super) passkeys: Option<Passkeys>,
    pub(super) codes_left: usize,
    pub(super) change: Option<Change>,
}

/// How it stands with the app.
#[derive(Debug, Serialize)]
pub(super) struct AppLine {
    pub(super) in_use: bool,
    /// Where to go on with one that was begun and waits for its first code.
    pub(super) waits: Option<String>,
}

/// The passkeys, and the form for another.
#[derive(Debug, Serialize)]
pub(super) struct Passkeys {
    pub(super) list: Vec<PasskeyLine>,
    pub(super) new_name: Field,
}

/// A passkey in the list.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PasskeyLine {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) made: String,
    pub(super) used: String,
}

/// What can be done after somebody shows once more who it is.
#[derive(Debug, Serialize)]
pub(super) struct Change {
    /// Nothing for somebody who signed in a moment ago and has no password.
    pub(super) proof: Option<Field>,
    /// To sign in once more through the service, for whoever has no password.
    pub(super) again: Option<Link>,
    /// For how many minutes after that the proof is not asked, where it is a matter of time.
    pub(super) fresh: Option<i64>,
    pub(super) rename: Option<Rename>,
    pub(super) removes_app: bool,
    pub(super) passkeys: Vec<PasskeyLine>,
}

/// The form to give a passkey another name.
#[derive(Debug, Serialize)]
pub(super) struct Rename {
    pub(super) which: Select,
    pub(super) name: Field,
}

impl Page for FactorsPage {
    const TEMPLATE: &'static str = "pages/factors/overview";

    fn title(&self, _: Language) -> String {
        "Tweede factor".to_owned()
    }

    fn section(&self) -> Section {
        section(self.must)
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        if self.must { Vec::new() } else { vec![Link::new("Mijn account", "/account")] }
    }
}

pub(super) fn new_name() -> Field {
    Field::new(Kind::Text, "naam", "Naam van de passkey").help("Bijvoorbeeld “Telefoon”.")
}

fn day(moment: DateTime<Utc>) -> String {
    Language::Dutch.day(dutch_day(moment))
}

impl FactorsPage {
    pub(super) fn new(
        portal: &Portal,
        enroller: &MayEnrol,
        (overview, proves): (Overview, Option<Proves>),
        next: &str,
        alert: Option<Alert>,
    ) -> Self {
        let Overview { enrolled, passkeys, app_waits } = overview;
        let must = enroller.0.must();
        let passkeys: Vec<PasskeyLine> = passkeys
            .into_iter()
            .map(|passkey| PasskeyLine {
                id: passkey.id,
                name: passkey.name,
                made: day(passkey.created_at.utc()),
                used: passkey.last_used_at.map_or_else(|| "nog niet".to_owned(), |used| day(used.utc())),
            })
            .collect();
        let rename = (!passkeys.is_empty()).then(|| Rename {
            which: Select::new("passkey", "Passkey", "", passkeys.iter().map(|p| (p.id.to_string(), p.name.clone()))),
            name: Field::new(Kind::Text, "andere_naam", "Nieuwe naam"),
        });
        let change = proves.filter(|_| enrolled.any()).map(|proves| {
            let name = portal.provider.as_ref().map_or("", |provider| provider.name());
            Change { rename, removes_app: enrolled.app, passkeys: passkeys.clone(), ..Change::proved_by(proves, name) }
        });
        Self {
            csrf: enroller.form_token(),
            alert,
            must,
            next: next.to_owned(),
            demanded: !may_have_none(&enroller.0.account().role, portal.demand),
            app: portal.secret.is_some().then(|| AppLine {
                in_use: enrolled.app,
                waits: app_waits.then(|| leading_on("/account/tweede-factor/app", next)),
            }),
            passkeys: portal.passkeys.is_some().then(|| Passkeys { list: passkeys, new_name: new_name() }),
            codes_left: enrolled.recovery_codes,
            change,
        }
    }
}

impl Change {
    /// The form with what shows once more who somebody is, and nothing to change yet. The service is called by this name.
    pub(super) fn proved_by(proves: Proves, service: &str) -> Self {
        let field = |kind, label| Field::new(kind, "bewijs", label);
        let proof = match proves {
            Proves::Code => {
                Some(field(Kind::Text, "Code uit uw app, of een herstelcode").autocomplete("one-time-code"))
            }
            Proves::Password => Some(field(Kind::Password, "Uw wachtwoord").autocomplete("current-password")),
            Proves::JustSignedIn => None,
            Proves::SignInAgain => Some(field(Kind::Text, "Een herstelcode").autocomplete("one-time-code")),
        };
        let again = (proves == Proves::SignInAgain).then(|| {
            let href = with_query("/inloggen/aanmelddienst", [("naar", PAGE), ("opnieuw", "ja")]);
            Link::new(format!("Opnieuw aanmelden via {service}"), href)
        });
        let timely = matches!(proves, Proves::JustSignedIn | Proves::SignInAgain);
        let fresh = timely.then(|| FRESH.num_minutes());
        Self { proof, again, fresh, rename: None, removes_app: false, passkeys: Vec::new() }
    }
}

/// The recovery codes, once.
#[derive(Debug, Serialize)]
pub(in crate::web::pages) struct CodesPage {
    pub(super) codes: Vec<String>,
    /// Where to go then.
    pub(super) next: String,
    /// Whether they come with the factor that somebody had to get.
    pub(super) must: bool,
}

impl Page for CodesPage {
    const TEMPLATE: &'static str = "pages/factors/codes";

    fn title(&self, _: Language) -> String {
        "Bewaar uw herstelcodes".to_owned()
    }

    fn section(&self) -> Section {
        section(self.must)
    }
}
