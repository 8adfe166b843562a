#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use proptest::prelude::*;

use super::*;
use crate::domain::access::{BodyDuty, RegulatorDuty, Role, decide};
use crate::domain::assessment::Verdict;
use crate::domain::identifiers::BodyCode;

fn at(second: u32) -> DateTime<Utc> {
    DateTime::from_timestamp(1_764_000_000 + i64::from(second), 0).unwrap()
}

fn body() -> Permit<GiveReasons> {
    let alfa = BodyCode::parse("alfa").unwrap();
    let role = Role::Body(alfa.clone(), BodyDuty::Deliverer);
    decide(&Actor::Account { email: "an@alfa.example".to_owned(), role }, GiveReasons(alfa)).unwrap()
}

fn supervisor(email: &str) -> Permit<JudgeReasons> {
    let role = Role::Regulator(RegulatorDuty::Supervisor);
    decide(&Actor::Account { email: email.to_owned(), role }, JudgeReasons).unwrap()
}

fn words(text: &str) -> Words {
    Words::parse(text).unwrap()
}

fn late(days: i64) -> Deviation {
    Deviation::of([Verdict::TooLate], Compared { days_late: Some(days), ..Compared::default() }).unwrap()
}

fn with(thread: &Thread, step: Step) -> Thread {
    Thread::of(thread.steps().iter().cloned().chain([step]).collect()).unwrap()
}

fn given() -> Thread {
    let none = Thread::default();
    with(&none, none.give(&body(), at(1), words("storing"), late(4)).unwrap())
}

fn accepted() -> Thread {
    let thread = given();
    let thread = with(
        &thread,
        thread.propose(&supervisor("a@tlokb.example"), at(2), Judgement::Accept, words("overmacht")).unwrap(),
    );
    with(&thread, thread.confirm(&supervisor("b@tlokb.example"), at(3), None).unwrap())
}

#[test]
fn a_reason_is_accepted_by_two_people() {
    let thread = given();
    assert_eq!(thread.state(), &State::Waiting);
    assert_eq!(thread.waits_since(), Some(at(1)));
    let (first, second) = (supervisor("a@tlokb.example"), supervisor("b@tlokb.example"));
    let proposed = with(&thread, thread.propose(&first, at(2), Judgement::Accept, words("ja")).unwrap());
    assert!(!proposed.excuses(Some(&late(4))), "a proposal has no effect");
    assert_eq!(proposed.confirm(&first, at(3), None), Err(Refused::SamePerson(SamePerson)));
    assert_eq!(proposed.send_back(&first, at(3), words("nee")), Err(Refused::SamePerson(SamePerson)));
    let back = with(&proposed, proposed.send_back(&second, at(3), words("leg uit")).unwrap());
    assert_eq!(back.state(), &State::Waiting);
    assert_eq!(back.waits_since(), Some(at(1)), "what was sent back waits as long as before");
    assert!(back.propose(&second, at(4), Judgement::Reject, words("nee")).is_ok());
    let judged = with(&proposed, proposed.confirm(&second, at(4), None).unwrap());
    assert_eq!(judged.state(), &State::Accepted);
    assert!(judged.excuses(Some(&late(4))) && !judged.excuses(Some(&late(5))) && !judged.excuses(None));
    assert_eq!(judged.steps().len(), 3, "nothing is erased");
}

#[test]
fn what_is_rejected_can_be_given_again_and_what_is_accepted_can_be_withdrawn() {
    let thread = given();
    let (first, second) = (supervisor("a@tlokb.example"), supervisor("b@tlokb.example"));
    let thread = with(&thread, thread.propose(&first, at(2), Judgement::Reject, words("nee")).unwrap());
    assert!(thread.give(&body(), at(3), words("beter"), late(4)).is_err(), "a proposal is about the words it saw");
    let thread = with(&thread, thread.confirm(&second, at(3), None).unwrap());
    assert_eq!(thread.state(), &State::Rejected);
    assert!(thread.withdraw(&body(), at(4), None).is_err());
    assert!(thread.give(&body(), at(4), words("beter"), late(4)).is_ok());
    let thread = accepted();
    assert!(thread.give(&body(), at(4), words("nog iets"), late(4)).is_err());
    let thread = with(&thread, thread.withdraw(&body(), at(4), None).unwrap());
    assert!(!thread.excuses(Some(&late(4))));
}

#[test]
fn another_deviation_waits_for_a_new_judgement() {
    let thread = accepted();
    assert!(thread.changed(at(4), &late(4)).is_none());
    let thread = with(&thread, thread.changed(at(4), &late(9)).unwrap());
    assert_eq!(thread.state(), &State::Waiting);
    assert!(!thread.excuses(Some(&late(9))) && !thread.excuses(Some(&late(4))));
    assert_eq!(thread.waits_since(), Some(at(4)));
    assert!(Thread::default().changed(at(4), &late(9)).is_none());
}

#[test]
fn the_operator_judges_nothing() {
    let permit = decide(&Actor::Operator, JudgeReasons).unwrap();
    assert_eq!(given().propose(&permit, at(2), Judgement::Accept, words("ja")), Err(Refused::Nobody(NobodyInPerson)));
}

#[test]
fn a_kind_is_its_word_and_words_are_bounded() {
    for kind in Kind::ALL {
        assert_eq!(Kind::from_code(kind.code()), Some(kind));
    }
    assert_eq!(Words::parse(" \r\n\u{1}"), Err(InvalidWords::Empty));
    assert_eq!(Words::parse(&"é".repeat(LONGEST + 1)), Err(InvalidWords::TooLong));
    assert_eq!(Words::parse(" a\r\nb\u{7} ").unwrap().as_str(), "a\nb");
}

proptest! {
    /// Whatever is tried in whatever order: nothing is accepted without two different people, and steps are only added.
    #[test]
    fn nothing_is_accepted_by_one_person(tries in proptest::collection::vec((0u8..7, 0u8..3, 1i64..3), 0..40)) {
        let mut thread = Thread::default();
        for (number, (what, who, days)) in tries.into_iter().enumerate() {
            let now = at(u32::try_from(number).unwrap());
            let permit = supervisor(&format!("{who}@tlokb.example"));
            let step = match what {
                0 => thread.give(&body(), now, words("w"), late(days)),
                1 => thread.withdraw(&body(), now, None),
                2 => thread.propose(&permit, now, Judgement::Accept, words("w")),
                3 => thread.propose(&permit, now, Judgement::Reject, words("w")),
                4 => thread.confirm(&permit, now, None),
                5 => thread.send_back(&permit, now, words("w")),
                _ => thread.changed(now, &late(days)).ok_or(Refused::NotNow("")),
            };
            let Ok(step) = step else { continue };
            thread = with(&thread, step);
            if *thread.state() == State::Accepted {
                let last: Vec<_> = thread.steps().iter().rev().take(2).collect();
                prop_assert_eq!(last[0].kind, Kind::Judged(Judgement::Accept));
                prop_assert_eq!(last[1].kind, Kind::Proposed(Judgement::Accept));
                prop_assert_ne!(&last[0].by, &last[1].by);
                prop_assert_eq!(&last[0].about, &last[1].about);
            }
        }
    }
}
