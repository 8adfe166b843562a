//! The audits of a body with their verdicts.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::guide::guide_at;
use crate::domain::access::{GiveReasons, SeeBody, decide};
use crate::domain::assessment::Verdict;
use crate::domain::identifiers::{AuditRef, SchemeCode};
use crate::language::Language;
use crate::services::Page as Leaf;
use crate::services::audits::{self, JudgedAudit, Wanted};
use crate::services::reasons;
use crate::web::address::path_part;
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::pages::judged;
use crate::web::pages::judged::reason::{Desk, Refused, Side};
use crate::web::pages::supervision::audit::AuditView;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Fact, Link, Pagination, Select, Table};

/// How many audits stand on a page.
const ON_A_PAGE: u32 = 25;

/// The audits of a body, as it sees them itself.
#[derive(Debug, Clone, Serialize)]
pub struct AuditsPage {
    /// The audits.
    #[serde(flatten)]
    pub list: AuditList,
}

/// A list of audits, latest first.
#[derive(Debug, Clone, Serialize)]
pub struct AuditList {
    /// What is shown, in a sentence.
    pub summary: String,
    /// Which verdicts are shown; the field is called `oordeel`.
    pub verdict: Select,
    /// Which scheme is shown; the field is called `schema`.
    pub scheme: Select,
    /// The audits: reference and date, firm, prescribed, imposed, verdict.
    pub audits: Table,
    /// The way to the others.
    pub pagination: Pagination,
}

impl Page for AuditsPage {
    const TEMPLATE: &'static str = "pages/own/audits";

    fn title(&self, _: Language) -> String {
        "Onderzoeken".to_owned()
    }

    fn section(&self) -> Section {
        Section::Audits
    }
}

/// One of its audits, as its own body sees it.
#[derive(Debug, Clone, Serialize)]
pub struct OwnAuditPage {
    /// The audit.
    #[serde(flatten)]
    pub audit: AuditView,
}

impl Page for OwnAuditPage {
    const TEMPLATE: &'static str = "pages/supervision/audit";

    fn title(&self, _: Language) -> String {
        format!("Onderzoek {}", self.audit.reference)
    }

    fn section(&self) -> Section {
        Section::Audits
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Onderzoeken", "/instelling/onderzoeken")]
    }
}

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/instelling/onderzoeken", web::get().to(list))
        .route("/instelling/onderzoeken/{verwijzing}", web::get().to(one));
}

/// Which audits a visitor asks for, as the form of the list sends it.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The code of a verdict, or empty for all.
    #[serde(default)]
    pub oordeel: String,
    /// The code of a scheme, or empty for all.
    #[serde(default)]
    pub schema: String,
    /// The number of the page, from 1.
    pub pagina: Option<u32>,
}

impl Asked {
    /// What is asked for.
    ///
    /// # Errors
    /// [`Error::BadRequest`] when there is no such verdict or the code cannot be one of a scheme.
    pub fn wanted(&self) -> Result<Wanted, Error> {
        let verdict = match self.oordeel.as_str() {
            "" => None,
            code => {
                let unknown =
                    || Error::BadRequest("Dit oordeel bestaat niet. Kies een oordeel uit de lijst.".to_owned());
                Some(Verdict::from_code(code).ok_or_else(unknown)?)
            }
        };
        let scheme = match self.schema.as_str() {
            "" => None,
            code => Some(SchemeCode::parse(code).map_err(|fault| Error::BadRequest(format!("Het schema {fault}.")))?),
        };
        Ok(Wanted { verdict, scheme, ..Wanted::default() })
    }

    /// The address of a page of the same list under this path.
    pub fn href(&self, path: &str, page: u64) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("oordeel", &self.oordeel), ("schema", &self.schema)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.append_pair("pagina", &page.to_string());
        format!("{path}?{}", query.finish())
    }

    /// The page that is asked for.
    pub fn page(&self) -> Leaf {
        Leaf::new(self.pagina.unwrap_or(1), ON_A_PAGE)
    }
}

/// The address of an audit, for its own body.
pub fn audit_at(reference: &str) -> String {
    format!("/instelling/onderzoeken/{}", path_part(reference))
}

async fn list(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let body = who.body()?;
    let permit = decide(&who.actor(), SeeBody(body.clone()))?;
    let (wanted, page) = (asked.wanted()?, asked.page());
    let kept = wanted.clone();
    let listing = portal
        .work(move |portal| audits::list(&portal.store, &permit, portal.today(), &wanted, page))
        .await?
        .ok_or(Error::NotFound)?;
    let list = judged::list(&listing, &kept, |page| asked.href("/instelling/onderzoeken", page), audit_at);
    screen.show(&AuditsPage { list })
}

async fn one(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    reference: web::Path<String>,
) -> Result<HttpResponse, Error> {
    screen.show(&page(&portal, &who, &named(&reference)?, None).await?)
}

/// What cannot be a reference is the reference of no audit.
pub(super) fn named(reference: &str) -> Result<AuditRef, Error> {
    AuditRef::parse(reference).map_err(|_| Error::NotFound)
}

/// The page of an audit; with what was typed and why it was refused, when it was.
pub(super) async fn page(
    portal: &Portal,
    who: &LoggedIn,
    audit: &AuditRef,
    refused: Option<&Refused>,
) -> Result<OwnAuditPage, Error> {
    let body = who.body()?;
    let permit = decide(&who.actor(), SeeBody(body.clone()))?;
    let wanted = audit.clone();
    let (judged, reason) = portal
        .work(move |portal| {
            let judged = audits::one(&portal.store, &permit, portal.today(), &wanted)?;
            Ok::<_, audits::AuditError>(judged.zip(reasons::one(&portal.store, &permit, &wanted)?))
        })
        .await?
        .ok_or(Error::NotFound)?;
    let mut view = judged::view(&judged);
    // The body has a page of its own for a firm: what counts for repetition stands there.
    view.facts.push(
        Fact::new("Herhaling", "Wat meetelt voor dit bedrijf")
            .linked(format!("/instelling/houders/{}", judged.file.audit.kvk_number)),
    );
    let may = decide(&who.actor(), GiveReasons(body)).is_ok();
    let address = format!("{}/reden", audit_at(audit.as_str()));
    view.reason = Desk { side: Side::Body, may, me: who, address, refused }.view(&reason);
    view.guide = Some(guide(&judged));
    Ok(OwnAuditPage { audit: view })
}

/// The guide about this audit as it is: the body changes what was found and sees what would follow.
fn guide(judged: &JudgedAudit) -> String {
    let (audit, date) = (&judged.file.audit, judged.file.audit.date.to_string());
    let counts = judged.file.findings.iter().filter(|finding| finding.annulled_on.is_none());
    let codes: Vec<&str> = counts.map(|finding| finding.code.as_str()).collect();
    guide_at([
        ("kvk", audit.kvk_number.as_str()),
        ("schema", judged.scheme.scheme.code.as_str()),
        ("datum", &date),
        ("onderzoek", audit.reference.as_str()),
        ("afwijkingen", &codes.join(", ")),
    ])
}

#[cfg(test)]
pub(in crate::web::pages) fn lists() -> Vec<AuditList> {
    use crate::web::view::{Cell, Column, Status, Tone};
    let columns = [
        Column::text("Onderzoek"),
        Column::text("Bedrijf"),
        Column::text("Voorgeschreven"),
        Column::text("Opgelegd"),
        Column::text("Oordeel"),
    ];
    let empty = || {
        Table::new("Onderzoeken, het nieuwste eerst", columns.clone())
            .under_heading()
            .or_say("Geen enkel onderzoek heeft dit oordeel. Kies een ander oordeel of een ander schema.")
    };
    let audits = empty().with([
        [
            Cell::heading("O-2026-1182").linked("/instelling/onderzoeken/O-2026-1182").note("12 november 2026"),
            Cell::text("Janssen Installatietechniek B.V.").linked("/installateurs/01234567"),
            Cell::text("Schorsing").note("kritiek, 1e keer"),
            Cell::text("Waarschuwing").note("18 november 2026"),
            Cell::statuses(vec![
                Status::new(Tone::Negative, "te licht, 2 stappen"),
                Status::new(Tone::Negative, "te laat, 4 dagen"),
            ]),
        ],
        [
            Cell::heading("O-2026-1175").linked("/instelling/onderzoeken/O-2026-1175").note("9 november 2026"),
            Cell::text("De Vries Verwarming").linked("/installateurs/01234569"),
            Cell::text("Waarschuwing").note("niet-kritiek, 1e keer"),
            Cell::text("Waarschuwing").note("11 november 2026"),
            Cell::status(Status::new(Tone::Positive, "conform")),
        ],
        [
            Cell::heading("O-2026-1170").linked("/instelling/onderzoeken/O-2026-1170").note("5 november 2026"),
            Cell::text("Öztürk & Łukasz Klimaattechniek").linked("/installateurs/01234570"),
            Cell::text("–"),
            Cell::text("–"),
            Cell::status(Status::new(Tone::Neutral, "geen afwijking")),
        ],
    ]);
    let list = |chosen: &str, audits: Table, total| AuditList {
        summary: "Het oordeel vergelijkt elk besluit met de matrix die gold op de dag van het onderzoek.".to_owned(),
        verdict: Select::new(
            "oordeel",
            "Oordeel",
            chosen,
            [("", "Alle oordelen"), ("te-licht", "Te licht"), ("te-zwaar", "Te zwaar"), ("te-laat", "Te laat")],
        ),
        scheme: Select::new("schema", "Schema", "", [("", "Alle schema’s"), ("CS-A", "CS-A")]),
        audits,
        pagination: Pagination::new(1, 25, total, ("onderzoek", "onderzoeken"), |n| {
            format!("/instelling/onderzoeken?pagina={n}")
        }),
    };
    vec![list("", audits, 312), list("te-zwaar", empty(), 0)]
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, AuditsPage)> {
    ["own-audits", "own-audits-empty"].into_iter().zip(lists().into_iter().map(|list| AuditsPage { list })).collect()
}
