//! These pages as people will see them.

use super::app::AppPage;
use super::giving::GivePage;
use super::passkeys::PasskeyPage;
use super::{AppLine, Change, CodesPage, FactorsPage, PasskeyLine, Passkeys, Rename, new_name};
use crate::web::csrf::{CsrfSecret, CsrfToken};
use crate::web::view::{Alert, Field, Kind, Select, Tone};

fn token() -> CsrfToken {
    CsrfSecret::generate().token()
}

fn page(must: bool) -> FactorsPage {
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
        demanded: true,
        app: Some(AppLine { in_use: !must, waits: must }),
        passkeys: Some(Passkeys { list: if must { Vec::new() } else { passkeys.clone() }, new_name: new_name() }),
        codes_left: if must { 0 } else { 8 },
        change: (!must).then(|| Change {
            proof: Field::new(Kind::Text, "bewijs", "Code uit uw app, of een herstelcode"),
            rename: Some(rename),
            removes_app: true,
            passkeys,
        }),
    }
}

pub(in crate::web::pages) fn factors() -> Vec<(&'static str, FactorsPage)> {
    let bare = FactorsPage { app: None, passkeys: None, demanded: false, ..page(true) };
    vec![("factors", page(false)), ("factors-must", page(true)), ("factors-none", bare)]
}

pub(in crate::web::pages) fn codes() -> Vec<(&'static str, CodesPage)> {
    let codes = (0..10).map(|number| format!("abcd-efgh-ijkl-mno{number}")).collect();
    vec![("factors-codes", CodesPage { codes, next: "/toezicht" })]
}

pub(in crate::web::pages) fn app() -> Vec<(&'static str, AppPage)> {
    let alert = Alert::new(Tone::Negative, "Dat is niet gelukt", "De code klopt niet.");
    vec![("factors-app", AppPage::new(token(), "GEZD GNBV GY3T QOJQ".to_owned(), Some(alert)))]
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
            back: "/account/tweede-factor",
            script: crate::web::assets::passkey_script(),
        },
    )]
}
