//! The second factor of whoever is logged in, or is half and has to get one: what there is, adding, changing and removing.

mod app;
mod giving;
mod passkeys;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::dutch_day;
use crate::domain::second_factor::may_have_none;
use crate::language::Language;
use crate::services::StorageError;
use crate::services::accounts::factors::{self, Added, FRESH, FactorError, Overview, PAGE, Proof, Proves};
use crate::services::accounts::{Enroller, OpenSession};
use crate::web::address::{see_other, with_query};
use crate::web::csrf::{CsrfToken, Form};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::pages::login::{home, is_local, keep};
use crate::web::portal::Portal;
use crate::web::rate_limit;
use crate::web::render::Page;
use crate::web::server::Site;
use crate::web::session::{LoggedIn, MayEnrol};
use crate::web::view::{Alert, Field, Kind, Link, Select, Tone};

/// The addresses of these pages.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/account/tweede-factor").get(show))
        .service(web::resource("/account/tweede-factor/wijzigen").post(change))
        .configure(app::routes)
        .configure(passkeys::routes)
        .configure(giving::routes);
}

/// What somebody has besides a password.
#[derive(Debug, Serialize)]
pub(super) struct FactorsPage {
    csrf: CsrfToken,
    alert: Option<Alert>,
    /// Whether nothing else can be reached before there is a factor.
    must: bool,
    /// Where to go once there is one, for whoever must get it.
    next: String,
    /// Whether the role may not be without.
    demanded: bool,
    /// Nothing when apps cannot be had here.
    app: Option<AppLine>,
    /// Nothing when passkeys cannot be had here.
    passkeys: Option<Passkeys>,
    codes_left: usize,
    change: Option<Change>,
}

/// How it stands with the app.
#[derive(Debug, Serialize)]
struct AppLine {
    in_use: bool,
    /// Where to go on with one that was begun and waits for its first code.
    waits: Option<String>,
}

/// The passkeys, and the form for another.
#[derive(Debug, Serialize)]
struct Passkeys {
    list: Vec<PasskeyLine>,
    new_name: Field,
}

/// A passkey in the list.
#[derive(Debug, Clone, Serialize)]
struct PasskeyLine {
    id: i64,
    name: String,
    made: String,
    used: String,
}

/// What can be done after somebody shows once more who it is.
#[derive(Debug, Serialize)]
struct Change {
    /// Nothing for somebody who signed in a moment ago and has no password.
    proof: Option<Field>,
    /// To sign in once more through the service, for whoever has no password.
    again: Option<Link>,
    /// For how many minutes after that the proof is not asked, where it is a matter of time.
    fresh: Option<i64>,
    rename: Option<Rename>,
    removes_app: bool,
    passkeys: Vec<PasskeyLine>,
}

/// The form to give a passkey another name.
#[derive(Debug, Serialize)]
struct Rename {
    which: Select,
    name: Field,
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

/// Whoever must get a factor is logging in; whoever is in looks at the own account.
fn section(must: bool) -> Section {
    if must { Section::LogIn } else { Section::Account }
}

fn new_name() -> Field {
    Field::new(Kind::Text, "naam", "Naam van de passkey").help("Bijvoorbeeld “Telefoon”.")
}

fn day(moment: DateTime<Utc>) -> String {
    Language::Dutch.day(dutch_day(moment))
}

impl FactorsPage {
    fn new(
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
    fn proved_by(proves: Proves, service: &str) -> Self {
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
pub(super) struct CodesPage {
    codes: Vec<String>,
    /// Where to go then.
    next: String,
    /// Whether they come with the factor that somebody had to get.
    must: bool,
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

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    gedaan: String,
    #[serde(default)]
    naar: String,
}

/// What a form sends along that leads on: where to go once there is a factor.
#[derive(Debug, Deserialize)]
struct Next {
    #[serde(default)]
    naar: String,
}

/// A page of these, which leads on to there.
fn leading_on(page: &str, next: &str) -> String {
    if next.is_empty() { page.to_owned() } else { with_query(page, [("naar", next)]) }
}

async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    enroller: MayEnrol,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let alert = match asked.gedaan.as_str() {
        "toegevoegd" => {
            Some(Alert::new(Tone::Positive, "De tweede factor is toegevoegd", "U krijgt er ook bericht van."))
        }
        "verwijderd" => {
            Some(Alert::new(Tone::Positive, "De tweede factor is verwijderd", "U krijgt er ook bericht van."))
        }
        "hernoemd" => Some(Alert::new(Tone::Positive, "De passkey heeft een andere naam", "")),
        _ if enroller.0.must() => Some(Alert::new(
            Tone::Warning,
            "Uw taak vraagt een tweede factor",
            "Stel er hieronder een in. Daarna kunt u verder.",
        )),
        _ => None,
    };
    overview(&portal, &screen, enroller, &asked.naar, StatusCode::OK, alert).await
}

/// The page, after something that worked or did not.
async fn overview(
    portal: &web::Data<Portal>,
    screen: &Screen,
    enroller: MayEnrol,
    next: &str,
    status: StatusCode,
    alert: Option<Alert>,
) -> Result<HttpResponse, Error> {
    let of = enroller.0.clone();
    let found = portal
        .work(move |portal| {
            let proves = match &of {
                Enroller::In(session) => Some(factors::proves(&portal.store, portal.now(), portal.rules(), session)?),
                Enroller::Must(_) => None,
            };
            Ok::<_, StorageError>((factors::overview(&portal.store, of.account())?, proves))
        })
        .await?;
    screen.show_as(status, &FactorsPage::new(portal, &enroller, found, next, alert))
}

/// The same page with what is wrong, or the fault when it is not of the reader.
async fn told(
    portal: &web::Data<Portal>,
    screen: &Screen,
    enroller: MayEnrol,
    next: &str,
    refused: FactorError,
) -> Result<HttpResponse, Error> {
    let wait = refused.wait();
    let (status, alert) = alert_about(refused)?;
    let response = overview(portal, screen, enroller, next, status, Some(alert)).await?;
    Ok(rate_limit::later(response, wait))
}

fn alert_about(refused: FactorError) -> Result<(StatusCode, Alert), Error> {
    let status = match refused {
        FactorError::Storage(error) => return Err(error.into()),
        FactorError::TooManyAttempts { .. } => StatusCode::TOO_MANY_REQUESTS,
        FactorError::Seal(_) => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok((status, Alert::new(Tone::Negative, "Dat is niet gelukt", refused.to_string())))
}

/// What somebody sees who added a factor: the recovery codes if these were made along.
fn added(site: &Site, screen: &Screen, enroller: &Enroller, next: &str, added: &Added) -> Result<HttpResponse, Error> {
    let must = enroller.must();
    let next = match must {
        true if is_local(next) => next,
        true => home(&enroller.account().role),
        false => PAGE,
    };
    let mut response = match &added.codes {
        Some(codes) => screen.show(&CodesPage { codes: codes.clone(), next: next.to_owned(), must })?,
        None if must => see_other(next),
        None => see_other("/account/tweede-factor?gedaan=toegevoegd"),
    };
    let session: &OpenSession = &added.session;
    keep(site, &mut response, session)?;
    Ok(response)
}

#[derive(Debug, Deserialize)]
struct ToChange {
    /// `app`, `herstelcodes`, `naam`, or `passkey-` and its number.
    wat: String,
    #[serde(default)]
    bewijs: SecretString,
}

async fn change(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
    session: LoggedIn,
    form: Form<ToChange>,
) -> Result<HttpResponse, Error> {
    let ToChange { wat, bewijs } = form.0;
    let (address, of) = (rate_limit::address(&request), session.0.clone());
    // The proof may be a password.
    let _turn = portal.passwords.acquire().await.map_err(Error::internal)?;
    let outcome = portal
        .work(move |portal| {
            let proof = Proof { typed: &bewijs, address, secret: portal.secret.as_ref() };
            let (store, now, rules) = (&portal.store, portal.now(), portal.rules());
            let passkey = wat.strip_prefix("passkey-").and_then(|id| id.parse().ok());
            let done = match (wat.as_str(), passkey) {
                ("app", _) => factors::app::remove(store, now, rules, &of, proof).map(|()| None),
                ("herstelcodes", _) => factors::app::new_codes(store, now, rules, &of, proof).map(Some),
                (_, Some(id)) => factors::passkeys::remove(store, now, rules, &of, id, proof).map(|()| None),
                _ => Err(FactorError::Over),
            };
            Ok::<_, Error>(done)
        })
        .await?;
    match outcome {
        Ok(Some(codes)) => screen.show(&CodesPage { codes, next: PAGE.to_owned(), must: false }),
        Ok(None) => Ok(see_other("/account/tweede-factor?gedaan=verwijderd")),
        Err(refused) => told(&portal, &screen, MayEnrol(Enroller::In(session.0)), "", refused).await,
    }
}

#[cfg(test)]
pub(super) mod samples;
