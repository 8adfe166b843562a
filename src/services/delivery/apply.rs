//! Storing a delivery: in one transaction, everything or nothing, or what is right of it if the sender says so.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use foldhash::{HashMap, HashSet};
use serde_json::json;

use super::known::{self, Holder, Known};
use super::parse::{Delivery, Record};
use super::plan::{Outcome, Plan, Planned, plan};
use super::receipt;
use super::{DeliveryError, OnProgress, Step, body_of};
use crate::domain::access::{Actor, Deliver, Permit};
use crate::domain::calendar::dutch_day;
use crate::domain::delivered::CertificateRecord;
use crate::domain::identifiers::{AuditRef, CertificateNumber, KvkNumber};
use crate::services::changes::{self, Key, Watch};
use crate::services::{reassess, supervise, takeovers};
use crate::storage::{
    Conn, Origin, StorageError, Store, audit_trail, audits, certificates, changes as certificate_changes, decisions,
    deliveries, nonconformities, register_state, statistics, upload_plans,
};

/// From this many written rows on, what the planner of the database believes about the tables may no longer hold.
const MANY_ROWS: i64 = 500;

/// What to do with a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Only say what it would do.
    Preview,
    /// Store it if nothing is wrong with it.
    All,
    /// Store the rows that are right.
    AcceptValid,
}

/// A delivery with what its sender says about it.
#[derive(Debug)]
pub struct Request {
    /// What was sent.
    pub delivery: Delivery,
    /// The last day for which everything is delivered; without it the latest audit or decision in the delivery.
    pub through: Option<NaiveDate>,
    /// What to do with it.
    pub mode: Mode,
}

/// What a delivery that was stored did to the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The delivery.
    pub delivery_id: i64,
    /// The body it is of.
    pub body_id: i64,
    /// When it was stored.
    pub now: DateTime<Utc>,
    /// The holders whose audits, nonconformities or decisions read differently, before or after.
    pub touched: BTreeSet<Holder>,
    /// The last complete day of the body before, if it ever delivered; never after the day itself.
    pub as_of_before: Option<NaiveDate>,
    /// The last complete day of the body now; never after the day itself.
    pub as_of: NaiveDate,
}

/// What came of a delivery.
#[derive(Debug)]
pub struct Receipt {
    /// What it does, row by row.
    pub plan: Plan,
    /// The last day for which everything is delivered, as stored or as it would be.
    pub complete_through: Option<NaiveDate>,
    /// The last day for which everything was delivered before.
    pub complete_before: Option<NaiveDate>,
    /// What was stored; nothing when it was refused or only previewed.
    pub applied: Option<Applied>,
}

/// Does with a delivery what is asked.
///
/// # Errors
/// [`DeliveryError`] when the actor may not, the body is unknown, the last complete day lies in the future, or the
/// database fails. Faults in the files are no error: they stand in the receipt.
pub fn deliver(
    store: &Store,
    permit: &Permit<Deliver>,
    request: Request,
    now: DateTime<Utc>,
    progress: OnProgress<'_>,
) -> Result<Receipt, DeliveryError> {
    check_through(request.through, now)?;
    if request.mode == Mode::Preview {
        store.read(|conn| deliver_in(conn, permit, request, now, progress))
    } else {
        store.write(|conn| deliver_in(conn, permit, request, now, progress))
    }
}

/// A delivery cannot be complete through a day that is still to come.
pub(super) fn check_through(through: Option<NaiveDate>, now: DateTime<Utc>) -> Result<(), DeliveryError> {
    let today = dutch_day(now);
    match through.filter(|day| *day > today) {
        Some(through) => Err(DeliveryError::CompleteInFuture { through, today }),
        None => Ok(()),
    }
}

/// The plan is made inside the transaction: the register may have changed since the preview.
pub(super) fn deliver_in(
    conn: &mut Conn,
    permit: &Permit<Deliver>,
    request: Request,
    now: DateTime<Utc>,
    progress: OnProgress<'_>,
) -> Result<Receipt, DeliveryError> {
    let body = body_of(conn, permit.body())?;
    let today = dutch_day(now);
    let Request { delivery, through, mode } = request;
    let known = known::load(conn, body, &delivery)?;
    let plan = plan(delivery, &known, progress);
    let complete_through = complete_through(&plan, &known, through, today);
    let may_store = match mode {
        Mode::Preview => false,
        Mode::All => plan.is_clean(),
        Mode::AcceptValid => plan.is_clean() || plan.has_valid_part(),
    };
    let applied = match complete_through {
        Some(day) if may_store => Some(apply(conn, permit.actor(), &known, &plan, day, now, progress)?),
        _ => None,
    };
    Ok(Receipt { plan, complete_through, complete_before: known.complete_through, applied })
}

/// Given, else the latest audit or decision. Certificates alone say nothing about audits: the last complete day then stays
/// what it was, and without one it is the day before the first certificate was issued.
fn complete_through(plan: &Plan, known: &Known, given: Option<NaiveDate>, today: NaiveDate) -> Option<NaiveDate> {
    let before_first = || {
        let first = plan.certificates.iter().map(|row| row.record.issued_on).min()?;
        first.pred_opt().map(|day| day.min(today))
    };
    given.or(plan.latest).or(known.complete_through).or_else(before_first)
}

fn apply(
    conn: &mut Conn,
    actor: &Actor,
    known: &Known,
    plan: &Plan,
    complete_through: NaiveDate,
    now: DateTime<Utc>,
    progress: OnProgress<'_>,
) -> Result<Applied, DeliveryError> {
    let channel = match actor {
        Actor::Account { .. } => "web",
        Actor::Program(_) => "api",
        Actor::Operator | Actor::Public | Actor::System => "opdrachtregel",
    };
    let delivery = deliveries::NewDelivery {
        body_id: known.body.id,
        account_email: actor.account(),
        token_name: actor.token(),
        channel,
        received_at: now,
        complete_through,
        checksum: &plan.checksum,
        counts: plan.counts,
    };
    let delivery_id = deliveries::insert(conn, &delivery)?;
    upload_plans::forget_of_body(conn, known.body.id)?;
    let day = changes::day::advance(conn, now)?;
    let touched = touched(known, plan);
    let firms = takeovers::Firms::of_body(conn, firms(known, plan, &touched), known.body.id)?;
    let mut watched = standing_differently(known, plan);
    watched.extend(firms.watched(conn)?);
    let watch = Watch::on(conn, watched)?;
    store_rows(conn, &Origin { body_id: known.body.id, delivery_id, now }, known, plan, progress)?;
    firms.follow(conn, now)?;
    if plan.counts.new + plan.counts.changed >= MANY_ROWS {
        statistics::refresh(conn)?;
    }
    let today = dutch_day(now);
    let as_of_before = known.complete_through.map(|day| day.min(today));
    let as_of = complete_through.min(today).max(as_of_before.unwrap_or(NaiveDate::MIN));
    let applied = Applied { delivery_id, body_id: known.body.id, now, touched, as_of_before, as_of };
    if plan.counts.change_anything() || as_of_before != Some(as_of) {
        let holders = applied.touched.iter().map(|holder| holder.kvk_number.clone());
        reassess::after_delivery(conn, now, today, applied.body_id, holders, as_of_before)?;
        supervise::follow(conn, now, today)?;
        let counter = register_state::bump(conn)?;
        if plan.certificates.iter().any(|row| row.outcome == Outcome::New) {
            let all_are_new = replaced(&plan.certificates).is_empty();
            let keys = (known.body.id, delivery_id);
            certificate_changes::append_new_of_delivery(conn, counter, day, keys, all_are_new)?;
        }
        watch.record(conn, now, counter, day)?;
    }
    record(conn, actor, known, plan, &delivery, delivery_id)?;
    receipt::keep(conn, actor, &known.body, plan, &delivery, delivery_id)?;
    Ok(applied)
}

fn record(
    conn: &mut Conn,
    actor: &Actor,
    known: &Known,
    plan: &Plan,
    delivery: &deliveries::NewDelivery<'_>,
    delivery_id: i64,
) -> Result<(), StorageError> {
    let details = json!({
        "aanlevering": delivery_id,
        "volledigTot": delivery.complete_through,
        "controlegetal": plan.checksum,
        "nieuw": plan.counts.new,
        "gewijzigd": plan.counts.changed,
        "ongewijzigd": plan.counts.unchanged,
        "geweigerd": plan.counts.refused,
    });
    let subject = format!("instelling {}", known.body.code);
    audit_trail::append(conn, delivery.received_at, actor, "aanlevering-opgeslagen", &subject, &details)
}

/// The keys of the versions that are replaced.
fn replaced<R>(rows: &[Planned<R>]) -> Vec<i64> {
    rows.iter()
        .filter_map(|row| match row.outcome {
            Outcome::Changed { id, .. } => Some(id),
            Outcome::New | Outcome::Unchanged => None,
        })
        .collect()
}

/// The records of which a new version is stored.
fn written<R>(rows: &[Planned<R>]) -> impl Iterator<Item = &R> {
    rows.iter().filter(|row| row.outcome != Outcome::Unchanged).map(|row| &row.record)
}

/// First the versions that are replaced are closed, then all new ones are added: one reference has one current version.
fn store_rows(
    conn: &mut Conn,
    origin: &Origin,
    known: &Known,
    plan: &Plan,
    progress: OnProgress<'_>,
) -> Result<(), StorageError> {
    let stored = std::cell::Cell::new(0_usize);
    let count = || {
        stored.set(stored.get() + 1);
        if stored.get().is_multiple_of(4096) {
            progress(Step::Storing, stored.get());
        }
    };
    certificates::close(conn, &replaced(&plan.certificates), origin.now)?;
    let with_scheme = written(&plan.certificates).inspect(|_| count()).filter_map(|record| {
        // Every accepted certificate names a known scheme.
        known.schemes.get(&record.scheme).map(|scheme| (record, scheme.id))
    });
    certificates::insert(conn, origin, with_scheme)?;
    audits::close(conn, &replaced(&plan.audits), origin.now)?;
    audits::insert(conn, origin, written(&plan.audits).inspect(|_| count()))?;
    nonconformities::close(conn, &replaced(&plan.findings), origin.now)?;
    nonconformities::insert(conn, origin, written(&plan.findings).inspect(|_| count()))?;
    decisions::close(conn, &replaced(&plan.decisions), origin.now)?;
    decisions::insert(conn, origin, written(&plan.decisions).inspect(|_| count()))
}

/// The holders whose case reads differently: those of every record that is new or changed, as it was and as it is.
fn touched(known: &Known, plan: &Plan) -> BTreeSet<Holder> {
    let mut holders = BTreeSet::new();
    let numbers = certificates_touched(known, plan);
    let certificates_now = if numbers.is_empty() { HashMap::default() } else { by_reference(&plan.certificates) };
    for number in numbers {
        holders.extend(certificates_now.get(number).map(|record| holder(record)));
        holders.extend(known.certificates.get(number).map(|stored| holder(&stored.record)));
        holders.extend(known.holders.get(number).cloned());
    }
    for (new, old) in changed(&plan.certificates, known) {
        if (&new.kvk_number, &new.scheme) != (&old.kvk_number, &old.scheme) {
            holders.extend([holder(new), holder(old)]);
        }
    }
    holders
}

/// The certificates that stood in the register and may read differently to the public: changed themselves, or by a decision
/// that is new or changed, or by an audit with a decision that is of another day or certificate now.
fn standing_differently(known: &Known, plan: &Plan) -> BTreeSet<Key> {
    let delivered = by_reference(&plan.audits);
    let mut numbers: HashSet<&CertificateNumber> = HashSet::default();
    let mut of_audit = |reference: &AuditRef| {
        numbers.extend(delivered.get(reference).map(|record| &record.certificate));
        numbers.extend(known.audits.get(reference).map(|stored| &stored.record.certificate));
    };
    for record in written(&plan.decisions) {
        of_audit(&record.audit);
        if let Some(stored) = known.decisions.get(&record.reference) {
            of_audit(&stored.record.audit);
        }
    }
    for row in plan.audits.iter().filter(|row| matches!(row.outcome, Outcome::Changed { .. })) {
        of_audit(&row.record.reference);
    }
    let is_changed = |row: &&Planned<CertificateRecord>| matches!(row.outcome, Outcome::Changed { .. });
    numbers.extend(plan.certificates.iter().filter(is_changed).map(|row| &row.record.number));
    if numbers.is_empty() {
        return BTreeSet::new();
    }
    let is_new = |row: &&Planned<CertificateRecord>| row.outcome == Outcome::New;
    let new: HashSet<_> = plan.certificates.iter().filter(is_new).map(|row| &row.record.number).collect();
    numbers.into_iter().filter(|number| !new.contains(number)).map(|number| (known.body.id, number.clone())).collect()
}

/// The certificates of every audit that reads differently itself or in its findings or decisions.
fn certificates_touched<'a>(known: &'a Known, plan: &'a Plan) -> HashSet<&'a CertificateNumber> {
    let mut audits: HashSet<&AuditRef> = HashSet::default();
    for record in written(&plan.findings) {
        audits.insert(&record.audit);
        audits.extend(known.findings.get(&record.reference).map(|stored| &stored.record.audit));
    }
    for record in written(&plan.decisions) {
        audits.insert(&record.audit);
        audits.extend(known.decisions.get(&record.reference).map(|stored| &stored.record.audit));
    }
    let mut certificates: HashSet<&CertificateNumber> = HashSet::default();
    for record in written(&plan.audits) {
        certificates.insert(&record.certificate);
        certificates.extend(known.audits.get(&record.reference).map(|stored| &stored.record.certificate));
    }
    if !audits.is_empty() {
        let delivered = by_reference(&plan.audits);
        for reference in audits {
            certificates.extend(delivered.get(reference).map(|record| &record.certificate));
            certificates.extend(known.audits.get(reference).map(|stored| &stored.record.certificate));
        }
    }
    certificates
}

/// The firms about which anything is new or changed, a certificate alone as well; in order.
fn firms(known: &Known, plan: &Plan, touched: &BTreeSet<Holder>) -> Vec<KvkNumber> {
    let touched = touched.iter().map(|holder| &holder.kvk_number);
    let certified = written(&plan.certificates).map(|record| &record.kvk_number);
    let before = changed(&plan.certificates, known).map(|(_, old)| &old.kvk_number);
    let mut firms: Vec<&KvkNumber> = touched.chain(certified).chain(before).collect();
    firms.sort_unstable();
    firms.dedup();
    firms.into_iter().cloned().collect()
}

fn by_reference<R: Record>(rows: &[Planned<R>]) -> HashMap<&R::Ref, &R> {
    rows.iter().map(|row| (row.record.reference(), &row.record)).collect()
}

fn changed<'a>(
    rows: &'a [Planned<CertificateRecord>],
    known: &'a Known,
) -> impl Iterator<Item = (&'a CertificateRecord, &'a CertificateRecord)> {
    rows.iter().filter_map(|row| Some((&row.record, &known.certificates.get(&row.record.number)?.record)))
}

fn holder(certificate: &CertificateRecord) -> Holder {
    Holder { kvk_number: certificate.kvk_number.clone(), scheme: certificate.scheme.clone() }
}
