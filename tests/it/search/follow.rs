//! Whatever one program changes, another on the same database finds.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use stelselwacht::services::search::{Question, Register};
use stelselwacht::storage::{DatabaseUrl, Store};

use super::{Scene, add, today};
use crate::support::firms::Firm;

#[test]
fn another_instance_on_the_same_database_follows() {
    let scene = Scene::of(&[Firm::named(1, "Bakker Verwarming", "3511AB", "Utrecht")]);
    let store = Store::open(&DatabaseUrl::parse(scene.database.url()).unwrap()).unwrap();
    let other = Register::load(&store).unwrap();
    let found = |name: &str| {
        let question = Question { text: name.to_owned(), ..Question::default() };
        other.search(&question, today(), 0, 25).total
    };
    assert_eq!((found("bakker"), found("visser")), (1, 0));
    assert!(!other.follow(&store).unwrap(), "nothing changed");
    add(&scene.database, &[Firm::named(2, "Visser Gastechniek", "3511AC", "Utrecht")]);
    assert_eq!(found("visser"), 0, "the old state answers until the new one is built");
    assert!(other.follow(&store).unwrap());
    assert_eq!((found("bakker"), found("visser"), other.len()), (1, 1, 2));
    assert!(!other.follow(&store).unwrap());
}

#[test]
fn questions_are_answered_while_the_register_is_replaced() {
    let scene = Scene::invented(200);
    let done = Arc::new(AtomicBool::new(false));
    std::thread::scope(|scope| {
        let (register, stop) = (&scene.register, Arc::clone(&done));
        let asking = scope.spawn(move || {
            let mut asked = 0;
            while !stop.load(Ordering::Relaxed) {
                let answer = register.search(&Question::default(), today(), 0, 5);
                // Each answer is of one state as a whole.
                assert_eq!(answer.total % 100, 0);
                assert_eq!(answer.hits.len(), 5);
                assert!(answer.hits.iter().all(|hit| hit.firm.listings().is_ok()));
                asked += 1;
            }
            asked
        });
        let replacing = scope.spawn(|| {
            for round in 0..3 {
                let hundred = (0..100).map(|at| Firm::named(round * 100 + at, "Erbij Techniek", "3511AB", "Utrecht"));
                add(&scene.database, &hundred.collect::<Vec<_>>());
                assert!(scene.register.follow(&scene.database.store).unwrap());
            }
        });
        let replaced = replacing.join();
        done.store(true, Ordering::Relaxed);
        replaced.unwrap();
        assert!(asking.join().unwrap() > 0);
    });
    assert_eq!(scene.register.len(), 500);
}

#[test]
fn what_the_register_says_turns_with_the_day() {
    let scene = Scene::of(&[Firm::named(1, "Bakker Verwarming", "3511AB", "Utrecht")]);
    let may_work =
        |on: &str| scene.register.search(&Question::default(), crate::support::day(on), 0, 1).hits[0].may_work;
    // Issued on 15 July 2025, good until the same day three years later.
    assert!(!may_work("2025-07-14") && may_work("2025-07-15"));
    assert!(may_work("2028-07-15") && !may_work("2028-07-16"));
    scene.register.prepare(crate::support::day("2025-07-14"));
    assert!(!may_work("2025-07-14") && may_work("2025-07-15"));
}

/// What was said of firms is kept by their grounds: another state of the register may number things otherwise.
#[test]
fn firms_have_the_same_grounds_on_one_day_of_one_state_alone() {
    let twins = [1, 2].map(|number| Firm::named(number, "Bakker Verwarming", "3511AB", "Utrecht"));
    let scene = Scene::of(&twins);
    let grounds = |on: &str| {
        let question = Question { text: "bakker".to_owned(), ..Question::default() };
        let answer = scene.register.search(&question, today(), 0, 2);
        let grounds = answer.hits.iter().map(|hit| hit.firm.grounds(crate::support::day(on)).unwrap());
        <[_; 2]>::try_from(grounds.collect::<Vec<_>>()).unwrap()
    };
    let [one, other] = grounds("2026-02-01");
    assert_eq!(one, other, "the same certificates");
    assert_ne!(one, grounds("2026-02-02")[0], "another day");
    add(&scene.database, &[Firm::named(3, "Aardwarmte", "3511AC", "Utrecht")]);
    assert_eq!(one, grounds("2026-02-01")[0], "not before the new state answers");
    assert!(scene.register.follow(&scene.database.store).unwrap());
    assert_ne!(one, grounds("2026-02-01")[0], "another state");
}
