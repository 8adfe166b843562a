//! What whoever looks at an order sees of it, and can do.

use chrono::NaiveDate;

use super::standing::{label, name, overview, standing};
use super::view::{Decide, OrderPage, Part};
use super::{NotTaken, ORDERS};
use crate::domain::calendar::in_words;
use crate::domain::order::{Course, Giving, Kind, State, Step};
use crate::services::orders::{Addressed, Names, Order, OrderError};
use crate::web::pages::judged::moment;
use crate::web::session::LoggedIn;
use crate::web::standing::capital;
use crate::web::view::{Alert, Button, Fact, Field, Kind as Input, Link, ThreadStep, Tone};

/// From which side an order is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The regulator.
    Regulator,
    /// Whom it was given to; the orders of whom are at this address.
    Addressee(&'static str),
}

/// Who looks.
#[derive(Debug)]
pub(super) struct Desk<'a> {
    pub(super) side: Side,
    /// Whether this person may decide or answer.
    pub(super) may: bool,
    pub(super) me: &'a LoggedIn,
    pub(super) today: NaiveDate,
    pub(super) not_taken: Option<&'a NotTaken>,
}

impl Desk<'_> {
    /// The page of this order.
    pub(super) fn page(&self, order: &Order, names: &Names) -> OrderPage {
        let alert = self.not_taken.map(|refused| {
            Alert::new(Tone::Negative, "Er is niets vastgelegd", capital(&refused.why.to_string()) + ".")
        });
        let several = order.addressed.len() > 1 && matches!(order.giving, Giving::Given(_));
        let (status, sentence) = standing(order, self.today);
        OrderPage {
            title: order.text.title().to_owned(),
            status,
            sentence,
            alert,
            what: order.text.what().as_str().to_owned(),
            grounds: order.text.grounds().as_str().to_owned(),
            facts: self.facts(order, names),
            decide: if self.may { self.about_draft(order) } else { None },
            overview: several.then(|| overview(order, names, self.today)),
            addressed: order.addressed.iter().filter_map(|one| self.part(order, one, names)).collect(),
            up: Link::new("Lasten", self.base()),
        }
    }

    fn base(&self) -> &'static str {
        match self.side {
            Side::Regulator => ORDERS,
            Side::Addressee(base) => base,
        }
    }

    fn facts(&self, order: &Order, names: &Names) -> Vec<Fact> {
        let weeks = order.text.weeks();
        let term = if weeks == 1 { "1 week".to_owned() } else { format!("{weeks} weken") };
        let mut facts = Vec::new();
        if self.side == Side::Regulator && !matches!(order.giving, Giving::Given(_)) {
            let to: Vec<String> = order.addressed.iter().map(|one| name(&one.to, names)).collect();
            facts.push(Fact::new("Aan", to.join(", ")));
        }
        match &order.giving {
            Giving::Drafted(proposal) => {
                let by = format!("{}, {}", proposal.by().email(), moment(order.drafted_at.utc()));
                facts.push(Fact::new("Opgesteld door", by));
                facts.push(Fact::new("Termijn", format!("{term} vanaf het geven")));
            }
            Giving::Given(given) if self.side == Side::Regulator => {
                let by = format!("{}, {}", given.drafted_by.email(), moment(order.drafted_at.utc()));
                facts.push(Fact::new("Opgesteld door", by));
                facts.push(Fact::new("Gegeven door", format!("{}, {}", given.given_by.email(), moment(given.at))));
                facts.push(Fact::new("Termijn", format!("{term}: tot en met {}", in_words(given.due_on))));
            }
            Giving::Given(given) => {
                facts.push(Fact::new("Gegeven door", format!("TloKB, {}", moment(given.at))));
                facts.push(Fact::new("Termijn", format!("{term}: tot en met {}", in_words(given.due_on))));
            }
            Giving::Dropped => {
                if let Some((by, at, words)) = &order.dropped {
                    facts.push(Fact::new("Niet doorgegaan", format!("{by}, {}", moment(at.utc()))));
                    facts.push(Fact::new("Omdat", words.as_str()));
                }
            }
        }
        facts
    }

    fn about_draft(&self, order: &Order) -> Option<Decide> {
        let Giving::Drafted(proposal) = &order.giving else { return None };
        let is_author = proposal.by().email() == self.me.actor().name();
        let give = Button { value: "geven", label: "Last geven", primary: true };
        let drop = Button {
            value: "niet-doorgaan",
            label: if is_author { "Laten vallen" } else { "Terugsturen" },
            primary: false,
        };
        let buttons = if is_author { vec![drop] } else { vec![give, drop] };
        let label = "Waarom gaat de last niet door? Alleen nodig bij terugsturen of laten vallen";
        let mut form = self.form(order, 0, 0, label, buttons);
        form.action = format!("{ORDERS}/{}/besluit", order.id);
        form.words_needed = false;
        Some(form)
    }

    fn form(&self, order: &Order, addressee: i64, seen: usize, label: &'static str, buttons: Vec<Button>) -> Decide {
        let of = (addressee != 0).then_some(addressee);
        let refused = self.not_taken.filter(|refused| refused.addressee == of);
        let what = if self.side == Side::Regulator { "oordeel" } else { "melding" };
        Decide {
            csrf: self.me.form_token(),
            action: format!("{}/{}/{what}", self.base(), order.id),
            addressee,
            seen,
            label,
            words: refused.map_or_else(String::new, |refused| refused.words.clone()),
            words_needed: true,
            error: refused.and_then(|refused| match &refused.why {
                OrderError::Words(why) => Some(why.to_string()),
                _ => None,
            }),
            day: None,
            buttons,
        }
    }

    fn part(&self, order: &Order, one: &Addressed, names: &Names) -> Option<Part> {
        let course = one.course.as_ref()?;
        Some(Part {
            id: format!("geadresseerde-{}", one.id),
            name: name(&one.to, names),
            status: label(course.state(), self.today),
            steps: course.steps().iter().map(|step| self.done(step)).collect(),
            fold: if self.side == Side::Regulator { "Oordelen" } else { "Melden dat de last is uitgevoerd" },
            // What waits for whoever looks is unfolded, and what was sent and refused.
            open: match self.side {
                Side::Regulator => matches!(course.state(), State::Reported(_)),
                Side::Addressee(_) => true,
            } || self.not_taken.is_some_and(|refused| refused.addressee == Some(one.id)),
            decide: if self.may { self.about(order, one.id, course) } else { None },
        })
    }

    fn done(&self, step: &Step) -> ThreadStep {
        let what = match step.kind {
            Kind::Reported => "Gemeld dat de last is uitgevoerd".to_owned(),
            Kind::SentBack(day) => format!("Nog niet uitgevoerd; tijd tot en met {}", in_words(day)),
            Kind::Extended(day) => format!("Meer tijd: tot en met {}", in_words(day)),
            Kind::Met => "Aan de last is voldaan".to_owned(),
            Kind::NotMet => "Niet op tijd aan de last voldaan".to_owned(),
            Kind::Released => "De last geldt niet meer".to_owned(),
        };
        // Who of the regulator judged is for the regulator; for others the regulator did.
        let is_theirs = step.kind == Kind::Reported;
        let by = if is_theirs || self.side == Side::Regulator { step.by.as_str() } else { "TloKB" };
        ThreadStep { what, who: format!("{by}, {}", moment(step.at)), words: step.words.as_str().to_owned() }
    }

    fn about(&self, order: &Order, id: i64, course: &Course) -> Option<Decide> {
        let (state, seen) = (course.state(), course.steps().len());
        let button = |value, label, primary| Button { value, label, primary };
        if self.side != Side::Regulator {
            let report = vec![button("melden", "Uitvoering melden", true)];
            let label = "Wat hebt u gedaan, en waaraan is dat te zien?";
            return state.waits_for_addressee().then(|| self.form(order, id, seen, label, report));
        }
        let due_on = state.due_on()?;
        let mut buttons = vec![button("voldaan", "Voldaan", true)];
        if due_on < self.today && !matches!(state, State::NotMet(_)) {
            buttons.push(button("niet-voldaan", "Niet op tijd voldaan", false));
        }
        let day = match state {
            State::Running(_) => Some(("verlengen", "Termijn verlengen")),
            State::Reported(_) => Some(("terugsturen", "Terugsturen")),
            _ => None,
        };
        buttons.extend(day.map(|(value, label)| button(value, label, false)));
        buttons.push(button("vervallen", "Laten vervallen", false));
        let mut form = self.form(order, id, seen, "Toelichting van TloKB", buttons);
        form.day = day.map(|(_, label)| {
            let typed = self.not_taken.filter(|refused| refused.addressee == Some(id));
            Field::new(Input::Date, format!("dag-{id}"), "Nieuwe laatste dag")
                .help(format!("Alleen nodig bij ‘{label}’."))
                .value(typed.map_or_else(String::new, |refused| refused.day.clone()))
                .optional()
        });
        Some(form)
    }
}
