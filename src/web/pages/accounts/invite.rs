//! Inviting somebody to an organisation.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::organisation::{keeper_of, listed, page};
use super::{Keeper, duties, duties_explained, name, told};
use crate::domain::access::Role;
use crate::domain::faults::Faults;
use crate::services::accounts::invitations::{self, HOURS, Invited};
use crate::services::accounts::{Account, AccountError};
use crate::web::csrf::{CsrfToken, Form};
use crate::web::error::Error;
use crate::web::layout::Screen;
use crate::web::portal::Portal;
use crate::web::session::LoggedIn;
use crate::web::view::{Alert, Field, Kind, Select, Tone};

/// The form to invite somebody.
#[derive(Debug, Clone, Serialize)]
pub struct InviteForm {
    csrf: CsrfToken,
    action: String,
    /// How long an invitation works, in hours.
    hours: u32,
    /// What the tasks are for.
    explained: &'static str,
    /// The fields are called `naam`, `email` and `taak`.
    name: Field,
    email: Field,
    duty: Select,
}

/// What was typed into the form.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    pub(super) naam: String,
    #[serde(default)]
    pub(super) email: String,
    #[serde(default)]
    pub(super) taak: String,
}

impl Typed {
    /// No more of it is shown again than fits a field.
    fn bounded(mut self) -> Self {
        for text in [&mut self.naam, &mut self.email, &mut self.taak] {
            *text = text.chars().take(254).collect();
        }
        self
    }
}

impl InviteForm {
    pub(super) fn new(csrf: CsrfToken, keeper: &Keeper, typed: &Typed, faults: &Faults) -> Self {
        let fault = |place: &str| {
            let found = faults.0.iter().find(|fault| fault.place == place);
            found.map(|fault| format!("{}.", fault.message.trim_end_matches('.')))
        };
        let of = keeper.permit.organisation();
        // Without a choice the task with fewest rights.
        let least = Role::duties(of).last().copied().unwrap_or_default();
        let chosen = if typed.taak.is_empty() { least } else { typed.taak.as_str() };
        Self {
            csrf,
            action: keeper.list.clone(),
            hours: HOURS,
            explained: duties_explained(of),
            name: Field::new(Kind::Text, "naam", "Naam").value(&typed.naam).error(fault("naam")),
            email: Field::new(Kind::Email, "email", "E-mailadres").value(&typed.email).error(fault("e-mail")),
            duty: duties(of, chosen).error(fault("taak")),
        }
    }
}

async fn invite(
    portal: &Portal,
    screen: &Screen,
    who: &LoggedIn,
    keeper: Keeper,
    typed: Typed,
) -> Result<HttpResponse, Error> {
    if !portal.mails {
        return Err(Error::NotFound);
    }
    let given = typed.clone();
    let (keeper, refused) = portal
        .work(move |portal| {
            // First, so that of an organisation that is not there nothing is told.
            name(portal, &keeper)?;
            let outcome = told(invited(portal, &keeper, &given))?;
            Ok::<_, Error>((keeper, outcome.err()))
        })
        .await?;
    let Some(refused) = refused else { return Ok(keeper.done("uitgenodigd")) };
    let (keeper, found) = portal.work(move |portal| listed(portal, &keeper).map(|found| (keeper, found))).await?;
    let title = "De uitnodiging is niet verstuurd";
    let (faults, alert) = match refused {
        AccountError::Refused(faults) => {
            (faults, Alert::new(Tone::Negative, title, "Kijk hieronder wat er niet klopt."))
        }
        other => (Faults(Vec::new()), Alert::new(Tone::Negative, title, other.to_string())),
    };
    let form = InviteForm::new(who.form_token(), &keeper, &typed.bounded(), &faults);
    let page = page(&keeper, &found, portal.now(), Some(form), Some(alert));
    screen.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn invited(portal: &Portal, keeper: &Keeper, typed: &Typed) -> Result<Account, AccountError> {
    let role = Role::of(keeper.permit.organisation().clone(), &typed.taak)
        .map_err(|error| AccountError::about("taak", error.to_string()));
    let checked = invitations::check(&typed.email, &typed.naam);
    let role = match (role, checked) {
        (Ok(role), Ok(())) => role,
        (role, checked) => {
            // All that is wrong at once.
            let mut faults = checked.err().map_or_else(Vec::new, |faults| faults.0);
            if let Err(AccountError::Refused(Faults(found))) = role {
                faults.extend(found);
            }
            return Err(AccountError::Refused(Faults(faults)));
        }
    };
    let invited = Invited { email: &typed.email, name: &typed.naam, role: &role };
    invitations::invite(&portal.store, &keeper.permit, portal.now(), &invited)
}

pub(super) async fn own(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    form: Form<Typed>,
) -> Result<HttpResponse, Error> {
    invite(&portal, &screen, &who, Keeper::of_own_body(&who)?, form.0).await
}

pub(super) async fn any(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    path: web::Path<(String, String)>,
    form: Form<Typed>,
) -> Result<HttpResponse, Error> {
    invite(&portal, &screen, &who, keeper_of(&who, &path)?, form.0).await
}
