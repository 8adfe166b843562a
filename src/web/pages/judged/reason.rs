//! The reason for a deviation: the thread, and what whoever looks can do with it.

use actix_web::http::StatusCode;
use serde::{Deserialize, Serialize};

use super::words::moment;
use crate::domain::reason::{Judgement, Kind, State, Step};
use crate::services::reasons::{Reason, ReasonError};
use crate::web::csrf::CsrfToken;
use crate::web::session::LoggedIn;
use crate::web::view::{self, Alert, Button, Field, Status, ThreadStep, Tone};

/// The reason for a deviation, as a body or the regulator sees it.
#[derive(Debug, Clone, Serialize)]
pub struct ReasonView {
    /// How it stands; none when no reason was given.
    pub status: Option<Status>,
    /// What that means, in a sentence.
    pub sentence: String,
    /// Why what was sent was refused.
    pub alert: Option<Alert>,
    /// What happened, the first step first.
    pub steps: Vec<ThreadStep>,
    /// What whoever looks can do.
    pub forms: Vec<ReasonForm>,
}

/// Something that can be done.
#[derive(Debug, Clone, Serialize)]
pub struct ReasonForm {
    /// The token of the form.
    pub csrf: CsrfToken,
    /// Where it goes.
    pub action: String,
    /// How many steps were seen.
    pub seen: usize,
    /// The words that are asked; none where none are needed.
    pub field: Option<Field>,
    /// What to choose.
    pub buttons: Vec<Button>,
}

/// What a form about a reason sends.
#[derive(Debug, Deserialize)]
pub struct Sent {
    /// The choice.
    pub keuze: String,
    /// How many steps were seen.
    pub gezien: usize,
    /// The words.
    #[serde(default)]
    pub woorden: String,
}

/// What was sent and refused.
#[derive(Debug)]
pub struct Refused {
    /// What was chosen.
    pub choice: String,
    /// What was written.
    pub words: String,
    /// Why it was refused.
    pub why: ReasonError,
}

impl Refused {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self.why {
            ReasonError::Stale => StatusCode::CONFLICT,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

/// From which side a reason is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The body that gave it.
    Body,
    /// The regulator.
    Regulator,
}

/// Who looks at a reason, and where what is decided goes.
#[derive(Debug)]
pub struct Desk<'a> {
    /// From which side.
    pub side: Side,
    /// Whether this person may give reasons, or judge them.
    pub may: bool,
    /// Who looks.
    pub me: &'a LoggedIn,
    /// Where the forms go.
    pub address: String,
    /// What was sent and refused.
    pub refused: Option<&'a Refused>,
}

impl Desk<'_> {
    /// What is shown of the reason; none where nothing deviates and none was given.
    pub fn view(&self, reason: &Reason) -> Option<ReasonView> {
        let steps = reason.thread.steps();
        if steps.is_empty() && reason.deviation.is_none() && self.refused.is_none() {
            return None;
        }
        let alert = self.refused.map(|refused| {
            Alert::new(Tone::Negative, "Er is niets vastgelegd", super::words::capital(&refused.why.to_string()) + ".")
        });
        Some(ReasonView {
            status: status(reason),
            sentence: self.sentence(reason),
            alert,
            steps: steps.iter().enumerate().map(|(at, step)| self.step(step, steps.get(at + 1))).collect(),
            forms: if self.may { self.forms(reason) } else { Vec::new() },
        })
    }

    fn sentence(&self, reason: &Reason) -> String {
        let own = self.side == Side::Body;
        if reason.deviation.is_none() {
            return "Het oordeel wijkt niet meer af van de matrix. Er is geen reden meer nodig.".to_owned();
        }
        match reason.thread.state() {
            State::Absent | State::Withdrawn if own => {
                "Hebt u een goede reden om af te wijken van de matrix? Leg die hier uit. TloKB aanvaardt de reden of wijst \
                 haar af. Een aanvaarde reden verandert het oordeel niet, maar het telt dan niet mee in uw cijfers."
                    .to_owned()
            }
            State::Absent | State::Withdrawn => "De instelling gaf geen reden. De afwijking telt mee.".to_owned(),
            State::Waiting => "De reden wacht op het oordeel van TloKB. Tot dan telt de afwijking mee.".to_owned(),
            State::Proposed(proposal) if !own && proposal.by().email() == self.me.actor().name() => {
                "U deed een voorstel. Een tweede toezichthouder moet het bevestigen of terugsturen; dat kunt u niet zelf. \
                 Tot dan telt de afwijking mee."
                    .to_owned()
            }
            State::Proposed(_) => {
                "Een toezichthouder deed een voorstel. Een tweede toezichthouder moet het bevestigen. Tot dan telt de \
                 afwijking mee."
                    .to_owned()
            }
            State::Accepted => {
                "TloKB aanvaardt de reden. Het oordeel blijft staan en telt niet mee in de cijfers en signalen. Verandert \
                 de afwijking zelf, dan is een nieuw oordeel nodig."
                    .to_owned()
            }
            State::Rejected => "TloKB wijst de reden af. De afwijking telt mee.".to_owned(),
        }
    }

    fn step(&self, step: &Step, next: Option<&Step>) -> ThreadStep {
        let regulator = self.side == Side::Regulator;
        // A proposal is no decision: the body reads it when it became one.
        let told = regulator || next.is_some_and(|next| matches!(next.kind, Kind::Judged(_)));
        let (what, shown) = match step.kind {
            Kind::Given => ("De instelling gaf een reden", true),
            Kind::Delivered => ("De instelling leverde een reden aan met het besluit", true),
            Kind::Withdrawn => ("De instelling trok de reden in", true),
            Kind::Proposed(Judgement::Accept) if told => ("Voorstel: de reden aanvaarden", true),
            Kind::Proposed(Judgement::Reject) if told => ("Voorstel: de reden afwijzen", true),
            Kind::Proposed(_) => ("Een toezichthouder deed een voorstel", false),
            Kind::SentBack => ("Een tweede toezichthouder stuurde het voorstel terug", regulator),
            Kind::Judged(Judgement::Accept) => ("Bevestigd: de reden is aanvaard", true),
            Kind::Judged(Judgement::Reject) => ("Bevestigd: de reden is afgewezen", true),
            Kind::Changed => ("De afwijking werd een andere; er is een nieuw oordeel nodig", true),
        };
        let words = step.words.as_ref().filter(|_| shown).map_or_else(String::new, |words| words.as_str().to_owned());
        ThreadStep { what: what.to_owned(), who: format!("{}, {}", step.by, moment(step.at)), words }
    }

    fn forms(&self, reason: &Reason) -> Vec<ReasonForm> {
        let state = reason.thread.state();
        let deviates = reason.deviation.is_some();
        let button = |value, label, primary| Button { value, label, primary };
        let mut forms = Vec::new();
        match (self.side, state) {
            (Side::Body, state) => {
                if deviates && state.takes_a_reason() {
                    let field = self.field("Waarom week u af van de matrix?", &["geven"]);
                    forms.push(self.form(reason, Some(field), vec![button("geven", "Reden geven", true)]));
                }
                if state.can_be_withdrawn() {
                    forms.push(self.form(reason, None, vec![button("intrekken", "Reden intrekken", false)]));
                }
            }
            (Side::Regulator, State::Waiting) if deviates => {
                let field = self.field("Toelichting van TloKB", &["aanvaarden", "afwijzen"]);
                let buttons = vec![
                    button("aanvaarden", "Voorstellen te aanvaarden", true),
                    button("afwijzen", "Voorstellen af te wijzen", false),
                ];
                forms.push(self.form(reason, Some(field), buttons));
            }
            (Side::Regulator, State::Proposed(proposal)) if proposal.by().email() != self.me.actor().name() => {
                if deviates {
                    forms.push(self.form(reason, None, vec![button("bevestigen", "Voorstel bevestigen", true)]));
                }
                let field = self.field("Waarom stuurt u het voorstel terug?", &["terugsturen"]);
                forms.push(self.form(reason, Some(field), vec![button("terugsturen", "Terugsturen", false)]));
            }
            (Side::Regulator, _) => {}
        }
        forms
    }

    fn field(&self, label: &str, choices: &[&str]) -> Field {
        let field = Field::new(view::Kind::Text, "woorden", label)
            .help("Noem geen namen van personen. Ten hoogste 4.000 tekens.");
        match self.refused.filter(|refused| choices.contains(&refused.choice.as_str())) {
            Some(Refused { words, why: ReasonError::Words(why), .. }) => {
                field.value(words).error(Some(why.to_string()))
            }
            Some(refused) => field.value(&refused.words),
            None => field,
        }
    }

    fn form(&self, reason: &Reason, field: Option<Field>, buttons: Vec<Button>) -> ReasonForm {
        ReasonForm {
            csrf: self.me.form_token(),
            action: self.address.clone(),
            seen: reason.thread.steps().len(),
            field,
            buttons,
        }
    }
}

/// The label of a reason; none when none was given.
pub fn status(reason: &Reason) -> Option<Status> {
    Some(match reason.thread.state() {
        State::Absent => return None,
        State::Waiting => Status::new(Tone::Warning, "wacht op oordeel"),
        State::Proposed(_) => Status::new(Tone::Info, "wacht op tweede toezichthouder"),
        State::Accepted => Status::new(Tone::Positive, "reden aanvaard"),
        State::Rejected => Status::new(Tone::Negative, "reden afgewezen"),
        State::Withdrawn => Status::new(Tone::Neutral, "reden ingetrokken"),
    })
}

#[cfg(test)]
pub(in crate::web::pages) fn sample() -> ReasonView {
    use crate::web::csrf::CsrfSecret;
    ReasonView {
        status: Some(Status::new(Tone::Info, "wacht op tweede toezichthouder")),
        sentence: "Een toezichthouder deed een voorstel. Een tweede toezichthouder moet het bevestigen.".to_owned(),
        alert: None,
        steps: vec![
            ThreadStep {
                what: "De instelling gaf een reden".to_owned(),
                who: "roos@bravo.example, 20 november 2026, 10.02 uur".to_owned(),
                words: "Het bedrijf herstelde dezelfde dag.\nSchorsen vonden wij niet in verhouding.".to_owned(),
            },
            ThreadStep {
                what: "Voorstel: de reden aanvaarden".to_owned(),
                who: "sanne@tlokb.example, 23 november 2026, 9.14 uur".to_owned(),
                words: "Wij zijn het eens.".to_owned(),
            },
        ],
        forms: vec![ReasonForm {
            csrf: CsrfSecret::generate().token(),
            action: "/toezicht/onderzoeken/bravo/O-2026-1182/reden".to_owned(),
            seen: 2,
            field: Some(Field::new(view::Kind::Text, "woorden", "Waarom stuurt u het voorstel terug?")),
            buttons: vec![Button { value: "terugsturen", label: "Terugsturen", primary: false }],
        }],
    }
}
