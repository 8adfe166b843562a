//! These pages as people will see them.

use super::app::AppPage;
use super::giving::GivePage;
use super::overview::{AppLine, Change, CodesPage, FactorsPage, PasskeyLine, Passkeys, Rename, new_name};
use super::passkeys::PasskeyPage;
use crate::services::accounts::factors::Proves;
use crate::web::csrf::{CsrfSecret, CsrfToken};
use crate::web::view::{Alert, Field, Kind, Select, Tone};

fn token() -> CsrfToken {
    CsrfSecret::generate().token()
}

fn page(must: bool, proves: Proves) -> FactorsPage {
    let passkeys = vec![PasskeyLine {
        id: 3,
        name: "Telefoon <van> Roos".to_owned(),
        made: "3 november 2026".to_owned(),
        used: "nog niet".to_owned(),
    }];
    let rename = Rename {
        which: Select::new("passkey", "Passkey", "", [("3", "Telefoon")]),
        name: Field::new(Kind::Text, "andere_naam", "Nieuwe naam"),
    };
    FactorsPage {
        csrf: token(),
        alert: Some(Alert::new(Tone::Warning, "Uw taak vraagt een tweede factor", "Stel er hieronder een in.")),
        must,
        next: if must { "/toezicht".to_owned() } else { String::new() },
        demanded: true,
        app: Some(AppLine {
            in_use: !must,
            waits: must.then(|| "/account/tweede-factor/app?naar=%2Ftoezicht".to_owned()),
        }),
        passkeys: Some(Passkeys { list: if must { Vec::new() } else { passkeys.clone() }, new_name: new_name() }),
        codes_left: if must { 0 } else { 8 },
        change: (!must).then(|| Change {
            rename: Some(rename),
            removes_app: proves == Proves::Code,
            passkeys,
            ..Change::proved_by(proves, "TloKB-aanmelden")
        }),
    }
}

pub(in crate::web::pages) fn factors() -> Vec<(&'static str, FactorsPage)> {
    let bare = FactorsPage { app: None, passkeys: None, demanded: false, ..page(true, Proves::Code) };
    vec![
        ("factors", page(false, Proves::Code)),
        ("factors-service", page(false, Proves::SignInAgain)),
        ("factors-service-fresh", page(false, Proves::JustSignedIn)),
        ("factors-must", page(true, Proves::Code)),
        ("factors-none", bare),
    ]
}

pub(in crate::web::pages) fn codes() -> Vec<(&'static str, CodesPage)> {
    let codes = (0..10).map(|number| format!("abcd-efgh-ijkl-mno{number}")).collect();
    vec![("factors-codes", CodesPage { codes, next: "/toezicht".to_owned(), must: true })]
}

pub(in crate::web::pages) fn app() -> Vec<(&'static str, AppPage)> {
    let alert = Alert::new(Tone::Negative, "Dat is niet gelukt", "De code klopt niet.");
    vec![("factors-app", AppPage::new(token(), true, "GEZD GNBV GY3T QOJQ".to_owned(), "/toezicht", Some(alert)))]
}

pub(in crate::web::pages) fn give() -> Vec<(&'static str, GivePage)> {
    vec![
        ("factors-give", GivePage::new(token(), true, true, "/toezicht", None)),
        ("factors-give-recovery", GivePage::new(token(), false, false, "", None)),
    ]
}

pub(in crate::web::pages) fn passkey() -> Vec<(&'static str, PasskeyPage)> {
    vec![(
        "factors-passkey",
        PasskeyPage {
            csrf: token(),
            alert: None,
            title: "Passkey maken",
            text: "Uw browser vraagt u zo om uw vinger.",
            label: "Passkey maken",
            action: "/account/tweede-factor/passkey/bevestigen",
            purpose: "maken",
            options: "{\"publicKey\":{}}".to_owned(),
            next: String::new(),
            logs_in: false,
            back: "/account/tweede-factor".to_owned(),
            script: crate::web::assets::passkey_script(),
        },
    )]
}
