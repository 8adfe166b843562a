//! The demonstration: invented deliveries, moved in time so that they always end last month, and delivered quarter by quarter
//! so that the register has a past.

mod orders;
mod reasons;
mod shift;
mod slice;
mod table;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, TimeDelta, Utc};
use secrecy::SecretString;
use serde_json::Value;

use self::shift::{Shift, shift};
use self::slice::known_on;
use self::table::Files;
use super::accounts::invitations::{self, Invited};
use super::accounts::{self, AccountError, NewAccount};
use super::api_tokens::{self, NewToken};
use super::delivery::DeliveryError;
use super::delivery::apply::{Mode, Request, deliver};
use super::delivery::parse::parse;
use super::delivery::read::{IntakeError, Limits, SourceFile};
use super::proof::keys::{self, KeyError};
use super::system::{self, LoadError, find_matrix};
use crate::domain::access::program::Scope;
use crate::domain::access::{
    Actor, Deliver, Denied, LoadSystem, ManageAccounts, ManageKeys, ManageTokens, Organisation, Role, decide,
};
use crate::domain::calendar::dutch_day;
use crate::domain::identifiers::BodyCode;
use crate::storage::Store;

pub use self::table::BrokenDemo;

/// The password of every demonstration account. It protects nothing: the data are invented and the address is local.
pub const PASSWORD: &str = "alleen-demonstratie";

/// The demonstration accounts: e-mail address, name of the person, where that person works (the code of a body, the name of an
/// owner of schemes, or nothing for the regulator), and the task.
pub const ACCOUNTS: [(&str, &str, Workplace, &str); 9] = [
    ("toezicht@tlokb.example", "Toos Toezicht", Workplace::Regulator, "toezichthouder"),
    ("tweede@tlokb.example", "Teun Tweede", Workplace::Regulator, "toezichthouder"),
    ("beheer@tlokb.example", "Bas Beheer", Workplace::Regulator, "beheerder"),
    ("register@tlokb.example", "Riet Register", Workplace::Regulator, "registerbeheerder"),
    ("alfa@instelling.example", "Anna Alfa", Workplace::Body("alfa"), "beheerder"),
    ("lezer@instelling.example", "Lex Lezer", Workplace::Body("alfa"), "lezer"),
    ("bravo@instelling.example", "Bram Bravo", Workplace::Body("bravo"), "beheerder"),
    ("delta@instelling.example", "Dina Delta", Workplace::Body("delta"), "aanleveraar"),
    ("schema@beheerder.example", "Sara Schema", Workplace::SchemeOwner("Stichting Installaties"), "indiener"),
];

/// Somebody who is invited and did not come yet, so that a list of accounts shows what that looks like: e-mail address, name,
/// code of the body, and task.
const INVITED: (&str, &str, &str, &str) = ("nieuw@instelling.example", "Nora Nieuw", "alfa", "aanleveraar");

/// Where somebody of the demonstration works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Workplace {
    /// At the regulator.
    Regulator,
    /// At the body with this code.
    Body(&'static str),
    /// At the owner of schemes with this name.
    SchemeOwner(&'static str),
}

/// The last day of the data as they are kept.
const ENDS_ON: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 6, 30);

/// How many quarters are delivered one by one; what is older comes with the first.
const QUARTERS: u32 = 12;

macro_rules! files_of {
    ($($code:literal),+) => {
        [$((
            $code,
            [
                ("certificaten", include_bytes!(concat!("../../../demo/", $code, "-certificaten.csv")).as_slice()),
                ("onderzoeken", include_bytes!(concat!("../../../demo/", $code, "-onderzoeken.csv")).as_slice()),
                ("afwijkingen", include_bytes!(concat!("../../../demo/", $code, "-afwijkingen.csv")).as_slice()),
                ("besluiten", include_bytes!(concat!("../../../demo/", $code, "-besluiten.csv")).as_slice()),
            ],
        )),+]
    };
}

type Kept = [(&'static str, &'static [u8]); 4];

static BODIES: [(&str, Kept); 5] = files_of!("alfa", "bravo", "charlie", "delta", "echo");

const SYSTEM: &str = include_str!("../../../demo/stelsel.json");

/// Why the demonstration could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A file of the demonstration is damaged.
    #[error(transparent)]
    Broken(#[from] BrokenDemo),
    /// A file is too large to take in.
    #[error(transparent)]
    Intake(#[from] IntakeError),
    /// The schemes and bodies were refused.
    #[error(transparent)]
    System(#[from] LoadError),
    /// A delivery was refused.
    #[error(transparent)]
    Delivery(#[from] DeliveryError),
    /// An account was refused.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The key was refused.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The right was refused.
    #[error(transparent)]
    Denied(#[from] Denied),
}

/// Fills an empty database; `told` hears how many of how many deliveries are in.
///
/// # Errors
/// [`DemoError`]; the database then holds a part.
pub fn fill(store: &Store, now: DateTime<Utc>, told: &dyn Fn(usize, usize)) -> Result<(), DemoError> {
    let by = Shift::to_last_month(ENDS_ON.unwrap_or_default(), dutch_day(now));
    let quarters = quarters(by.last_day());
    let bodies = BODIES.iter().map(|(code, kept)| moved(code, kept, by)).collect::<Result<Vec<_>, _>>()?;
    let mut clock = Recorder { last: start(&quarters, now), now };
    let may_load = decide(&Actor::Operator, LoadSystem)?;
    let find = |name: &str| find_matrix(name, &[]);
    system::load(store, &may_load, clock.tick(None), &moved_system(by, Ends::Unknown)?, &find)?;
    let total = quarters.len() * bodies.len();
    let mut done = 0;
    for quarter in quarters {
        for (code, files) in &bodies {
            told(done, total);
            let through = if done + BODIES.len() >= total { last_through(code, quarter) } else { quarter };
            send(store, code, &known_on(files, through)?, through, clock.tick(Some(quarter)))?;
            done += 1;
        }
    }
    // What ended, ended after all those deliveries.
    system::load(store, &may_load, clock.tick(None), &moved_system(by, Ends::Known)?, &find)?;
    told(done, total);
    accounts(store, now)?;
    reasons::fill(store, now)?;
    orders::fill(store, now)
}

/// The body that is behind: its last delivery lacks the last months.
const LATE: &str = "delta";

/// How many months those are: one that is late, and one that may still be in time.
const MONTHS_LATE: u32 = 2;

/// Through which day the last delivery of a body is complete.
fn last_through(body: &BodyCode, quarter: NaiveDate) -> NaiveDate {
    let behind = if body.as_str() == LATE { MONTHS_LATE } else { 0 };
    let first_of_next =
        quarter.checked_add_days(Days::new(1)).and_then(|day| day.checked_sub_months(Months::new(behind)));
    first_of_next.and_then(|day| day.pred_opt()).unwrap_or(quarter)
}

/// The body with a program that uses the API.
const WITH_TOKEN: &str = "alfa";

/// Makes a token that may read and deliver everything for alfa over the API; it is shown once.
///
/// # Errors
/// [`DemoError`].
pub fn token(store: &Store, now: DateTime<Utc>) -> Result<SecretString, DemoError> {
    const DAYS: u64 = 90;
    let body = BodyCode::parse(WITH_TOKEN).map_err(|error| BrokenDemo(error.to_string()))?;
    let permit = decide(&Actor::Operator, ManageTokens(body))?;
    let last_day = dutch_day(now).checked_add_days(Days::new(DAYS));
    let new = NewToken { name: "demonstratie", scopes: Scope::all().collect(), last_day };
    let made = api_tokens::make(store, &permit, now, &new).map_err(|error| BrokenDemo(error.to_string()))?;
    Ok(made.secret)
}

/// Makes a key that signs statements, under a secret that only this start of the demonstration knows.
///
/// # Errors
/// [`DemoError`].
pub fn signing(store: &Store, now: DateTime<Utc>) -> Result<SecretString, DemoError> {
    let secret = SecretString::from(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()));
    keys::make(store, &decide(&Actor::Operator, ManageKeys)?, now, &secret)?;
    Ok(secret)
}

/// When the deliveries arrive: some days after each quarter, each later than the one before, and none in the future.
struct Recorder {
    last: DateTime<Utc>,
    now: DateTime<Utc>,
}

impl Recorder {
    fn tick(&mut self, after: Option<NaiveDate>) -> DateTime<Utc> {
        const DAYS_AFTER_A_QUARTER: u64 = 6;
        let wished = after
            .and_then(|day| day.checked_add_days(Days::new(DAYS_AFTER_A_QUARTER)))
            .map(|day| day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(9));
        let next = self.last + TimeDelta::seconds(47);
        self.last = wished.map_or(next, |wished| wished.max(next)).min(self.now).max(self.last);
        self.last
    }
}

fn start(quarters: &[NaiveDate], now: DateTime<Utc>) -> DateTime<Utc> {
    quarters.first().map_or(now, |first| first.and_time(NaiveTime::MIN).and_utc())
}

/// The last days of the quarters up to the last day.
fn quarters(last_day: NaiveDate) -> Vec<NaiveDate> {
    let first_of_next = last_day.checked_add_days(Days::new(1)).unwrap_or(last_day);
    let ends = (0..QUARTERS).rev().filter_map(|back| first_of_next.checked_sub_months(Months::new(3 * back)));
    ends.filter_map(|first| first.pred_opt()).collect()
}

fn moved(code: &str, kept: &Kept, by: Shift) -> Result<(BodyCode, Files), DemoError> {
    let [certificates, audits, findings, decisions] = kept.map(|(_, bytes)| bytes.to_vec());
    let code = BodyCode::parse(code).map_err(|error| BrokenDemo(error.to_string()))?;
    Ok((code, shift(&Files { certificates, audits, findings, decisions }, by)?))
}

/// Whether it is known already that designations end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    Unknown,
    Known,
}

/// The schemes and bodies with their dates moved; what has held since the beginning does not start later than it did.
fn moved_system(by: Shift, ends: Ends) -> Result<String, BrokenDemo> {
    let broken = |error: &dyn std::fmt::Display| BrokenDemo(error.to_string());
    let mut system: Value = serde_json::from_str(SYSTEM).map_err(|error| broken(&error))?;
    let shifted = |value: &mut Value, keeps_start: bool| {
        let day: Option<NaiveDate> = value.as_str().and_then(|text| text.parse().ok());
        let Some(day) = day else { return Err(broken(&"een datum in stelsel.json klopt niet")) };
        let moved = by.by_months(day);
        *value = Value::from((if keeps_start { moved.min(day) } else { moved }).to_string());
        Ok(())
    };
    for scheme in system["schemas"].as_array_mut().into_iter().flatten() {
        for (at, version) in scheme["versies"].as_array_mut().into_iter().flatten().enumerate() {
            shifted(&mut version["inWerkingOp"], at == 0)?;
        }
    }
    for body in system["instellingen"].as_array_mut().into_iter().flatten() {
        shifted(&mut body["aangewezenOp"], true)?;
        for designation in body["aangewezenVoor"].as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut)
        {
            designation.get_mut("op").map_or(Ok(()), |day| shifted(day, true))?;
            if ends == Ends::Unknown {
                designation.retain(|name, _| name != "tot" && name != "einde");
            }
            designation.get_mut("tot").map_or(Ok(()), |day| shifted(day, false))?;
        }
    }
    Ok(system.to_string())
}

fn send(store: &Store, body: &BodyCode, files: &Files, through: NaiveDate, at: DateTime<Utc>) -> Result<(), DemoError> {
    let limits = Limits::default();
    let named = [
        ("certificaten", &files.certificates),
        ("onderzoeken", &files.audits),
        ("afwijkingen", &files.findings),
        ("besluiten", &files.decisions),
    ];
    let taken = named.iter().map(|(kind, bytes)| {
        SourceFile::take_in(&format!("{kind}.csv"), bytes.as_slice(), bytes.len() as u64, &limits)
    });
    let delivery = parse(&taken.collect::<Result<Vec<_>, _>>()?, &limits, dutch_day(at), &|_, _| {});
    let permit = decide(&Actor::Operator, Deliver(body.clone()))?;
    let request = Request { delivery, through: Some(through), mode: Mode::All };
    let receipt = deliver(store, &permit, request, at, &|_, _| {})?;
    if receipt.applied.is_none() {
        return Err(BrokenDemo(format!("de aanlevering van {body} tot en met {through} wordt geweigerd")).into());
    }
    Ok(())
}

fn accounts(store: &Store, now: DateTime<Utc>) -> Result<(), DemoError> {
    let password = SecretString::from(PASSWORD);
    let broken = |error: &dyn std::fmt::Display| BrokenDemo(error.to_string());
    for (email, name, workplace, duty) in ACCOUNTS {
        let organisation = match workplace {
            Workplace::Regulator => Organisation::Regulator,
            Workplace::Body(code) => Organisation::Body(BodyCode::parse(code).map_err(|error| broken(&error))?),
            Workplace::SchemeOwner(name) => Organisation::SchemeOwner(name.to_owned()),
        };
        let role = Role::of(organisation.clone(), duty).map_err(|error| broken(&error))?;
        let permit = decide(&Actor::Operator, ManageAccounts(organisation))?;
        accounts::add(store, &permit, now, &NewAccount { email, name, role: &role, password: &password })?;
    }
    let (email, name, code, duty) = INVITED;
    let organisation = Organisation::Body(BodyCode::parse(code).map_err(|error| broken(&error))?);
    let role = Role::of(organisation.clone(), duty).map_err(|error| broken(&error))?;
    let permit = decide(&Actor::Operator, ManageAccounts(organisation))?;
    invitations::invite(store, &permit, now, &Invited { email, name, role: &role })?;
    Ok(())
}
