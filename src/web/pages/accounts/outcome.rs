//! What is said when a link was used, or does not work.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::MessagePage;
use crate::services::accounts::links::{self, Dead};
use crate::services::accounts::{invitations, recovery};
use crate::web::error::Error;
use crate::web::layout::Screen;
use crate::web::pages::judged::moment;
use crate::web::view::Link;

/// What the link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Invitation,
    Recovery,
}

impl Purpose {
    /// How links of this kind are recognised.
    pub(super) fn link(self) -> &'static links::Kind {
        match self {
            Self::Invitation => &invitations::LINK,
            Self::Recovery => &recovery::LINK,
        }
    }
}

/// A link that does not work, and how to get one that does.
pub(super) fn dead(screen: &Screen, purpose: Purpose, dead: &Dead) -> Result<HttpResponse, Error> {
    let log_in = Link::new("Inloggen", "/inloggen");
    let anew = || Link::new("Een nieuwe link aanvragen", "/wachtwoord-vergeten");
    let page = match (dead, purpose) {
        (Dead::Expired { since, organisation, has_administrator }, Purpose::Invitation) => {
            let who = if *has_administrator { format!("de beheerder van {organisation}") } else { "TloKB".to_owned() };
            let since = moment(*since);
            let text = format!("Zij werkte tot {since}. Vraag {who} om de uitnodiging opnieuw te sturen.");
            MessagePage::new("Deze uitnodiging is verlopen", text, vec![log_in])
        }
        (Dead::Expired { since, .. }, Purpose::Recovery) => {
            let text = format!("Zij werkte tot {}. Uw wachtwoord is niet veranderd.", moment(*since));
            MessagePage::new("Deze link is verlopen", text, vec![anew(), log_in])
        }
        (Dead::Used, Purpose::Invitation) => MessagePage::new(
            "Deze uitnodiging werkt niet meer",
            "Zij is al gebruikt, ingetrokken, of vervangen door een latere mail. Koos u al een wachtwoord? Log dan in. Zoek anders \
             de laatste mail, of vraag de beheerder van uw organisatie om een nieuwe uitnodiging.",
            vec![log_in],
        ),
        (Dead::Used, Purpose::Recovery) => MessagePage::new(
            "Deze link werkt niet meer",
            "Zij is al gebruikt, of vervangen door een latere mail.",
            vec![anew(), log_in],
        ),
        (Dead::Unknown, _) => MessagePage::new(
            "Deze link bestaat niet",
            "Controleer of u de hele link uit de mail hebt geopend; soms breekt een mailprogramma hem af.",
            vec![log_in],
        ),
    };
    let status = if *dead == Dead::Unknown { StatusCode::NOT_FOUND } else { StatusCode::GONE };
    screen.show_as(status, &page)
}

/// What happened, and what can be done now.
pub(super) fn done(purpose: Purpose) -> MessagePage {
    let log_in = vec![Link::new("Inloggen", "/inloggen")];
    match purpose {
        Purpose::Invitation => MessagePage::new(
            "Uw account is klaar",
            "U kunt inloggen met uw e-mailadres en het wachtwoord dat u net koos.",
            log_in,
        ),
        Purpose::Recovery => MessagePage::new(
            "Uw wachtwoord is vervangen",
            "Overal waar u was ingelogd, bent u uitgelogd. Log in met het nieuwe wachtwoord.",
            log_in,
        ),
    }
}
