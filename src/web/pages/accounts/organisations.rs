//! Every organisation with its accounts counted, for the administrators of the regulator.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::list_of;
use crate::domain::access::{ManageAccounts, Organisation, decide};
use crate::language::Language;
use crate::services::accounts::management::{self, Counted};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Cell, Column, Table};

/// All organisations that can have accounts.
#[derive(Debug, Clone, Serialize)]
pub struct OrganisationsPage {
    /// Name, kind, administrators, accounts in use, invitations.
    organisations: Table,
}

impl Page for OrganisationsPage {
    const TEMPLATE: &'static str = "pages/accounts/organisations";

    fn title(&self, _: Language) -> String {
        "Accounts".to_owned()
    }

    fn section(&self) -> Section {
        Section::Accounts
    }
}

pub(super) async fn show(portal: web::Data<Portal>, screen: Screen, who: LoggedIn) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), ManageAccounts(Organisation::Regulator))?;
    let found = portal.work(move |portal| management::organisations(&portal.store, &permit)).await?;
    screen.show(&OrganisationsPage { organisations: table(&found) })
}

fn table(organisations: &[Counted]) -> Table {
    let columns = [
        Column::text("Organisatie"),
        Column::text("Soort"),
        Column::number("Beheerders"),
        Column::number("In gebruik"),
        Column::number("Uitgenodigd"),
    ];
    Table::new("Organisaties met hun accounts", columns).under_heading().with(organisations.iter().map(|counted| {
        let kind = match counted.organisation {
            Organisation::Regulator => "toezichthouder",
            Organisation::Body(_) => "certificerende instelling",
            Organisation::SchemeOwner(_) => "schemabeheerder",
        };
        let administrators = match counted.organisation {
            // Their accounts are kept by the regulator.
            Organisation::SchemeOwner(_) => "–".to_owned(),
            _ => counted.administrators.to_string(),
        };
        [
            Cell::heading(&counted.name).linked(list_of(&counted.organisation)),
            Cell::text(kind),
            Cell::text(administrators),
            Cell::text(counted.open.to_string()),
            Cell::text(counted.waiting.to_string()),
        ]
    }))
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, OrganisationsPage)> {
    let counted = |organisation: Organisation, name: &str, open, administrators, waiting| Counted {
        organisation,
        name: name.to_owned(),
        open,
        administrators,
        waiting,
    };
    let found = [
        counted(Organisation::Regulator, "TloKB", 6, 2, 0),
        counted(Organisation::SchemeOwner("Stichting Installaties".to_owned()), "Stichting Installaties", 1, 0, 1),
    ];
    vec![("accounts", OrganisationsPage { organisations: table(&found) })]
}
