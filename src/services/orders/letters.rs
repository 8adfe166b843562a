//! The mail about orders, to whoever may answer or judge them. What was written stands on the page, not in the mail.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::access::orders::{AnswerOrders, GiveOrders};
use crate::domain::access::{Organisation, Right};
use crate::domain::calendar::in_words;
use crate::domain::order::{Addressee, Kind, Step};
use crate::notify::Letter;
use crate::services::post;
use crate::storage::orders::Order;
use crate::storage::{Conn, StorageError, schemes};

/// What the mails are about.
const KIND: &str = "last";

/// Tells all addressees that the order was given.
pub(super) fn given(conn: &mut Conn, now: DateTime<Utc>, order: &Order, due_on: NaiveDate) -> Result<(), StorageError> {
    for one in &order.addressed {
        let letter = Letter::about(format!("Last van TloKB: {}", order.text.title()))
            .text(format!("TloKB geeft u een last: {}.", order.text.title()))
            .text(format!("U hebt tot en met {} om haar uit te voeren.", in_words(due_on)))
            .text("Op deze pagina leest u wat er moet gebeuren en waarop de last rust. Daar meldt u ook dat het is gedaan:");
        to_addressee(conn, now, order, &one.to, letter)?;
    }
    Ok(())
}

/// Tells whom a step concerns: the regulator what an addressee reports, the addressee what the regulator finds.
pub(super) fn about(conn: &mut Conn, order: &Order, to: &Addressee, step: &Step) -> Result<(), StorageError> {
    let title = order.text.title();
    let found = match step.kind {
        Kind::Reported => {
            let letter = Letter::about(format!("Uitvoering gemeld: {title}"))
                .text(format!("Bij de last ‘{title}’ is voor {} gemeld dat zij is uitgevoerd.", to.name()));
            return to_regulator(conn, step.at, order, letter);
        }
        Kind::SentBack(day) => {
            format!("TloKB vindt dat de last nog niet is uitgevoerd. U hebt tot en met {}.", in_words(day))
        }
        Kind::Extended(day) => format!("TloKB geeft u meer tijd: tot en met {}.", in_words(day)),
        Kind::Met => "TloKB vindt dat aan de last is voldaan. U hoeft niets meer te doen.".to_owned(),
        Kind::NotMet => {
            "TloKB stelt vast dat u niet op tijd aan de last hebt voldaan. Voer haar alsnog uit.".to_owned()
        }
        Kind::Released => "De last geldt niet meer voor u. U hoeft niets meer te doen.".to_owned(),
    };
    let letter = Letter::about(format!("Over de last ‘{title}’")).text(found).text("De toelichting leest u hier:");
    to_addressee(conn, step.at, order, to, letter)
}

/// Tells an addressee that a term ends soon, or is over.
pub(super) fn reminder(
    conn: &mut Conn,
    now: DateTime<Utc>,
    order: &Order,
    to: &Addressee,
    (due_on, today): (NaiveDate, NaiveDate),
) -> Result<(), StorageError> {
    let title = order.text.title();
    let (subject, text) = if due_on < today {
        let text =
            format!("De last ‘{title}’ moest uiterlijk op {} zijn uitgevoerd. Dat is niet gemeld.", in_words(due_on));
        (format!("Te laat: {title}"), text)
    } else {
        let text = format!("De last ‘{title}’ moet uiterlijk op {} zijn uitgevoerd.", in_words(due_on));
        (format!("Bijna voorbij: {title}"), text)
    };
    let letter = Letter::about(subject).text(text);
    if due_on < today {
        let told = letter.clone().text(format!("Het gaat om {}.", to.name()));
        to_regulator(conn, now, order, told)?;
    }
    to_addressee(conn, now, order, to, letter.text("Hebt u haar uitgevoerd? Meld het dan hier:"))
}

fn to_addressee(
    conn: &mut Conn,
    now: DateTime<Utc>,
    order: &Order,
    to: &Addressee,
    letter: Letter,
) -> Result<(), StorageError> {
    let (organisation, page) = match to {
        Addressee::Body(code) => (Organisation::Body(code.clone()), format!("/instelling/lasten/{}", order.id)),
        Addressee::Scheme(code) => {
            let Some(scheme) = schemes::by_code(conn, code)? else { return Ok(()) };
            (Organisation::SchemeOwner(scheme.owner), format!("/beheer/lasten/{}", order.id))
        }
    };
    let right = AnswerOrders(organisation.clone());
    post::write_to_members(conn, now, &organisation, |role| right.belongs_to(role), KIND, &letter.page(page))
}

fn to_regulator(conn: &mut Conn, now: DateTime<Utc>, order: &Order, letter: Letter) -> Result<(), StorageError> {
    let letter = letter.page(format!("/toezicht/lasten/{}", order.id));
    post::write_to_members(conn, now, &Organisation::Regulator, |role| GiveOrders.belongs_to(role), KIND, &letter)
}
