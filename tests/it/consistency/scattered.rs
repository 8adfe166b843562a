//! However the same facts come in, the verdicts on them are the same: those of the rules on the whole at once.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::Index;
use stelselwacht::domain::access::Deliver;
use stelselwacht::domain::assessment::{Assessment, Audit, Case, Decision, Finding, assess_across};
use stelselwacht::domain::calendar::dutch_day;
use stelselwacht::domain::identifiers::{AuditRef, BodyCode, DecisionRef, FindingCode, FindingRef, MeasureCode};
use stelselwacht::domain::matrix::Matrix;
use stelselwacht::services::delivery::apply::{Mode, Request, deliver};
use stelselwacht::services::delivery::parse::parse;
use stelselwacht::services::delivery::read::{Limits, SourceFile};
use stelselwacht::services::system::find_matrix;
use stelselwacht::services::{reassess, supervise};
use stelselwacht::storage::verdicts::{self, VerdictRow};
use stelselwacht::storage::{Known, StorageError, Store, bodies};

use crate::support::system::{database_with_system, operator};
use crate::support::{day, moment};

/// Body, number, holder and scheme of each certificate. One holder has certificates of both bodies and of both schemes.
const CERTIFICATES: [(&str, &str, &str, &str); 9] = [
    ("alfa", "A1", "90000001", "CS-A"),
    ("alfa", "A2", "90000002", "CS-A"),
    ("bravo", "B1", "90000001", "CS-A"),
    ("bravo", "B2", "90000003", "CS-A"),
    ("alfa", "A3", "90000001", "CS-C"),
    ("alfa", "A4", "90000004", "CS-C"),
    ("alfa", "A5", "90000005", "CS-A"),
    ("bravo", "B3", "90000006", "CS-A"),
    ("bravo", "B4", "90000002", "CS-A"),
];

const HOLDERS: [&str; 6] = ["90000001", "90000002", "90000003", "90000004", "90000005", "90000006"];

const KINDS: [&str; 4] = ["certificaten", "onderzoeken", "afwijkingen", "besluiten"];

const HEADERS: [&str; 4] = [
    "certificaatnummer;kvk_nummer;vestigingsnummer;naam;straat;huisnummer;postcode;plaats;schema;deelgebied;\
     werkzaamheden;afgegeven_op;geldig_tot",
    "onderzoek_id;certificaatnummer;soort;datum;herstel_vastgesteld_op",
    "afwijking_id;onderzoek_id;code;toelichting;vervallen_op",
    "besluit_id;onderzoek_id;maatregel;datum;ingangsdatum;hersteltermijn_tot;vervolg;opgeheven_op;herroepen_op;motivering",
];

fn matrix(scheme: &str) -> Matrix {
    let name = if scheme == "CS-A" { "kritiek-niet-kritiek" } else { "vier-categorieen" };
    Matrix::parse(&find_matrix(name, &[]).unwrap()).unwrap().matrix
}

#[derive(Debug, Clone)]
struct AnyFinding {
    code: Index,
    annulled: Option<u64>,
    /// In how many deliveries after its audit it comes.
    later: usize,
}

#[derive(Debug, Clone)]
struct AnyDecision {
    measure: Index,
    after: u64,
    recovery: Option<u64>,
    revoked: Option<u64>,
    follow_up: bool,
    later: usize,
}

#[derive(Debug, Clone)]
struct AnyAudit {
    certificate: usize,
    day: u64,
    recovered: Option<u64>,
    findings: Vec<AnyFinding>,
    decisions: Vec<AnyDecision>,
    /// In which delivery of its body it comes first.
    slot: usize,
    /// What it said first, if that was something else: so many days earlier, and perhaps of another certificate.
    at_first: Option<(u64, bool)>,
}

/// Everything of the audits: what there is in the end, and how it comes in.
#[derive(Debug, Clone)]
struct World {
    audits: Vec<AnyAudit>,
    /// Whose turn it is to deliver.
    turns: Vec<bool>,
    /// Through which day each delivery says to be complete, if it says so.
    through: Vec<Option<u64>>,
    backwards: bool,
    /// A certificate that is first delivered as of another holder.
    moved: Option<(usize, Index)>,
}

const SLOTS: usize = 4;

fn worlds() -> impl Strategy<Value = World> {
    let finding = (any::<Index>(), weighted(0.3, 0..200_u64), 0..2_usize)
        .prop_map(|(code, annulled, later)| AnyFinding { code, annulled, later });
    let decision = (any::<Index>(), 0..60_u64, of(0..200_u64), weighted(0.3, 0..200_u64), any::<bool>(), 0..2_usize)
        .prop_map(|(measure, after, recovery, revoked, follow_up, later)| AnyDecision {
            measure,
            after,
            recovery,
            revoked,
            follow_up,
            later,
        });
    let at_first = weighted(0.3, (0..100_u64, any::<bool>()));
    let audit = (
        0..CERTIFICATES.len(),
        0..600_u64,
        of(0..250_u64),
        vec(finding, 0..4),
        vec(decision, 0..3),
        0..SLOTS,
        at_first,
    )
        .prop_map(|(certificate, day, recovered, findings, decisions, slot, at_first)| AnyAudit {
            certificate,
            day,
            recovered,
            findings,
            decisions,
            slot,
            at_first,
        });
    (
        vec(audit, 0..12),
        vec(any::<bool>(), 2 * DELIVERIES),
        vec(weighted(0.4, 0..900_u64), 2 * DELIVERIES),
        any::<bool>(),
        weighted(0.7, (0..CERTIFICATES.len(), any::<Index>())),
    )
        .prop_map(|(audits, turns, through, backwards, moved)| World { audits, turns, through, backwards, moved })
}

/// How many deliveries a body makes: what comes in the last slot may come one later, and a correction after that.
const DELIVERIES: usize = SLOTS + 2;

fn start() -> NaiveDate {
    day("2024-01-15")
}

fn written(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

/// The lines of one delivery, by kind.
type Lines = [Vec<String>; 4];

/// The deliveries of each body, and its audits as they are in the end with the number of their certificate.
struct Scattered {
    deliveries: BTreeMap<&'static str, Vec<Lines>>,
    audits: Vec<(Audit, &'static str)>,
}

impl World {
    fn scatter(&self) -> Scattered {
        let mut scattered = Scattered { deliveries: BTreeMap::new(), audits: Vec::new() };
        for body in ["alfa", "bravo"] {
            scattered.deliveries.insert(body, vec![Lines::default(); DELIVERIES]);
        }
        for (body, number, holder, scheme) in CERTIFICATES {
            let line = |holder: &str| {
                format!(
                    "{number};{holder};;Firma;Kerkweg;1;3511AB;Utrecht;{scheme};1;installeren;2023-05-01;2027-01-01"
                )
            };
            let deliveries = scattered.deliveries.get_mut(body).unwrap();
            let moved = self.moved.filter(|(which, _)| CERTIFICATES[*which].1 == number);
            deliveries[0][0].push(line(moved.map_or(holder, |(_, other)| HOLDERS[other.index(HOLDERS.len())])));
            if moved.is_some() {
                deliveries[DELIVERIES - 1][0].push(line(holder));
            }
        }
        for audit in &self.audits {
            scattered.add(audit);
        }
        if self.backwards {
            scattered.deliveries.values_mut().flatten().flatten().for_each(|lines| lines.reverse());
        }
        scattered
    }
}

impl Scattered {
    fn add(&mut self, drawn: &AnyAudit) {
        let (body, certificate, holder, scheme) = CERTIFICATES[drawn.certificate];
        let (matrix, date) = (matrix(scheme), start() + Days::new(drawn.day));
        // The bodies number their audits alike.
        let number = self.audits.iter().filter(|(audit, _)| audit.body.as_ref().unwrap().as_str() == body).count();
        let id = format!("O{number}");
        let mut audit = Audit {
            id: AuditRef::parse(&id).unwrap(),
            body: Some(BodyCode::parse(body).unwrap()),
            holder: Arc::from(holder),
            date,
            findings: Vec::new(),
            decisions: Vec::new(),
            recovery_established_on: drawn.recovered.map(|after| date + Days::new(after)),
        };
        let deliveries = self.deliveries.get_mut(body).unwrap();
        let line = |certificate: &str, date: NaiveDate, recovered| {
            format!("{id};{certificate};periodiek;{date};{}", written(recovered))
        };
        let complete = line(certificate, date, audit.recovery_established_on);
        match drawn.at_first {
            None => deliveries[drawn.slot][1].push(complete),
            Some((earlier, elsewhere)) => {
                let other =
                    CERTIFICATES.iter().find(|c| c.0 == body && c.3 == scheme && (c.1 != certificate) == elsewhere);
                let other = other.map_or(certificate, |found| found.1);
                deliveries[drawn.slot][1].push(line(other, date - Days::new(earlier), None));
                deliveries[DELIVERIES - 1][1].push(complete);
            }
        }
        for (finding, n) in drawn.findings.iter().zip(1..) {
            let code = finding.code.get(matrix.catalogue()).code.clone();
            let annulled_on = finding.annulled.map(|after| date + Days::new(after));
            let line = |annulled_on| format!("{id}-A{n};{id};{code};;{}", written(annulled_on));
            // What is annulled was delivered before without that.
            deliveries[drawn.slot + finding.later][2].push(line(None));
            if annulled_on.is_some() {
                deliveries[DELIVERIES - 1][2].push(line(annulled_on));
            }
            let id = FindingRef::parse(&format!("{id}-A{n}")).unwrap();
            audit.findings.push(Finding { id, code: FindingCode::parse(code.as_str()).unwrap(), annulled_on });
        }
        for (decision, n) in drawn.decisions.iter().zip(1..) {
            let measure = decision.measure.get(matrix.measures()).code.clone();
            let taken = date + Days::new(decision.after);
            let recovery_until = decision.recovery.map(|after| taken + Days::new(after));
            let revoked_on = decision.revoked.map(|after| taken + Days::new(after));
            let follow_up = if decision.follow_up { "ja" } else { "nee" };
            let line = |revoked_on| {
                let (recovery, revoked) = (written(recovery_until), written(revoked_on));
                format!("{id}-B{n};{id};{measure};{taken};{taken};{recovery};{follow_up};;{revoked};")
            };
            deliveries[drawn.slot + decision.later][3].push(line(None));
            if revoked_on.is_some() {
                deliveries[DELIVERIES - 1][3].push(line(revoked_on));
            }
            audit.decisions.push(Decision {
                id: DecisionRef::parse(&format!("{id}-B{n}")).unwrap(),
                measure: MeasureCode::parse(measure.as_str()).unwrap(),
                date: taken,
                recovery_until,
                revoked_on,
                follow_up: decision.follow_up,
            });
        }
        self.audits.push((audit, scheme));
    }
}

fn files(lines: &Lines) -> Vec<SourceFile> {
    let filled = KINDS.iter().zip(HEADERS).zip(lines).filter(|(_, lines)| !lines.is_empty());
    filled
        .map(|((kind, header), lines)| {
            let mut text = header.to_owned();
            for line in lines {
                write!(text, "\n{line}").unwrap();
            }
            SourceFile { name: format!("{kind}.csv").into(), bytes: text.into_bytes() }
        })
        .collect()
}

/// Delivers, and says through which day the body is complete then.
fn send(store: &Store, body: &str, lines: &Lines, through: Option<NaiveDate>, now: DateTime<Utc>) -> Option<NaiveDate> {
    let files = files(lines);
    if files.is_empty() {
        return None;
    }
    let delivery = parse(&files, &Limits::default(), dutch_day(now), &|_, _| {});
    let code = BodyCode::parse(body).unwrap();
    let request = Request { delivery, through, mode: Mode::All };
    let receipt = deliver(store, &operator(Deliver(code)), request, now, &|_, _| {}).unwrap();
    assert!(receipt.applied.is_some(), "{:?}", receipt.plan.faults);
    receipt.complete_through
}

/// What a verdict says, for whichever audit.
type Said = BTreeMap<(String, String), String>;

fn stored(store: &Store) -> Said {
    let said = |conn: &mut stelselwacht::storage::Conn| {
        let names: BTreeMap<i64, String> =
            bodies::all(conn, Known::Now)?.into_iter().map(|body| (body.id, body.code.to_string())).collect();
        let rows = verdicts::standing_since(conn, None, day("2000-01-01"))?;
        let line = |row: VerdictRow| {
            let VerdictRow { category, occurrence, prescribed_measure, decide_by, imposed_decision, .. } = &row;
            let prescribed = (category.as_ref(), occurrence, prescribed_measure.as_ref(), decide_by);
            let imposed = (imposed_decision.as_ref(), row.imposed_measure.as_ref(), row.imposed_on);
            let rest = (row.steps, row.days_late, row.settled_on, row.kvk_number.as_str(), row.audit_date);
            let said = format!("{} {prescribed:?} {imposed:?} {rest:?}", row.outcomes);
            ((names[&row.body_id].clone(), row.audit_reference.to_string()), said)
        };
        Ok::<_, StorageError>(rows.into_iter().map(line).collect())
    };
    store.read(said).unwrap()
}

/// What the rules say about the whole at once, each body seen as of its own cut-off.
fn computed(audits: &[(Audit, &'static str)], cut_offs: &BTreeMap<&str, NaiveDate>) -> Said {
    let mut said = Said::new();
    let matrices = ["CS-A", "CS-C"].map(|scheme| (scheme, matrix(scheme)));
    for (scheme, matrix) in &matrices {
        for holder in HOLDERS {
            let of_holder = audits.iter().filter(|(audit, under)| under == scheme && &*audit.holder == holder);
            let cases: Vec<Case<'_>> = of_holder.map(|(audit, _)| Case { audit, matrix }).collect();
            for (body, cut_off) in cut_offs {
                let assessed = assess_across(&cases, *cut_off).unwrap();
                let own = assessed.iter().filter(|a| a.body.as_ref().is_some_and(|own| own.as_str() == *body));
                said.extend(own.map(|assessment| ((body.to_string(), assessment.audit.to_string()), line(assessment))));
            }
        }
    }
    said
}

fn line(assessment: &Assessment) -> String {
    let prescribed = assessment.prescribed.as_ref();
    let imposed = assessment.imposed.as_ref();
    let outcomes: Vec<_> = assessment.verdicts.iter().map(|verdict| verdict.code()).collect();
    let prescribed = (
        prescribed.map(|p| &p.category),
        prescribed.map(|p| p.occurrence),
        prescribed.map(|p| &p.measure),
        prescribed.map(|p| p.decide_by),
    );
    let imposed = (imposed.map(|i| &i.decision), imposed.map(|i| &i.measure), imposed.map(|i| i.date));
    let rest = (assessment.steps, assessment.days_late, assessment.settled_on, &*assessment.holder, assessment.date);
    format!("{} {prescribed:?} {imposed:?} {rest:?}", outcomes.join("+"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn verdicts_after_scattered_deliveries_are_those_of_the_whole(world in worlds()) {
        let database = database_with_system();
        let Scattered { deliveries, audits } = world.scatter();
        let mut queues: BTreeMap<&str, _> = deliveries.iter().map(|(body, all)| (*body, all.iter())).collect();
        let mut cut_offs: BTreeMap<&str, NaiveDate> = BTreeMap::new();
        let mut now = moment("2026-06-02T09:00:00Z");
        let in_turn = world.turns.iter().map(|alfa| if *alfa { "alfa" } else { "bravo" });
        let rest = ["alfa", "bravo"].into_iter().flat_map(|body| std::iter::repeat_n(body, DELIVERIES));
        let mut through = world.through.iter().cycle();
        for body in in_turn.chain(rest) {
            let Some(lines) = queues.get_mut(body).unwrap().next() else { continue };
            now += TimeDelta::minutes(1);
            let through = through.next().copied().flatten().map(|after| (start() + Days::new(after)).min(dutch_day(now)));
            let Some(complete) = send(&database.store, body, lines, through, now) else { continue };
            let known = cut_offs.entry(body).or_insert(complete);
            *known = complete.max(*known);
            let today = dutch_day(now);
            let again = database.store.write(|conn| reassess::everything(conn, now, today)).unwrap();
            prop_assert_eq!((again.new, again.changed, again.ended), (0, 0, 0), "after a delivery of {}", body);
            prop_assert_eq!(database.store.write(|conn| supervise::follow(conn, now, today)).unwrap(), 0);
        }
        let said = stored(&database.store);
        prop_assert_eq!(&said, &computed(&audits, &cut_offs));
    }
}
