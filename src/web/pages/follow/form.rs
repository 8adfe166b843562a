//! The form to ask for e-mail.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{in_words, wrong};
use crate::domain::identifiers::{BodyCode, KvkNumber};
use crate::language::Language;
use crate::services::alerts::search::Search;
use crate::services::alerts::sign_up::{SignUp, SignUpError, known, sign_up};
use crate::services::alerts::{Address, Followed, Frequency, What};
use crate::web::address;
use crate::web::address::see_other;
use crate::web::csrf::{self, CsrfToken, Form};
use crate::web::error::Error;
use crate::web::layout::Screen;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::view::{Field, Kind, Link, Select};

/// The form to follow a search, a firm or a body.
#[derive(Debug, Clone, Serialize)]
pub struct FollowPage {
    /// What can be followed, when it was chosen and mail leaves.
    pub form: Option<FollowForm>,
    /// Whether mail leaves at all.
    pub mails: bool,
    /// The feed with the same changes, for whoever would rather not give an address.
    pub feed: String,
}

/// The form itself.
#[derive(Debug, Clone, Serialize)]
pub struct FollowForm {
    /// The token of the form.
    pub csrf: CsrfToken,
    /// What is followed: the fields are called `soort` and `onderwerp`.
    pub kind: String,
    /// Which one.
    pub subject: String,
    /// What is followed, in words.
    pub what: String,
    /// The address; the field is called `email`.
    pub email: Field,
    /// How often; the field is called `frequentie`.
    pub frequency: Select,
}

impl Page for FollowPage {
    const TEMPLATE: &'static str = "pages/follow/form";
    const LANGUAGES: &'static [Language] = &Language::ALL;

    fn title(&self, language: Language) -> String {
        language.text("follow-title").into_owned()
    }

    fn description(&self, language: Language) -> String {
        language.text("described-follow").into_owned()
    }

    fn trail(&self, language: Language) -> Vec<Link> {
        vec![Link::new(language.text("layout-search"), language.path("/"))]
    }
}

impl FollowForm {
    fn new(
        language: Language,
        csrf: CsrfToken,
        (followed, what): (&Followed, &What),
        (email, fault): (&str, Option<String>),
        frequency: Frequency,
    ) -> Self {
        let choices = Frequency::ALL.map(|frequency| (frequency.word(), in_language(language, frequency)));
        Self {
            csrf,
            kind: followed.kind().to_owned(),
            subject: followed.subject().to_owned(),
            what: in_words(language, what),
            email: Field::new(Kind::Email, "email", language.text("follow-email"))
                .help(language.text("follow-email-help"))
                .autocomplete("email")
                .value(email)
                .error(fault),
            frequency: Select::new("frequentie", language.text("follow-frequency"), frequency.word(), choices),
        }
    }
}

fn in_language(language: Language, frequency: Frequency) -> String {
    language
        .text(match frequency {
            Frequency::AtOnce => "follow-at-once",
            Frequency::Daily => "follow-daily",
        })
        .into_owned()
}

/// What was asked to be followed; nothing when nothing was chosen.
fn chosen(language: Language, query: &str) -> Result<Option<Followed>, Error> {
    let wrong = |field: &str| wrong(language, field);
    let given: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .filter(|(_, value)| !value.trim().is_empty())
        .collect();
    let value = |name: &str| given.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    if let Some(kvk) = value("installateur") {
        return KvkNumber::parse(kvk).map(|kvk| Some(Followed::Firm(kvk))).map_err(|_| wrong("installateur"));
    }
    if let (Some(code), 1) = (value("instelling"), given.len()) {
        return BodyCode::parse(code).map(|code| Some(Followed::Body(code))).map_err(|_| wrong("instelling"));
    }
    let search = Search::parse(query).map_err(|field| wrong(field.0))?;
    Ok(search.map(Followed::Search))
}

/// The feed with the changes of what is followed.
fn feed(language: Language, followed: Option<&Followed>) -> String {
    language.path(&address::feed(&followed.map_or_else(|| "/".to_owned(), Followed::address)))
}

pub(super) async fn show(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
) -> Result<HttpResponse, Error> {
    let language = screen.language();
    let followed = chosen(language, request.query_string())?;
    let feed = feed(language, followed.as_ref());
    let Some(followed) = followed.filter(|_| portal.mails) else {
        return screen.show(&FollowPage { form: None, mails: portal.mails, feed });
    };
    let wanted = followed.clone();
    let what = portal.work(move |portal| known(&portal.store, &wanted)).await?.ok_or(Error::NotFound)?;
    let (secret, cookie) = csrf::of_visitor(&request);
    let form = FollowForm::new(language, secret.token(), (&followed, &what), ("", None), Frequency::Daily);
    screen.show_form(&FollowPage { form: Some(form), mails: true, feed }, &cookie)
}

#[derive(Debug, Deserialize)]
pub(super) struct Sent {
    soort: String,
    onderwerp: String,
    email: String,
    frequentie: String,
}

pub(super) async fn ask(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
    form: Form<Sent>,
) -> Result<HttpResponse, Error> {
    let language = screen.language();
    let wrong = |field: &str| wrong(language, field);
    if !portal.mails {
        return Err(Error::NotFound);
    }
    let followed = Followed::named(&form.0.soort, &form.0.onderwerp).ok_or_else(|| wrong("onderwerp"))?;
    let frequency = Frequency::from_word(&form.0.frequentie).ok_or_else(|| wrong("frequentie"))?;
    let Ok(email) = Address::parse(&form.0.email) else {
        let wanted = followed.clone();
        let what = portal.work(move |portal| known(&portal.store, &wanted)).await?.ok_or(Error::NotFound)?;
        let (secret, _) = csrf::of_visitor(&request);
        let typed: String = form.0.email.chars().take(254).collect();
        let fault = Some(language.text("follow-email-wrong").into_owned());
        let form = FollowForm::new(language, secret.token(), (&followed, &what), (&typed, fault), frequency);
        let feed = feed(language, Some(&followed));
        let page = FollowPage { form: Some(form), mails: true, feed };
        return screen.show_as(StatusCode::BAD_REQUEST, &page);
    };
    let asked = SignUp { email, language: language.code(), frequency, followed };
    let signed_up = portal.work(move |portal| match sign_up(&portal.store, portal.now(), &asked) {
        Err(SignUpError::Storage(error)) => Err(error),
        other => Ok(other.is_ok()),
    });
    if !signed_up.await? {
        return Err(Error::NotFound);
    }
    // The answer is the same whatever is known of the address.
    Ok(see_other(&language.path("/volgen/gevraagd")))
}

/// That a mail is on its way, if it is.
#[derive(Debug, Clone, Serialize)]
pub struct AskedPage {}

impl Page for AskedPage {
    const TEMPLATE: &'static str = "pages/follow/asked";
    const LANGUAGES: &'static [Language] = &Language::ALL;

    fn title(&self, language: Language) -> String {
        language.text("follow-asked-title").into_owned()
    }

    /// For whoever asked for it, and for nobody else.
    fn is_listed(&self) -> bool {
        false
    }
}

pub(super) async fn asked(screen: Screen) -> Result<HttpResponse, Error> {
    screen.show(&AskedPage {})
}

#[cfg(test)]
pub(in crate::web::pages) fn asked_samples() -> Vec<(&'static str, AskedPage)> {
    vec![("volgen-asked", AskedPage {})]
}

#[cfg(test)]
pub(in crate::web::pages) fn samples(language: Language) -> Vec<(&'static str, FollowPage)> {
    use crate::web::csrf::CsrfSecret;
    let Ok(kvk) = KvkNumber::parse("01234567") else { return Vec::new() };
    let (followed, name) = (Followed::Firm(kvk), "Janssen Installatietechniek B.V.".to_owned());
    let what = What::Firm { kvk: "01234567".to_owned(), name };
    let form = |email, fault| {
        let token = CsrfSecret::generate().token();
        let form = FollowForm::new(language, token, (&followed, &what), (email, fault), Frequency::Daily);
        FollowPage { form: Some(form), mails: true, feed: feed(language, Some(&followed)) }
    };
    let wrong = language.text("follow-email-wrong").into_owned();
    vec![
        ("volgen", form("", None)),
        ("volgen-wrong", form("jan", Some(wrong))),
        ("volgen-nothing", FollowPage { form: None, mails: true, feed: feed(language, None) }),
        ("volgen-off", FollowPage { form: None, mails: false, feed: feed(language, None) }),
    ]
}
