//! Two supervisors judge the reason that a body gave.

use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, web};

use super::Supervisor;
use super::audit::{Place, page};
use crate::domain::access::{JudgeReasons, decide};
use crate::domain::reason::Judgement;
use crate::services::reasons::{self, ReasonError, Written};
use crate::web::csrf::Form;
use crate::web::error::Error;
use crate::web::layout::Screen;
use crate::web::pages::judged::reason::{Refused, Sent};
use crate::web::portal::Portal;
use crate::web::session::LoggedIn;

pub(super) async fn judge(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    supervisor: Supervisor,
    place: web::Path<(String, String)>,
    form: Form<Sent>,
) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), JudgeReasons)?;
    let (place, Sent { keuze, gezien, woorden }) = (Place::read(place.into_inner())?, form.0);
    if !["aanvaarden", "afwijzen", "bevestigen", "terugsturen"].contains(&keuze.as_str()) {
        return Err(Error::BadRequest("Kies wat u met de reden doet.".to_owned()));
    }
    let (asked, choice, words) = (place.clone(), keuze.clone(), woorden.clone());
    let outcome = portal
        .work(move |portal| {
            let (store, body) = (&portal.store, &asked.body);
            let at = (portal.now(), portal.today());
            let written = Written { audit: &asked.audit, seen: gezien, words: &words };
            let outcome = match choice.as_str() {
                "aanvaarden" => reasons::propose(store, &permit, at, body, Judgement::Accept, written),
                "afwijzen" => reasons::propose(store, &permit, at, body, Judgement::Reject, written),
                "bevestigen" => reasons::confirm(store, &permit, at, body, written),
                _ => reasons::send_back(store, &permit, at, body, written),
            };
            match outcome {
                Err(ReasonError::Storage(error)) => Err(error),
                other => Ok(other),
            }
        })
        .await?;
    match outcome {
        Ok(()) => {
            let at = format!("{}#reden", place.address());
            Ok(HttpResponse::SeeOther().insert_header((LOCATION, at)).finish())
        }
        Err(ReasonError::NoSuchAudit) => Err(Error::NotFound),
        Err(why) => {
            let refused = Refused { choice: keuze, words: woorden, why };
            screen.show_as(refused.status(), &page(&portal, &who, supervisor, &place, Some(&refused)).await?)
        }
    }
}
