//! Tokens for programs of the body: what there is, a new one that is shown once, and revoking.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};

use crate::domain::access::program::{Scope, Scopes, Subject};
use crate::domain::access::{ManageTokens, Permit, decide};
use crate::domain::calendar::{dutch_day, in_words};
use crate::domain::faults::Faults;
use crate::language::Language;
use crate::services::api_tokens::{self, LONGEST_DAYS, NewToken, Token, TokenError};
use crate::web::address::see_other;
use crate::web::csrf::{self, CsrfToken};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::pages::judged::moment;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Alert, Cell, Column, Field, Kind, Select, Status, Table, Tone};

/// Where the tokens of a body are.
pub const TOKENS: &str = "/instelling/tokens";

/// How long a new token works unless somebody says otherwise, in days.
const USUAL_DAYS: i64 = 180;

/// The tokens of a body with the form for a new one.
#[derive(Debug, Clone, Serialize)]
pub struct TokensPage {
    /// The token of the forms.
    pub csrf: CsrfToken,
    /// What just happened, or what is wrong with what was sent.
    pub alert: Option<Alert>,
    /// The token that was just made; it is on no other page.
    pub secret: Option<String>,
    /// All tokens.
    pub tokens: Table,
    /// The tokens that can be revoked.
    pub revocable: Option<Select>,
    /// What a new token is called.
    pub name: Field,
    /// What a new token allows.
    pub scopes: Vec<ScopeRow>,
    /// What is wrong with what it should allow.
    pub scopes_error: Option<String>,
    /// The last day on which a new token works.
    pub last_day: Field,
}

/// What a token may do with one kind of record.
#[derive(Debug, Clone, Serialize)]
pub struct ScopeRow {
    /// The kind.
    pub label: String,
    /// The boxes to tick.
    pub boxes: Vec<ScopeBox>,
}

/// A box to tick.
#[derive(Debug, Clone, Serialize)]
pub struct ScopeBox {
    /// The scope, which is also the id of the box.
    pub value: String,
    /// What it allows.
    pub label: &'static str,
    /// Whether it is ticked.
    pub ticked: bool,
}

impl Page for TokensPage {
    const TEMPLATE: &'static str = "pages/own/tokens";

    fn title(&self, _: Language) -> String {
        "Tokens voor programma’s".to_owned()
    }

    fn section(&self) -> Section {
        Section::Tokens
    }
}

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource(TOKENS).get(list).post(make))
        .route("/instelling/tokens/intrekken", web::post().to(revoke));
}

/// What was filled in for a new token.
#[derive(Debug, Clone, Default)]
struct Filled {
    name: String,
    scopes: Scopes,
    last_day: String,
}

impl Filled {
    fn of(fields: &[(String, String)]) -> Self {
        let text = |wanted: &str| {
            let found = fields.iter().find(|(name, _)| name == wanted);
            found.map_or_else(String::new, |(_, value)| value.trim().to_owned())
        };
        let ticked = |scope: &Scope| fields.iter().any(|(name, value)| name == "bereik" && *value == scope.word());
        Self { name: text("naam"), scopes: Scope::all().filter(ticked).collect(), last_day: text("tot_en_met") }
    }

    fn fresh(today: NaiveDate) -> Self {
        Self { last_day: (today + TimeDelta::days(USUAL_DAYS)).to_string(), ..Self::default() }
    }
}

impl TokensPage {
    fn new(csrf: CsrfToken, tokens: &[Token], filled: &Filled, faults: Option<&Faults>, now: DateTime<Utc>) -> Self {
        let fault = |place: &str| {
            let found = faults?.0.iter().find(|fault| fault.place == place)?;
            Some(found.message.clone())
        };
        let row = |subject: Subject| ScopeRow {
            label: subject.word().to_owned(),
            boxes: [(Scope::Write(subject), "aanleveren"), (Scope::Read(subject), "opvragen")]
                .map(|(scope, label)| ScopeBox { value: scope.word(), label, ticked: filled.scopes.allow(scope) })
                .to_vec(),
        };
        let latest = dutch_day(now) + TimeDelta::days(LONGEST_DAYS);
        let standing: Vec<_> = tokens.iter().filter(|token| token.works_at(now)).collect();
        let choices =
            standing.iter().map(|token| (token.id.to_string(), format!("{} ({}…)", token.name, token.beginning)));
        Self {
            csrf,
            alert: faults.map(|_| {
                Alert::new(Tone::Negative, "Er is geen token gemaakt", "Verbeter wat hieronder is aangegeven.")
            }),
            secret: None,
            tokens: table(tokens, now),
            revocable: (!standing.is_empty()).then(|| Select::new("token", "Welk token", "", choices)),
            name: Field::new(Kind::Text, "naam", "Naam")
                .help("Waarvoor u het token gebruikt, bijvoorbeeld de naam van het programma.")
                .value(&filled.name)
                .error(fault("naam")),
            scopes: Subject::ALL.map(row).to_vec(),
            scopes_error: fault("bereik"),
            last_day: Field::new(Kind::Date, "tot_en_met", "Werkt tot en met")
                .help(format!("Ten laatste {}. U krijgt twee weken van tevoren bericht.", in_words(latest)))
                .value(&filled.last_day)
                .error(fault("tot_en_met")),
        }
    }
}

fn table(tokens: &[Token], now: DateTime<Utc>) -> Table {
    let columns =
        ["Naam", "Begint met", "Mag", "Gemaakt", "Werkt tot en met", "Laatst gebruikt", "Stand"].map(Column::text);
    let row = |token: &Token| {
        let standing = if token.revoked_at.is_some() {
            Status::new(Tone::Neutral, "ingetrokken")
        } else if token.works_at(now) {
            Status::new(Tone::Positive, "werkt")
        } else {
            Status::new(Tone::Neutral, "verlopen")
        };
        [
            Cell::heading(&token.name),
            Cell::text(format!("{}…", token.beginning)),
            Cell::text(token.scopes.iter().map(Scope::word).collect::<Vec<_>>().join(", ")),
            Cell::text(in_words(dutch_day(token.created_at))).note(format!("door {}", token.made_by)),
            Cell::text(in_words(dutch_day(token.expires_at))),
            Cell::text(token.last_used_at.map_or_else(|| "nog nooit".to_owned(), moment)),
            Cell::status(standing),
        ]
    };
    Table::new("Tokens", columns).under_heading().or_say("Er zijn nog geen tokens.").with(tokens.iter().map(row))
}

fn permit(who: &LoggedIn) -> Result<Permit<ManageTokens>, Error> {
    Ok(decide(&who.actor(), ManageTokens(who.body()?))?)
}

#[derive(Debug, Deserialize)]
struct Asked {
    /// Set when the visitor comes from revoking a token.
    ingetrokken: Option<String>,
}

async fn list(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let permit = permit(&who)?;
    let tokens = portal.work(move |portal| api_tokens::list(&portal.store, &permit)).await?;
    let mut page = TokensPage::new(who.form_token(), &tokens, &Filled::fresh(portal.today()), None, portal.now());
    page.alert = asked.ingetrokken.is_some().then(|| {
        Alert::new(Tone::Positive, "Het token is ingetrokken", "Programma’s die het gebruiken, worden geweigerd.")
    });
    screen.show(&page)
}

async fn make(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    form: csrf::Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Error> {
    let permit = permit(&who)?;
    let filled = Filled::of(&form.0);
    let asked = filled.clone();
    let (made, tokens) = portal
        .work(move |portal| {
            let last_day = day(&asked.last_day);
            let new = NewToken { name: &asked.name, scopes: asked.scopes, last_day };
            let made = match api_tokens::make(&portal.store, &permit, portal.now(), &new) {
                Err(TokenError::Refused(faults)) => Err(faults),
                made => Ok(made?),
            };
            Ok::<_, TokenError>((made, api_tokens::list(&portal.store, &permit)?))
        })
        .await?;
    let (csrf, now) = (who.form_token(), portal.now());
    match made {
        Ok(made) => {
            let mut page = TokensPage::new(csrf, &tokens, &Filled::fresh(portal.today()), None, now);
            page.secret = Some(made.secret.expose_secret().to_owned());
            screen.show(&page)
        }
        Err(faults) => screen
            .show_as(StatusCode::UNPROCESSABLE_ENTITY, &TokensPage::new(csrf, &tokens, &filled, Some(&faults), now)),
    }
}

/// The day as browsers send it or as people write it.
fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok().or_else(|| NaiveDate::parse_from_str(text, "%d-%m-%Y").ok())
}

#[derive(Debug, Deserialize)]
struct Chosen {
    token: i64,
}

async fn revoke(portal: web::Data<Portal>, who: LoggedIn, form: csrf::Form<Chosen>) -> Result<HttpResponse, Error> {
    let permit = permit(&who)?;
    let id = form.0.token;
    portal.work(move |portal| api_tokens::revoke(&portal.store, &permit, portal.now(), id)).await?;
    Ok(see_other(&format!("{TOKENS}?ingetrokken=ja")))
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, TokensPage)> {
    use crate::domain::faults::Fault;
    use crate::domain::identifiers::BodyCode;
    use crate::web::csrf::CsrfSecret;
    let csrf = || CsrfSecret::generate().token();
    let now = DateTime::<Utc>::from_timestamp(1_795_500_000, 0).unwrap_or_default();
    let token = |id: i64, name: &str, revoked_at: Option<DateTime<Utc>>| Token {
        id,
        body: BodyCode::parse("bravo").unwrap_or_else(|error| panic!("{error}")),
        name: name.to_owned(),
        beginning: "stw_9fK2".to_owned(),
        scopes: Scope::all().collect(),
        made_by: "roos@bravo.example".to_owned(),
        created_at: now - TimeDelta::days(30),
        expires_at: now + TimeDelta::days(100),
        last_used_at: revoked_at.is_none().then(|| now - TimeDelta::minutes(3)),
        revoked_at,
    };
    let tokens = [token(2, "planning", None), token(1, "oude planning", Some(now))];
    let fresh = Filled::fresh(dutch_day(now));
    let mut made = TokensPage::new(csrf(), &tokens, &fresh, None, now);
    made.secret = Some("stw_9fK2mZ0q8JwR5tXyB1cD3eF6gH7iL4nO2pS9uV0kAaQ".to_owned());
    let faults = Faults(vec![
        Fault::at("naam", "Geef het token een naam."),
        Fault::at("bereik", "Kies ten minste één ding dat het programma mag."),
        Fault::at("tot_en_met", "Kies een dag van 24 november 2026 tot en met 24 november 2027."),
    ]);
    vec![
        ("own-tokens", TokensPage::new(csrf(), &tokens, &fresh, None, now)),
        ("own-tokens-none", TokensPage::new(csrf(), &[], &fresh, None, now)),
        ("own-tokens-made", made),
        ("own-tokens-refused", TokensPage::new(csrf(), &tokens, &Filled::default(), Some(&faults), now)),
    ]
}
