//! After sixty deliveries, quarter by quarter, of the invented data.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use stelselwacht::domain::access::Supervise;
use stelselwacht::domain::calendar::dutch_day;
use stelselwacht::domain::delivery_calendar::Rhythm;
use stelselwacht::services::delivery::calendar;
use stelselwacht::services::register::Listing;
use stelselwacht::services::search::{Question, Reason, Register};
use stelselwacht::services::{demo, reassess, register, supervise};
use stelselwacht::storage::audit_trail::{self, Chain, Filter};
use stelselwacht::storage::{Known, Page, histories};

use crate::support::system::operator;
use crate::support::{TestDatabase, moment};

const NOW: &str = "2026-11-24T09:00:00Z";

#[test]
fn what_followed_each_delivery_equals_what_is_computed_anew() {
    let database = TestDatabase::new();
    let store = &database.store;
    let search = Register::load(store).unwrap();
    assert!(search.is_empty());
    demo::fill(store, moment(NOW), &|_, _| {}).unwrap();

    let deliveries = Filter { action: Some("aanlevering-opgeslagen".to_owned()), ..Filter::default() };
    let trail = store.read(|conn| audit_trail::list(conn, &deliveries, Page::new(1, 100))).unwrap();
    assert_eq!(trail.total, 60, "twelve quarters of five bodies");
    assert!(matches!(store.read(audit_trail::verify).unwrap(), Chain::Intact { entries, .. } if entries > 60));

    // Delta did not deliver what it must; of the others nothing is missing, whatever each has agreed.
    let calendars = calendar::of_all(store, &operator(Supervise), dutch_day(moment(NOW))).unwrap();
    let behind: Vec<&str> =
        calendars.iter().filter(|body| body.overdue().next().is_some()).map(|body| body.body.code.as_str()).collect();
    assert_eq!(behind, ["delta"]);
    assert!(calendars.iter().all(|body| body.rhythm != Rhythm::default() || body.body.code.as_str() == "delta"));

    let last = trail.rows[0].recorded_at.utc();
    let again = store.write(|conn| reassess::everything(conn, last, dutch_day(last))).unwrap();
    assert_eq!((again.new, again.changed, again.ended), (0, 0, 0), "{again:?}");
    assert!(again.unchanged > 1000, "{again:?}");

    let standing = supervise::standing(store, &operator(Supervise)).unwrap();
    assert!(!standing.is_empty());
    // Signals also follow the day, and they were last computed when a reason was judged.
    let now = moment(NOW);
    let changed = store.write(|conn| supervise::follow(conn, now, dutch_day(now))).unwrap();
    assert_eq!(changed, 0, "of {} signals", standing.len());

    assert!(search.follow(store).unwrap(), "the register changed");
    assert!(!search.follow(store).unwrap(), "and not since");
    let holders = store.read(histories::all_holders).unwrap();
    assert!(search.len() >= holders.len() && holders.len() > 400, "{} of {}", holders.len(), search.len());
    for kvk in holders.iter().step_by(7) {
        let question = Question { text: kvk.to_string(), ..Question::default() };
        let found = search.search(&question, dutch_day(last), 0, 2);
        assert_eq!((found.total, &found.hits[0].reason), (1, &Reason::KvkNumber), "{kvk}");
        let stored = register::holder(store, kvk, Known::Now).unwrap();
        let said = |listings: &[Listing]| {
            let each = listings.iter().map(|l| (&l.certificate, &l.body, &l.measures, l.status_on(dutch_day(last))));
            format!("{:?}", each.collect::<Vec<_>>())
        };
        assert_eq!(said(&found.hits[0].firm.listings().unwrap()), said(&stored), "{kvk}");
    }
}
