//! The form of a new order.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::ORDERS;
use crate::domain::access::decide;
use crate::domain::access::orders::GiveOrders;
use crate::domain::identifiers::{BodyCode, SchemeCode};
use crate::domain::order::{Addressee, InvalidText, LONGEST_TERM, Text};
use crate::language::Language;
use crate::services::StorageError;
use crate::services::orders::{self, Names, OrderError};
use crate::web::address::see_other;
use crate::web::csrf::{CsrfToken, Form};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::standing::capital;
use crate::web::view::{Alert, Field, Kind, Link, Tone};

/// The form.
#[derive(Debug, Clone, Serialize)]
pub struct DraftPage {
    /// The token of the form.
    pub csrf: CsrfToken,
    /// That nothing was kept.
    pub alert: Option<Alert>,
    /// The title.
    pub title: Field,
    /// What must be done.
    pub what: Field,
    /// What it rests on.
    pub grounds: Field,
    /// The term in weeks.
    pub weeks: Field,
    /// The schemes and the bodies.
    pub groups: Vec<Group>,
    /// That nobody was chosen.
    pub to_error: Option<String>,
}

/// Addressees of one kind.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    /// What they are.
    pub label: &'static str,
    /// Each of them.
    pub boxes: Vec<Tick>,
}

/// A box to tick.
#[derive(Debug, Clone, Serialize)]
pub struct Tick {
    /// What the form sends.
    pub value: String,
    /// What stands beside it.
    pub label: String,
    /// Whether it is ticked.
    pub ticked: bool,
}

impl Page for DraftPage {
    const TEMPLATE: &'static str = "pages/orders/draft";

    fn title(&self, _: Language) -> String {
        "Last opstellen".to_owned()
    }

    fn section(&self) -> Section {
        Section::Orders
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Lasten", ORDERS)]
    }
}

/// What was filled in.
#[derive(Debug, Clone, Default)]
struct Filled {
    title: String,
    what: String,
    grounds: String,
    weeks: String,
    to: Vec<String>,
}

impl Filled {
    fn of(fields: Vec<(String, String)>) -> Self {
        let mut filled = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "titel" => filled.title = value,
                "wat" => filled.what = value,
                "grond" => filled.grounds = value,
                "weken" => filled.weeks = value,
                "aan" => filled.to.push(value),
                _ => {}
            }
        }
        filled
    }

    fn addressees(&self) -> Vec<Addressee> {
        let read = |value: &String| match value.split_once('/')? {
            ("schema", code) => SchemeCode::parse(code).ok().map(Addressee::Scheme),
            ("instelling", code) => BodyCode::parse(code).ok().map(Addressee::Body),
            _ => None,
        };
        self.to.iter().filter_map(read).collect()
    }

    fn read(&self) -> Result<Text, Vec<InvalidText>> {
        Text::read(&self.title, &self.what, &self.grounds, &self.weeks, self.addressees())
    }
}

pub(super) async fn show(portal: web::Data<Portal>, screen: Screen, who: LoggedIn) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), GiveOrders)?;
    let names = portal.work(move |portal| orders::addressable(&portal.store, &permit)).await?;
    screen.show(&page(who.form_token(), &names, &Filled::default(), None))
}

pub(super) async fn keep(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), GiveOrders)?;
    let filled = Filled::of(form.0);
    let read = filled.read();
    let (outcome, names) = portal
        .work(move |portal| {
            let draft = |text| orders::draft(&portal.store, &permit, portal.now(), &text);
            let outcome = OrderError::aside(read.map_err(OrderError::Text).and_then(draft))?;
            Ok::<_, StorageError>((outcome, orders::addressable(&portal.store, &permit)?))
        })
        .await?;
    match outcome {
        Ok(number) => Ok(see_other(&format!("{ORDERS}/{number}"))),
        Err(why) => {
            screen.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page(who.form_token(), &names, &filled, Some(&why)))
        }
    }
}

fn page(csrf: CsrfToken, names: &Names, filled: &Filled, why: Option<&OrderError>) -> DraftPage {
    let fault = |wanted: InvalidText| match why {
        Some(OrderError::Text(faults)) if faults.contains(&wanted) => Some(capital(&wanted.to_string()) + "."),
        _ => None,
    };
    let group = |label, wanted: fn(&Addressee) -> bool| Group {
        label,
        boxes: names
            .iter()
            .filter(|(to, _)| wanted(to))
            .map(|(to, name)| Tick {
                label: match to {
                    Addressee::Scheme(code) => format!("{code} {name}"),
                    Addressee::Body(_) => name.clone(),
                },
                ticked: filled.to.contains(&to.name()),
                value: to.name(),
            })
            .collect(),
    };
    let text = match why {
        Some(OrderError::Text(_)) | None => "Verbeter wat hieronder is aangegeven.".to_owned(),
        Some(other) => capital(&other.to_string()) + ".",
    };
    DraftPage {
        csrf,
        alert: why.map(|_| Alert::new(Tone::Negative, "De last is niet bewaard", text)),
        title: Field::new(Kind::Text, "titel", "Titel")
            .help("Waar de last over gaat, in één regel.")
            .value(&filled.title)
            .error(fault(InvalidText::Title)),
        what: Field::new(Kind::Text, "wat", "Wat moet er gebeuren?")
            .help("Zo precies dat te zien is of het is gedaan.")
            .value(&filled.what)
            .error(fault(InvalidText::What)),
        grounds: Field::new(Kind::Text, "grond", "Waarop rust de last?")
            .help("Het artikel, en wat er is vastgesteld.")
            .value(&filled.grounds)
            .error(fault(InvalidText::Grounds)),
        weeks: Field::new(Kind::Text, "weken", "Termijn in weken")
            .help(format!("Van 1 tot en met {LONGEST_TERM}. De termijn loopt vanaf de dag waarop de last wordt gegeven en eindigt op een werkdag."))
            .value(&filled.weeks)
            .error(fault(InvalidText::Term)),
        groups: vec![
            group("Schema’s", |to| matches!(to, Addressee::Scheme(_))),
            group("Instellingen", |to| matches!(to, Addressee::Body(_))),
        ],
        to_error: fault(InvalidText::Nobody),
    }
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, DraftPage)> {
    use crate::web::csrf::CsrfSecret;
    let mut names = Names::new();
    if let (Ok(scheme), Ok(body)) = (SchemeCode::parse("CS-A"), BodyCode::parse("bravo")) {
        names.insert(Addressee::Scheme(scheme), "Gasverbrandingsinstallaties".to_owned());
        names.insert(Addressee::Body(body), "Bravo Certificatie".to_owned());
    }
    let csrf = || CsrfSecret::generate().token();
    let all = [InvalidText::Title, InvalidText::What, InvalidText::Grounds, InvalidText::Term, InvalidText::Nobody];
    let faults = OrderError::Text(all.to_vec());
    vec![
        ("order-new", page(csrf(), &names, &Filled::default(), None)),
        ("order-new-refused", page(csrf(), &names, &Filled::default(), Some(&faults))),
    ]
}
