//! How long before a term ends somebody hears of it by mail.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::terms::TERMS;
use crate::domain::access::{Permit, SeeBody, decide};
use crate::language::Language;
use crate::services::terms::reminders::{self, EARLIEST, MOMENTS, Moments};
use crate::web::address::see_other;
use crate::web::csrf::{CsrfToken, Form};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Alert, Field, Kind, Link, Tone};

const REMINDERS_PAGE: &str = "/instelling/herinneringen";

/// The form.
#[derive(Debug, Clone, Serialize)]
pub struct RemindersPage {
    /// The token of the form.
    pub csrf: CsrfToken,
    /// That it was kept, or that no mail leaves here.
    pub alert: Option<Alert>,
    /// What is so now, in a sentence.
    pub now: String,
    /// How many days before; the field is called `dagen`.
    pub days: Field,
}

impl Page for RemindersPage {
    const TEMPLATE: &'static str = "pages/own/reminders";

    fn title(&self, _: Language) -> String {
        "Herinneringen per e-mail".to_owned()
    }

    fn section(&self) -> Section {
        Section::OwnOverview
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Overzicht", "/instelling"), Link::new("Termijnen", TERMS)]
    }
}

/// The addresses of this file.
pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.service(web::resource(REMINDERS_PAGE).get(show).post(choose));
}

fn page(csrf: CsrfToken, moments: &Moments, alert: Option<Alert>) -> RemindersPage {
    let now = if moments.is_off() {
        "U krijgt nu geen herinneringen.".to_owned()
    } else {
        let moment = |days| match days {
            0 => "op de laatste dag zelf".to_owned(),
            1 => "1 dag van tevoren".to_owned(),
            days => format!("{days} dagen van tevoren"),
        };
        let moments: Vec<String> = moments.days().map(moment).collect();
        format!("U krijgt nu herinneringen {}, en één als een termijn voorbij is.", Language::Dutch.list(&moments))
    };
    let help = format!(
        "Hele getallen van 0 tot en met {EARLIEST}, hoogstens {MOMENTS}, met een komma ertussen. Laat het leeg als u geen herinneringen wilt."
    );
    let days = Field::new(Kind::Text, "dagen", "Aantal dagen van tevoren").help(help).value(moments.words()).optional();
    RemindersPage { csrf, alert, now, days }
}

#[derive(Debug, Deserialize)]
struct Kept {
    bewaard: Option<String>,
}

async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    asked: web::Query<Kept>,
) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), SeeBody(who.body()?))?;
    let moments = moments(&portal, permit).await?;
    let kept = asked.bewaard.is_some().then(|| Alert::new(Tone::Positive, "Uw keuze is bewaard", ""));
    let no_mail = || {
        Alert::new(
            Tone::Warning,
            "Hier gaat nog geen e-mail uit",
            "Uw keuze wordt bewaard en geldt zodra dat wel zo is.",
        )
    };
    let alert = kept.or_else(|| (!portal.mails).then(no_mail));
    screen.show(&page(who.form_token(), &moments, alert))
}

async fn moments(portal: &Portal, permit: Permit<SeeBody>) -> Result<Moments, Error> {
    let found = portal.work(move |portal| reminders::moments_of(&portal.store, &permit)).await?;
    found.ok_or(Error::NotFound)
}

#[derive(Debug, Deserialize)]
struct Chosen {
    dagen: String,
}

async fn choose(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    form: Form<Chosen>,
) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), SeeBody(who.body()?))?;
    match Moments::parse(&form.0.dagen) {
        Ok(moments) => {
            let keep = move |portal: &Portal| reminders::choose(&portal.store, &permit, portal.now(), &moments);
            if !portal.work(keep).await? {
                return Err(Error::NotFound);
            }
            Ok(see_other(&format!("{REMINDERS_PAGE}?bewaard=ja")))
        }
        Err(fault) => {
            let moments = moments(&portal, permit).await?;
            let mut page = page(who.form_token(), &moments, None);
            let typed: String = form.0.dagen.chars().take(100).collect();
            page.days = page.days.value(typed).error(Some(format!("{fault}.")));
            screen.show_as(StatusCode::BAD_REQUEST, &page)
        }
    }
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, RemindersPage)> {
    use crate::web::csrf::CsrfSecret;
    let sample = |days: &str, alert| {
        let moments = Moments::parse(days).ok()?;
        Some(page(CsrfSecret::generate().token(), &moments, alert))
    };
    let kept = Alert::new(Tone::Positive, "Uw keuze is bewaard", "");
    let pages = [("own-reminders", sample("7,1", None)), ("own-reminders-off", sample("", Some(kept)))];
    pages.into_iter().filter_map(|(name, page)| Some((name, page?))).collect()
}
