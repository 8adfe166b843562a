//! Accounts and sessions: who gets in, for how long, and how guessing is slowed down.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::Text;
use secrecy::{ExposeSecret, SecretString};
use stelselwacht::domain::access::{Actor, BodyDuty, ManageAccounts, RegulatorDuty, Role};
use stelselwacht::domain::identifiers::BodyCode;
use stelselwacht::domain::second_factor::Demand;
use stelselwacht::services::accounts::attempts::{FIRST_WAIT, FREE_PER_ACCOUNT, FREE_PER_ADDRESS, WINDOW};
use stelselwacht::services::accounts::{
    self, Account, AccountError, Lifetimes, LogIn, LogInError, NewAccount, OpenSession, Rules, Standing,
};
use stelselwacht::storage::audit_trail::{self, Filter};
use stelselwacht::storage::{Conn, Page, StorageError};

use crate::support::system::{database_with_system, operator};
use crate::support::{TestDatabase, moment};

const EMAIL: &str = "an@alfa.example";
const PASSWORD: &str = "paard batterij nietje";
const RULES: Rules<'static> = Rules {
    lifetimes: Lifetimes { idle: TimeDelta::minutes(30), absolute: TimeDelta::hours(12) },
    demand: Demand::Offered,
    issuer: None,
};

fn now() -> DateTime<Utc> {
    moment("2026-06-30T08:00:00Z")
}

fn add(database: &TestDatabase, email: &str, role: &Role, password: &str) -> Result<Account, AccountError> {
    let password = SecretString::from(password.to_owned());
    let new = NewAccount { email, name: "An", role, password: &password };
    accounts::add(&database.store, &operator(ManageAccounts(role.organisation())), now(), &new)
}

fn alfa() -> Role {
    Role::Body(BodyCode::parse("alfa").unwrap(), BodyDuty::Administrator)
}

fn with_account() -> TestDatabase {
    let database = database_with_system();
    add(&database, EMAIL, &alfa(), PASSWORD).unwrap();
    database
}

fn attempt(
    database: &TestDatabase,
    at: DateTime<Utc>,
    email: &str,
    password: &str,
    address: &str,
) -> Result<OpenSession, LogInError> {
    let password = SecretString::from(password.to_owned());
    let address: IpAddr = address.parse().unwrap();
    let log_in = LogIn { email, password: &password, address: Some(address), device: None, previous_token: None };
    accounts::log_in(&database.store, at, RULES, &log_in)
}

fn actions(database: &TestDatabase) -> Vec<String> {
    let filter = Filter { subject: Some("account".into()), ..Filter::default() };
    let page = database.store.read(|conn| audit_trail::list(conn, &filter, Page::new(1, 100))).unwrap();
    page.rows.into_iter().rev().map(|entry| format!("{} {} {}", entry.actor, entry.action, entry.subject)).collect()
}

#[test]
fn an_account_is_added_once_however_its_address_is_typed() {
    let database = database_with_system();
    let account = add(&database, " An@ALFA.example ", &alfa(), PASSWORD).unwrap();
    assert_eq!((account.email.as_str(), &account.role), (EMAIL, &alfa()));
    let again = add(&database, EMAIL, &Role::Regulator(RegulatorDuty::Supervisor), PASSWORD).unwrap_err().to_string();
    assert!(again.contains("heeft al een account"), "{again}");
    let all = accounts::all(&database.store, &operator(ManageAccounts(alfa().organisation()))).unwrap();
    assert_eq!(all, [account]);
    assert_eq!(actions(&database), ["opdrachtregel account-toegevoegd account/an@alfa.example"]);
}

#[test]
fn everything_wrong_with_an_account_is_named_at_once() {
    let database = database_with_system();
    let password = SecretString::from("te kort".to_owned());
    let new = NewAccount { email: "geen adres", name: " ", role: &alfa(), password: &password };
    let refused =
        accounts::add(&database.store, &operator(ManageAccounts(alfa().organisation())), now(), &new).unwrap_err();
    let text = refused.to_string();
    for part in ["e-mail: ", "naam: ", "wachtwoord: is te kort"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("te kort:") || !text.contains(password.expose_secret()) || text.contains("is te kort"));
    let zulu = Role::Body(BodyCode::parse("zulu").unwrap(), BodyDuty::Reader);
    let unknown = add(&database, EMAIL, &zulu, PASSWORD).unwrap_err().to_string();
    assert!(unknown.contains("alfa, bravo"), "{unknown}");
    assert!(add(&database, EMAIL, &alfa(), "aaaaaaaaaaaaaaaa").is_err());
}

/// What lies in the database is of no use to whoever reads it.
#[test]
fn passwords_and_tokens_are_kept_as_hashes() {
    #[derive(QueryableByName)]
    struct Value {
        #[diesel(sql_type = Text)]
        value: String,
    }
    let database = with_account();
    let session = attempt(&database, now(), EMAIL, PASSWORD, "192.0.2.1").unwrap();
    let read = |query: &str| -> String {
        let load = |conn: &mut Conn| diesel::sql_query(query).get_result::<Value>(conn).map_err(StorageError::from);
        database.store.read(load).unwrap().value
    };
    let hash = read("SELECT password_hash AS value FROM accounts");
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    let token = read("SELECT token_hash AS value FROM sessions");
    assert!(token.len() == 64 && token != session.token.expose_secret());
    assert_eq!(session.token.expose_secret().len(), 43, "256 bits in base64");
    assert!(!format!("{session:?}").contains(session.token.expose_secret()), "tokens stay out of logs");
}

#[test]
fn logging_in_gives_a_session_until_it_is_over() {
    let database = with_account();
    let opened = attempt(&database, now(), "AN@alfa.example", PASSWORD, "192.0.2.1").unwrap();
    let token = opened.token.expose_secret();
    let at = |minutes| accounts::session(&database.store, now() + TimeDelta::minutes(minutes), RULES, token).unwrap();

    let Some(Standing::In(session)) = at(0) else { panic!("not in") };
    assert_eq!(session.actor(), Actor::Account { email: EMAIL.into(), role: alfa() });
    assert_ne!(session.csrf_secret, "", "forms of the session have a secret of their own");
    assert!(at(29).is_some(), "used within the half hour");
    assert!(at(58).is_some(), "and again");
    assert!(at(88).is_none(), "half an hour unused");
    assert!(accounts::session(&database.store, now(), RULES, "verzonnen").unwrap().is_none());
}

#[test]
fn a_session_ends_after_its_longest_time_however_it_is_used() {
    let database = with_account();
    let opened = attempt(&database, now(), EMAIL, PASSWORD, "192.0.2.1").unwrap();
    let token = opened.token.expose_secret();
    for quarter in 0..48 {
        let at = now() + TimeDelta::minutes(15 * quarter);
        assert!(accounts::session(&database.store, at, RULES, token).unwrap().is_some(), "{at}");
    }
    let over = now() + RULES.lifetimes.absolute;
    assert_eq!(opened.expires_at, over);
    assert!(accounts::session(&database.store, over, RULES, token).unwrap().is_none());
}

#[test]
fn logging_in_again_replaces_the_session_and_logging_out_ends_it() {
    let database = with_account();
    let alive = |token: &SecretString| {
        accounts::session(&database.store, now(), RULES, token.expose_secret()).unwrap().is_some()
    };
    let first = attempt(&database, now(), EMAIL, PASSWORD, "192.0.2.1").unwrap();
    let password = SecretString::from(PASSWORD.to_owned());
    let previous_token = Some(first.token.expose_secret());
    let log_in = LogIn { email: EMAIL, password: &password, address: None, device: None, previous_token };
    let second = accounts::log_in(&database.store, now(), RULES, &log_in).unwrap();
    assert!(!alive(&first.token) && alive(&second.token));
    assert_ne!(first.token.expose_secret(), second.token.expose_secret());

    accounts::log_out(&database.store, now(), second.token.expose_secret()).unwrap();
    assert!(!alive(&second.token));
    accounts::log_out(&database.store, now(), second.token.expose_secret()).unwrap();
    let trail = actions(&database);
    assert_eq!(trail.last().unwrap(), "an@alfa.example afgemeld account/an@alfa.example");
    assert_eq!(trail.iter().filter(|line| line.contains("afgemeld")).count(), 1);
}

#[test]
fn a_closed_account_is_out_at_once() {
    let database = with_account();
    let opened = attempt(&database, now(), EMAIL, PASSWORD, "192.0.2.1").unwrap();
    let last = accounts::close(&database.store, &operator(ManageAccounts(alfa().organisation())), now(), EMAIL);
    assert!(matches!(last, Err(AccountError::LastAdministrator)), "{last:?}");
    add(&database, "bo@alfa.example", &alfa(), PASSWORD).unwrap();
    accounts::close(&database.store, &operator(ManageAccounts(alfa().organisation())), now(), EMAIL).unwrap();
    let token = opened.token.expose_secret();
    assert!(accounts::session(&database.store, now(), RULES, token).unwrap().is_none());
    let refused = attempt(&database, now(), EMAIL, PASSWORD, "192.0.2.1").unwrap_err();
    assert!(matches!(refused, LogInError::WrongCredentials), "{refused}");
    assert!(
        accounts::close(&database.store, &operator(ManageAccounts(alfa().organisation())), now(), "x@y.nl").is_err()
    );
}

#[test]
fn a_wrong_password_and_an_unknown_account_look_the_same() {
    let database = with_account();
    let wrong = attempt(&database, now(), EMAIL, "verkeerd wachtwoord", "192.0.2.1").unwrap_err().to_string();
    let unknown = attempt(&database, now(), "geheim wachtwoord", PASSWORD, "192.0.2.1").unwrap_err().to_string();
    assert_eq!(wrong, unknown);
    let trail = actions(&database);
    assert!(trail.contains(&"bezoeker aanmelden-mislukt account/an@alfa.example".to_owned()), "{trail:?}");
    assert!(!trail.iter().any(|line| line.contains("geheim")), "what was typed may be a password: {trail:?}");
}

/// Five tries are free; then each wait is twice the one before, also for the right password, and a try during the wait
/// is not looked at.
#[test]
fn guessing_at_one_account_is_slowed_down_from_any_address() {
    let database = with_account();
    let from = |number: u32| format!("198.51.100.{number}");
    for number in 0..FREE_PER_ACCOUNT {
        let outcome = attempt(&database, now(), EMAIL, "verkeerd wachtwoord", &from(number));
        assert!(matches!(outcome, Err(LogInError::WrongCredentials)), "{number}");
    }
    let refused = attempt(&database, now(), EMAIL, PASSWORD, &from(9)).unwrap_err();
    assert!(matches!(refused, LogInError::TooManyAttempts { wait } if wait == FIRST_WAIT), "{refused:?}");
    assert!(refused.to_string().contains("seconden"), "{refused}");

    let after_first = now() + FIRST_WAIT;
    assert!(matches!(
        attempt(&database, after_first, EMAIL, "verkeerd wachtwoord", &from(9)),
        Err(LogInError::WrongCredentials)
    ));
    let refused = attempt(&database, after_first + FIRST_WAIT, EMAIL, PASSWORD, &from(9)).unwrap_err();
    assert!(matches!(refused, LogInError::TooManyAttempts { wait } if wait == FIRST_WAIT), "{refused:?}");

    // The right password in time makes the account start afresh.
    let in_time = after_first + FIRST_WAIT * 2;
    attempt(&database, in_time, EMAIL, PASSWORD, &from(9)).unwrap();
    for _ in 0..FREE_PER_ACCOUNT {
        let outcome = attempt(&database, in_time, EMAIL, "verkeerd wachtwoord", &from(9));
        assert!(matches!(outcome, Err(LogInError::WrongCredentials)));
    }
}

#[test]
fn failures_are_forgotten_after_the_window() {
    let database = with_account();
    for _ in 0..FREE_PER_ACCOUNT {
        attempt(&database, now(), EMAIL, "verkeerd wachtwoord", "192.0.2.1").unwrap_err();
    }
    assert!(attempt(&database, now() + WINDOW, EMAIL, PASSWORD, "192.0.2.1").is_ok());
}

/// An account of one's own does not help to guess at others.
#[test]
fn guessing_at_many_accounts_from_one_address_is_slowed_down() {
    let database = with_account();
    let address = "2001:db8:1:2::";
    for number in 0..FREE_PER_ADDRESS {
        if number == 10 {
            attempt(&database, now(), EMAIL, PASSWORD, &format!("{address}{number}")).unwrap();
        }
        let email = format!("iemand{number}@alfa.example");
        let outcome = attempt(&database, now(), &email, "verkeerd wachtwoord", &format!("{address}{number}"));
        assert!(matches!(outcome, Err(LogInError::WrongCredentials)), "{number}");
    }
    let refused = attempt(&database, now(), EMAIL, PASSWORD, &format!("{address}ffff")).unwrap_err();
    assert!(matches!(refused, LogInError::TooManyAttempts { .. }), "{refused:?}");
    attempt(&database, now(), EMAIL, PASSWORD, "192.0.2.7").unwrap();
}

/// All at the same moment: no more than the free ones are looked at.
#[test]
fn many_guesses_at_once_gain_nothing() {
    let database = with_account();
    let looked_at = std::thread::scope(|scope| {
        let guess = || attempt(&database, now(), EMAIL, "verkeerd wachtwoord", "192.0.2.1");
        let threads: Vec<_> = (0..12).map(|_| scope.spawn(guess)).collect();
        let outcomes = threads.into_iter().map(|thread| thread.join().unwrap());
        outcomes.filter(|outcome| matches!(outcome, Err(LogInError::WrongCredentials))).count()
    });
    assert_eq!(looked_at, usize::try_from(FREE_PER_ACCOUNT).unwrap());
}

/// A long delivery holds the database; who is logged in keeps working.
#[test]
fn a_session_works_while_a_delivery_is_stored() {
    let database = with_account();
    let opened = attempt(&database, now(), EMAIL, PASSWORD, "192.0.2.1").unwrap();
    let (store, token) = (database.store.clone(), opened.token.clone());
    database
        .store
        .write(|conn: &mut Conn| {
            stelselwacht::storage::register_state::bump(conn)?;
            let later = now() + TimeDelta::minutes(5);
            let page = std::thread::spawn(move || accounts::session(&store, later, RULES, token.expose_secret()));
            assert!(page.join().unwrap()?.is_some());
            Ok::<_, StorageError>(())
        })
        .unwrap();
}
