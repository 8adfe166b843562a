//! What is kept of a delivery beside its records, and the mail with it for whoever delivered.

use super::check::by_file;
use super::plan::Plan;
use crate::domain::access::Actor;
use crate::domain::calendar::in_words;
use crate::domain::delivery_report::RowCounts;
use crate::notify::Letter;
use crate::services::post;
use crate::storage::bodies::Body;
use crate::storage::deliveries::{self, DeliveredFile, NewDelivery};
use crate::storage::{Conn, StorageError};

/// How many files a mail names.
const NAMED: usize = 50;

/// Keeps what a delivery did with each of its files and how long it took, and writes the mail.
pub(super) fn keep(
    conn: &mut Conn,
    actor: &Actor,
    body: &Body,
    plan: &Plan,
    delivery: &NewDelivery<'_>,
    id: i64,
) -> Result<(), StorageError> {
    let files = by_file(plan).into_iter().map(|file| DeliveredFile {
        name: file.name.to_string(),
        kind: file.kind,
        counts: file.counts,
    });
    let files: Vec<DeliveredFile> = files.collect();
    deliveries::insert_files(conn, id, &files)?;
    if let Actor::Account { email, .. } = actor
        && let Some(account) = deliveries::account_id(conn, Some(email))?
    {
        post::write(conn, delivery.received_at, account, "ontvangstbewijs", &letter(body, &files, delivery, id))?;
    }
    if let Some(started) = plan.started {
        let taken = i64::try_from(started.elapsed().as_millis()).unwrap_or(i64::MAX);
        deliveries::set_duration(conn, id, taken)?;
    }
    Ok(())
}

fn letter(body: &Body, files: &[DeliveredFile], delivery: &NewDelivery<'_>, id: i64) -> Letter {
    let counted = |counts: RowCounts| {
        let RowCounts { new, changed, unchanged, refused } = counts;
        format!("{new} nieuw, {changed} gewijzigd, {unchanged} ongewijzigd, {refused} geweigerd")
    };
    let each = files.iter().take(NAMED).map(|file| format!("{}: {}", file.name, counted(file.counts)));
    let letter = Letter::about(format!("Ontvangstbewijs van aanlevering {id}"))
        .text(format!("Wij hebben aanlevering {id} van {} opgeslagen.", body.name))
        .lines(each.chain([format!("samen: {}", counted(delivery.counts))]))
        .text(format!("Uw gegevens gelden als compleet tot en met {}.", in_words(delivery.complete_through)))
        .text(format!("Controlegetal (SHA-256): {}", delivery.checksum));
    let letter = if delivery.counts.refused > 0 {
        letter.text("De geweigerde rijen zijn niet opgeslagen. Verbeter die en lever ze opnieuw aan.")
    } else {
        letter
    };
    letter
        .text("Klopt er iets niet? Binnen 24 uur kunt u de aanlevering intrekken.")
        .page(format!("/instelling/aanleveringen/{id}"))
}
