//! A body gives a reason for a deviation, or takes it back.

use actix_web::{HttpResponse, web};

use super::audits::{audit_at, named, page};
use crate::domain::access::{GiveReasons, decide};
use crate::services::reasons::{self, ReasonError, Written};
use crate::web::address::see_other;
use crate::web::csrf::Form;
use crate::web::error::Error;
use crate::web::layout::Screen;
use crate::web::pages::judged::reason::{Refused, Sent};
use crate::web::portal::Portal;
use crate::web::session::LoggedIn;

/// The addresses of this file.
pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.route("/instelling/onderzoeken/{verwijzing}/reden", web::post().to(tell));
}

async fn tell(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    reference: web::Path<String>,
    form: Form<Sent>,
) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), GiveReasons(who.body()?))?;
    let (audit, Sent { keuze, gezien, woorden }) = (named(&reference)?, form.0);
    if !["geven", "intrekken"].contains(&keuze.as_str()) {
        return Err(Error::BadRequest("Kies of u een reden geeft of intrekt.".to_owned()));
    }
    let (asked, choice, words) = (audit.clone(), keuze.clone(), woorden.clone());
    let outcome = portal
        .work(move |portal| {
            let written = Written { audit: &asked, seen: gezien, words: &words };
            let act = if choice == "geven" { reasons::give } else { reasons::withdraw };
            ReasonError::aside(act(&portal.store, &permit, portal.now(), portal.today(), written))
        })
        .await?;
    match outcome {
        Ok(()) => {
            let at = format!("{}#reden", audit_at(audit.as_str()));
            Ok(see_other(&at))
        }
        Err(ReasonError::NoSuchAudit) => Err(Error::NotFound),
        Err(why) => {
            let refused = Refused { choice: keuze, words: woorden, why };
            screen.show_as(refused.status(), &page(&portal, &who, &audit, Some(&refused)).await?)
        }
    }
}
