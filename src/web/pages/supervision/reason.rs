//! Two supervisors judge the reason that a body gave.

use actix_web::{HttpResponse, web};

use super::Supervisor;
use super::audit::SupervisedAuditPage;
use crate::domain::access::{JudgeReasons, decide};
use crate::domain::identifiers::{AuditRef, BodyCode};
use crate::domain::reason::Judgement;
use crate::services::audits;
use crate::services::reasons::{self, ReasonError, Written};
use crate::web::address;
use crate::web::address::see_other;
use crate::web::csrf::Form;
use crate::web::error::Error;
use crate::web::layout::Screen;
use crate::web::pages::judged;
use crate::web::pages::judged::reason::{Desk, Refused, Sent, Side};
use crate::web::portal::Portal;
use crate::web::session::LoggedIn;
use crate::web::view::Link;

/// Which audit of which body an address names.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) body: BodyCode,
    pub(super) audit: AuditRef,
}

impl Place {
    pub(super) fn read((body, audit): (String, String)) -> Result<Self, Error> {
        let body = BodyCode::parse(&body).map_err(|_| Error::NotFound)?;
        Ok(Self { body, audit: AuditRef::parse(&audit).map_err(|_| Error::NotFound)? })
    }

    pub(super) fn address(&self) -> String {
        address::supervised_audit(self.body.as_str(), self.audit.as_str())
    }
}

/// The page of an audit; with what was typed and why it was refused, when it was.
pub(super) async fn page(
    portal: &Portal,
    who: &LoggedIn,
    supervisor: Supervisor,
    place: &Place,
    refused: Option<&Refused>,
) -> Result<SupervisedAuditPage, Error> {
    let wanted = place.clone();
    let (judged, reason) = portal
        .work(move |portal| {
            let permit = supervisor.0.to_see(wanted.body);
            let judged = audits::one(&portal.store, &permit, portal.today(), &wanted.audit)?;
            Ok::<_, audits::AuditError>(judged.zip(reasons::one(&portal.store, &permit, &wanted.audit)?))
        })
        .await?
        .ok_or(Error::NotFound)?;
    let body = Link::new(&judged.body.name, address::supervised_body(judged.body.code.as_str()));
    let mut audit = judged::view(&judged);
    let may = decide(&who.actor(), JudgeReasons).is_ok();
    let desk = Desk { side: Side::Regulator, may, me: who, address: format!("{}/reden", place.address()), refused };
    audit.reason = desk.view(&reason);
    Ok(SupervisedAuditPage { audit, body })
}

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
            ReasonError::aside(match choice.as_str() {
                "aanvaarden" => reasons::propose(store, &permit, at, body, Judgement::Accept, written),
                "afwijzen" => reasons::propose(store, &permit, at, body, Judgement::Reject, written),
                "bevestigen" => reasons::confirm(store, &permit, at, body, written),
                _ => reasons::send_back(store, &permit, at, body, written),
            })
        })
        .await?;
    match outcome {
        Ok(()) => {
            let at = format!("{}#reden", place.address());
            Ok(see_other(&at))
        }
        Err(ReasonError::NoSuchAudit) => Err(Error::NotFound),
        Err(why) => {
            let refused = Refused { choice: keuze, words: woorden, why };
            screen.show_as(refused.status(), &page(&portal, &who, supervisor, &place, Some(&refused)).await?)
        }
    }
}
