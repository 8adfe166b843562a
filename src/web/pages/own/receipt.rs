//! The receipt of a delivery: what it did, and taking it back.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::deliveries::{DELIVERIES, duration, sender, state};
use crate::domain::access::{Deliver, SeeBody, decide};
use crate::domain::calendar::in_words;
use crate::domain::delivery_report::RowCounts;
use crate::domain::withdrawal::{Obstacle, Reason, WITHDRAWABLE_FOR};
use crate::language::Language;
use crate::services::delivery::DeliveryError;
use crate::services::delivery::upload::{self, StoredDelivery};
use crate::services::delivery::withdraw;
use crate::web::address::see_other;
use crate::web::csrf::{CsrfToken, Form};
use crate::web::error::Error;
use crate::web::format::{count, plural};
use crate::web::layout::{Screen, Section};
use crate::web::pages::judged::moment;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Alert, Cell, Column, Fact, Field, Kind, Link, Table, Tone};

/// The receipt of a delivery.
#[derive(Debug, Clone, Serialize)]
pub struct ReceiptPage {
    /// The number of the delivery.
    pub number: String,
    /// What happened: stored, partly stored, nothing new, or taken back.
    pub outcome: Alert,
    /// When, by whom, through which day, how long, checksum.
    pub facts: Vec<Fact>,
    /// Per file how many rows were new, changed, unchanged and refused.
    pub counts: Table,
    /// The refused rows as files, for who may deliver.
    pub refused: Vec<Link>,
    /// Until when those are there.
    pub refused_until: String,
    /// What the delivery did to verdicts, in sentences.
    pub effects: Vec<String>,
    /// The form to take it back, for who may do that when nothing stands in the way.
    pub withdraw: Option<WithdrawForm>,
    /// Why it cannot be taken back.
    pub obstacles: Vec<String>,
}

/// The form to take a delivery back.
#[derive(Debug, Clone, Serialize)]
pub struct WithdrawForm {
    /// The token of the form.
    pub csrf: CsrfToken,
    /// Where it is sent.
    pub action: String,
    /// Until when it can be done.
    pub until: String,
    /// Why; the field is called `reden`.
    pub reason: Field,
}

impl Page for ReceiptPage {
    const TEMPLATE: &'static str = "pages/own/receipt";

    fn title(&self, _: Language) -> String {
        format!("Aanlevering {}", self.number)
    }

    fn section(&self) -> Section {
        Section::Deliveries
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Aanleveringen", "/instelling/aanleveringen")]
    }
}

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/instelling/aanleveringen/{nummer:[0-9]{1,18}}", web::get().to(receipt))
        .route("/instelling/aanleveringen/{nummer:[0-9]{1,18}}/intrekken", web::post().to(take_back));
}

async fn receipt(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    number: web::Path<i64>,
) -> Result<HttpResponse, Error> {
    let stored = stored(&portal, &who, number.into_inner()).await?;
    screen.show(&page(&stored, may_withdraw(&who)?, "", None))
}

async fn stored(portal: &Portal, who: &LoggedIn, number: i64) -> Result<StoredDelivery, Error> {
    let permit = decide(&who.actor(), SeeBody(who.body()?))?;
    portal.work(move |portal| upload::receipt_of(&portal.store, &permit, number, portal.now())).await
}

/// A token for the form, for who may deliver.
fn may_withdraw(who: &LoggedIn) -> Result<Option<CsrfToken>, Error> {
    Ok(decide(&who.actor(), Deliver(who.body()?)).is_ok().then(|| who.form_token()))
}

#[derive(Debug, Deserialize)]
struct TakenBack {
    reden: String,
}

async fn take_back(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    number: web::Path<i64>,
    form: Form<TakenBack>,
) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), Deliver(who.body()?))?;
    let number = number.into_inner();
    let typed = form.0.reden;
    let refused = match Reason::parse(&typed) {
        Err(fault) => Some(fault.to_string()),
        Ok(reason) => {
            let work = move |portal: &Portal| {
                let done = match withdraw::withdraw(&portal.store, &permit, number, &reason, portal.now()) {
                    // Somebody was quicker, or the day is over: the page says what stands in the way.
                    Err(DeliveryError::NotWithdrawable(_)) => false,
                    other => other.map(|()| true)?,
                };
                if done {
                    portal.follow();
                }
                Ok::<_, DeliveryError>(done)
            };
            if portal.work(work).await? {
                let to = format!("{DELIVERIES}/{number}");
                return Ok(see_other(&to));
            }
            None
        }
    };
    let stored = stored(&portal, &who, number).await?;
    screen.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page(&stored, Some(who.form_token()), &typed, refused))
}

fn page(stored: &StoredDelivery, csrf: Option<CsrfToken>, typed: &str, fault: Option<String>) -> ReceiptPage {
    let delivery = &stored.delivery;
    let is_over = |obstacle: &Obstacle| matches!(obstacle, Obstacle::Withdrawn { .. });
    let obstacles = stored.obstacles.iter().filter(|obstacle| !is_over(obstacle)).map(ToString::to_string).collect();
    let refused = if csrf.is_some() { refused(stored) } else { Vec::new() };
    let withdraw = csrf.filter(|_| stored.obstacles.is_empty()).map(|csrf| WithdrawForm {
        csrf,
        action: format!("{DELIVERIES}/{}/intrekken", delivery.id),
        until: moment(delivery.received_at + WITHDRAWABLE_FOR),
        reason: Field::new(Kind::Text, "reden", "Waarom trekt u deze aanlevering in?").value(typed).error(fault),
    });
    ReceiptPage {
        number: delivery.id.to_string(),
        outcome: outcome(stored),
        facts: facts(stored),
        counts: counts(stored),
        refused,
        refused_until: stored.refused_until.map(moment).unwrap_or_default(),
        effects: effects(stored),
        withdraw,
        obstacles,
    }
}

/// The files with refused rows that are still there.
fn refused(stored: &StoredDelivery) -> Vec<Link> {
    let link = |name: &String| {
        let label = match name.strip_suffix(".csv") {
            Some(kind) => format!("{kind} (CSV)"),
            None => "Alles in één werkmap (XLSX)".to_owned(),
        };
        Link::new(label, format!("{DELIVERIES}/{}/geweigerd/{name}", stored.delivery.id))
    };
    stored.refused.iter().map(link).collect()
}

fn outcome(stored: &StoredDelivery) -> Alert {
    if let Some(withdrawn) = &stored.withdrawn {
        let by = withdrawn.by.as_deref().unwrap_or("de beheerder");
        let text = format!(
            "Op {} door {by}. De reden: {} Wat zij wijzigde, staat weer zoals het was. Wat zij toevoegde, geldt niet meer.",
            moment(withdrawn.at),
            sentence(&withdrawn.reason)
        );
        return Alert::new(Tone::Info, "Deze aanlevering is ingetrokken", text);
    }
    let counts = stored.delivery.counts;
    let rows = |number: i64| plural(number.unsigned_abs(), "rij", "rijen");
    let stored = format!("Nieuw: {}. Gewijzigd: {}.", rows(counts.new), rows(counts.changed));
    if counts.refused > 0 {
        let text = format!(
            "{stored} Geweigerd en dus niet opgeslagen: {}. Verbeter die en lever ze opnieuw aan.",
            rows(counts.refused)
        );
        Alert::new(Tone::Warning, "Alleen de goede regels zijn opgeslagen", text)
    } else if counts.change_anything() {
        Alert::new(Tone::Positive, "Opgeslagen", format!("{stored} U hoeft niets meer te doen."))
    } else {
        Alert::new(
            Tone::Info,
            "Er is niets veranderd",
            "Alle rijen stonden al precies zo in het register. U hoeft niets meer te doen.",
        )
    }
}

/// What somebody wrote, ended as a sentence.
fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

fn facts(stored: &StoredDelivery) -> Vec<Fact> {
    let delivery = &stored.delivery;
    let mut facts = vec![
        Fact::status("Stand", state(delivery.state())),
        Fact::new("Ontvangen", moment(delivery.received_at)),
        Fact::new("Compleet tot en met", in_words(delivery.complete_through)),
        Fact::new("Aangeleverd door", sender(delivery)),
    ];
    facts.extend(delivery.duration_ms.map(|taken| Fact::new("Duur", duration(taken))));
    facts.push(Fact::new("Controlegetal", &delivery.checksum));
    facts
}

/// By file where that is kept, and in all.
fn counts(stored: &StoredDelivery) -> Table {
    let columns = [
        Column::text("Bestand"),
        Column::number("Nieuw"),
        Column::number("Gewijzigd"),
        Column::number("Ongewijzigd"),
        Column::number("Geweigerd"),
    ];
    let row = |name: &str, counts: RowCounts| {
        let number = |rows: i64| Cell::text(count(rows.unsigned_abs()));
        [
            Cell::heading(name),
            number(counts.new),
            number(counts.changed),
            number(counts.unchanged),
            number(counts.refused),
        ]
    };
    let mut table = Table::new("Aantallen rijen in deze aanlevering", columns)
        .under_heading()
        .with(stored.files.iter().map(|file| row(&file.name, file.counts)));
    if stored.files.len() != 1 {
        table.push(row("Alle bestanden", stored.delivery.counts));
    }
    table
}

fn effects(stored: &StoredDelivery) -> Vec<String> {
    let verdicts = match stored.new_verdicts {
        0 => "Geen enkel oordeel is veranderd.".to_owned(),
        1 => "1 onderzoek kreeg een nieuw of ander oordeel.".to_owned(),
        more => format!("{} onderzoeken kregen een nieuw of ander oordeel.", count(more.unsigned_abs())),
    };
    vec![verdicts]
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, ReceiptPage)> {
    use chrono::{DateTime, Utc};

    use super::deliveries::sample;
    use crate::services::delivery::{DeliveredFile, Withdrawn};
    use crate::web::csrf::CsrfSecret;
    let stored = |refused: i64, obstacles: Vec<Obstacle>| {
        let delivery = sample(42, refused);
        let counts = delivery.counts;
        let file = |kind: &str| DeliveredFile { name: format!("{kind}.csv"), kind: Some(kind.to_owned()), counts };
        StoredDelivery {
            files: vec![file("certificaten"), file("besluiten")],
            refused: if refused > 0 {
                vec!["certificaten.csv".to_owned(), "geweigerd.xlsx".to_owned()]
            } else {
                vec![]
            },
            refused_until: (refused > 0).then_some(delivery.received_at),
            withdrawn: delivery.withdrawn_at.map(|at: DateTime<Utc>| Withdrawn {
                at,
                by: delivery.sender.clone(),
                reason: "Verkeerde bestanden".to_owned(),
            }),
            obstacles,
            new_verdicts: 28,
            delivery,
        }
    };
    let csrf = || Some(CsrfSecret::generate().token());
    let too_late = Obstacle::TooLate { until: DateTime::<Utc>::MIN_UTC };
    vec![
        ("own-receipt", page(&stored(0, Vec::new()), csrf(), "", None)),
        ("own-receipt-refused", page(&stored(3, Vec::new()), csrf(), "", Some("Schrijf waarom.".to_owned()))),
        ("own-receipt-late", page(&stored(0, vec![too_late]), csrf(), "", None)),
        ("own-receipt-withdrawn", page(&stored(6, Vec::new()), None, "", None)),
    ]
}
