#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use proptest::prelude::*;

use super::*;
use crate::domain::access::{BodyDuty, Organisation, RegulatorDuty, Role, decide};
use crate::domain::identifiers::BodyCode;
use crate::domain::order::{Addressee, Giving, InvalidText, Text};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(day: &str) -> DateTime<Utc> {
    format!("{day}T09:00:00Z").parse().unwrap()
}

fn words() -> Words {
    Words::parse("Zo is het.").unwrap()
}

fn supervisor(email: &str) -> Permit<GiveOrders> {
    let role = Role::Regulator(RegulatorDuty::Supervisor);
    decide(&Actor::Account { email: email.to_owned(), role }, GiveOrders).unwrap()
}

fn body() -> Permit<AnswerOrders> {
    let code = BodyCode::parse("alfa").unwrap();
    let role = Role::Body(code.clone(), BodyDuty::Deliverer);
    let actor = Actor::Account { email: "a@alfa.example".to_owned(), role };
    decide(&actor, AnswerOrders(Organisation::Body(code))).unwrap()
}

#[test]
fn only_a_second_supervisor_gives_an_order() {
    let draft = Giving::Drafted(Giving::draft(&supervisor("een@tlokb.example")).unwrap());
    let give = |by: &str| draft.give(&supervisor(by), at("2026-11-24"), day("2027-01-19"));
    assert!(matches!(give("een@tlokb.example"), Err(Refused::SamePerson(_))));
    let given = give("twee@tlokb.example").unwrap();
    assert_eq!((given.drafted_by.email(), given.given_by.email()), ("een@tlokb.example", "twee@tlokb.example"));
    let given = Giving::Given(given);
    assert!(matches!(given.drop(&supervisor("een@tlokb.example")), Err(Refused::NotNow(_))));
    let dropped = draft.drop(&supervisor("een@tlokb.example")).unwrap();
    assert!(matches!(
        dropped.give(&supervisor("twee@tlokb.example"), at("2026-11-24"), day("2027-01-19")),
        Err(Refused::NotNow(_))
    ));
    let operator = decide(&Actor::Operator, GiveOrders).unwrap();
    assert!(matches!(Giving::draft(&operator), Err(Refused::Nobody(_))));
}

#[test]
fn all_that_will_not_do_in_an_order_is_told_together() {
    let faults = Text::read(" ", "", "\u{1b}", "0", Vec::new()).unwrap_err();
    assert_eq!(
        faults,
        [InvalidText::Title, InvalidText::What, InvalidText::Grounds, InvalidText::Term, InvalidText::Nobody]
    );
    let alfa = Addressee::Body(BodyCode::parse("alfa").unwrap());
    let text = Text::read(" Pas  de matrix toe ", "Doe dit.", "Bkl 3.75", "8", vec![alfa.clone(), alfa]).unwrap();
    assert_eq!((text.title(), text.addressees().len()), ("Pas de matrix toe", 1));
    // Eight weeks after 31 October 2026 is Saturday 26 December: the next working day is the Monday.
    assert_eq!(text.due_on(day("2026-10-31")), day("2026-12-28"));
}

#[test]
fn an_order_runs_to_its_end_and_late_is_better_than_never() {
    let due = day("2027-01-19");
    let mut steps = Vec::new();
    let course = |steps: &[Step]| Course::of(due, steps.to_vec()).unwrap();
    let (boss, today) = (supervisor("een@tlokb.example"), day("2026-12-01"));
    let early = course(&steps).not_met(&boss, (at("2027-01-19"), due), words());
    assert_eq!(early, Err(Refused::NotNow("de termijn loopt nog")));
    let shorter = course(&steps).extend(&boss, (at("2026-12-01"), today), due, words());
    assert_eq!(shorter, Err(Refused::NotLater(due)));
    steps.push(course(&steps).extend(&boss, (at("2026-12-01"), today), day("2027-02-01"), words()).unwrap());
    assert!(!course(&steps).state().is_overdue(day("2027-02-01")));
    assert!(course(&steps).state().is_overdue(day("2027-02-02")));
    steps.push(course(&steps).not_met(&boss, (at("2027-02-02"), day("2027-02-02")), words()).unwrap());
    steps.push(course(&steps).report(&body(), at("2027-02-10"), words()).unwrap());
    assert!(matches!(course(&steps).report(&body(), at("2027-02-10"), words()), Err(Refused::NotNow(_))));
    let back = course(&steps).send_back(&boss, (at("2027-02-11"), day("2027-02-11")), day("2027-03-01"), words());
    steps.push(back.unwrap());
    steps.push(course(&steps).report(&body(), at("2027-02-20"), words()).unwrap());
    steps.push(course(&steps).met(&boss, at("2027-02-21"), words()).unwrap());
    assert_eq!(course(&steps).state(), State::Met);
    assert!(course(&steps).release(&boss, at("2027-02-22"), words()).is_err());
}

fn kinds() -> impl Strategy<Value = Kind> {
    let days = (1..400_u64).prop_map(|days| day("2026-12-01") + Days::new(days));
    (0..6_u8, days).prop_map(|(which, day)| match which {
        0 => Kind::Reported,
        1 => Kind::SentBack(day),
        2 => Kind::Extended(day),
        3 => Kind::Met,
        4 => Kind::NotMet,
        _ => Kind::Released,
    })
}

proptest! {
    #[test]
    fn every_state_but_the_end_has_a_way_on_and_every_step_is_read_back(tried in prop::collection::vec(kinds(), 0..30)) {
        let mut state = State::Running(day("2027-01-19"));
        for kind in tried {
            prop_assert_eq!(Kind::from_code(kind.code(), kind.due_on()), Some(kind));
            let is_end = matches!(state, State::Met | State::Released);
            prop_assert_eq!(is_end, state.due_on().is_none());
            prop_assert_eq!(after(state, Kind::Released).is_err(), is_end);
            if let Ok(next) = after(state, kind) {
                prop_assert!(!is_end);
                state = next;
            }
        }
    }
}
