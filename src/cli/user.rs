//! Accounts.

use std::io::{BufRead, IsTerminal};

use secrecy::{ExposeSecret, SecretString};
use stelselwacht::clock::Clock;
use stelselwacht::domain::access::{Actor, ManageAccounts, Organisation, Role, decide};
use stelselwacht::domain::identifiers::BodyCode;
use stelselwacht::services::accounts::{self, AccountError, NewAccount, factors};

use super::output::say;
use super::{Failure, ready_store, settings};

/// Add accounts, and help who lost a second factor
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Add an account
    ///
    /// The password is asked for on the terminal, or read from the first line of standard input; never give it as an
    /// argument, where others can see it.
    Add(Add),
    /// Remove the second factor of somebody who lost it
    ///
    /// Removes the authenticator app, the passkeys and the recovery codes, and ends the sessions. The owner gets a mail, and sets
    /// up a new factor after the next password.
    ResetFactor(ResetFactor),
}

#[derive(Debug, clap::Args)]
struct ResetFactor {
    /// E-mail address of the account
    #[arg(long)]
    email: String,
}

#[derive(Debug, clap::Args)]
struct Add {
    /// E-mail address to log in with
    #[arg(long)]
    email: String,
    /// Name of the person
    #[arg(long)]
    name: String,
    /// For whom the person works
    #[arg(long, value_enum)]
    role: RoleWord,
    /// What the person does there: beheerder, registerbeheerder, toezichthouder, aanleveraar, lezer or indiener
    ///
    /// Without it: beheerder, and indiener for an owner of schemes.
    #[arg(long, value_name = "TASK")]
    duty: Option<String>,
    /// Code of the body, for --role instelling
    #[arg(long, value_name = "CODE", required_if_eq("role", "instelling"))]
    body: Option<String>,
    /// Name of the owner as it stands with its schemes, for --role schemabeheerder
    #[arg(long, value_name = "NAME", required_if_eq("role", "schemabeheerder"))]
    owner: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum RoleWord {
    /// The regulator
    Tlokb,
    /// A certification body
    Instelling,
    /// An owner of schemes
    Schemabeheerder,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Add(arguments) => add(arguments),
        Command::ResetFactor(arguments) => reset_factor(arguments),
    }
}

fn reset_factor(arguments: &ResetFactor) -> Result<(), Failure> {
    let store = ready_store(&settings()?)?;
    let refused = |text: String| Err(Failure::Refused(text));
    let Some(account) = accounts::by_address(&store, &arguments.email)? else {
        return refused(format!("«{}» heeft geen account; er is niets gewijzigd.", arguments.email.trim()));
    };
    let permit = decide(&Actor::Operator, ManageAccounts(account.role.organisation()))
        .map_err(|denied| Failure::Refused(denied.to_string()))?;
    if factors::reset(&store, &permit, Clock::System.now(), &account.email)? {
        say!(
            "De tweede factor van {} is gewist. Bij het volgende inloggen is alleen het wachtwoord nodig.",
            account.email
        );
        Ok(())
    } else {
        refused(format!("{} heeft geen tweede factor; er is niets gewijzigd.", account.email))
    }
}

fn add(arguments: &Add) -> Result<(), Failure> {
    let role = role(arguments)?;
    let store = ready_store(&settings()?)?;
    let password = password()?;
    let organisation = role.organisation();
    let permit = decide(&Actor::Operator, ManageAccounts(organisation))
        .map_err(|denied| Failure::Refused(denied.to_string()))?;
    let new = NewAccount { email: &arguments.email, name: &arguments.name, role: &role, password: &password };
    match accounts::add(&store, &permit, Clock::System.now(), &new) {
        Ok(account) => {
            say!("Account {} ({}) is toegevoegd.", account.email, account.role.duty());
            Ok(())
        }
        Err(AccountError::Refused(faults)) => {
            Err(Failure::Refused(format!("{faults}\nEr is geen account toegevoegd.")))
        }
        Err(AccountError::Storage(error)) => Err(error.into()),
    }
}

fn role(arguments: &Add) -> Result<Role, Failure> {
    let refused = |text: String| Err(Failure::Refused(text));
    let organisation = match (arguments.role, &arguments.body, &arguments.owner) {
        (RoleWord::Tlokb, None, None) => Organisation::Regulator,
        (RoleWord::Instelling, Some(code), None) => match BodyCode::parse(code) {
            Ok(code) => Organisation::Body(code),
            Err(error) => return refused(format!("--body {error}")),
        },
        (RoleWord::Schemabeheerder, None, Some(name)) => Organisation::SchemeOwner(name.trim().to_owned()),
        (RoleWord::Tlokb, Some(_), _) => {
            return refused("--body hoort niet bij --role tlokb: dat account ziet elke instelling.".to_owned());
        }
        _ => {
            return refused(
                "Geef --body alleen bij --role instelling en --owner alleen bij --role schemabeheerder.".to_owned(),
            );
        }
    };
    let usual = Role::duties(&organisation)[0];
    let duty = arguments.duty.as_deref().unwrap_or(usual);
    Role::of(organisation, duty).map_err(|error| Failure::Refused(format!("--duty «{duty}»: {error}.")))
}

fn password() -> Result<SecretString, Failure> {
    let unreadable = |error: std::io::Error| Failure::Environment(format!("Het wachtwoord is niet te lezen: {error}"));
    if !std::io::stdin().is_terminal() {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).map_err(unreadable)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned().into());
    }
    let ask = |question: &str| rpassword::prompt_password(question).map(SecretString::from).map_err(unreadable);
    let first = ask("Wachtwoord (ten minste 12 tekens): ")?;
    let second = ask("Nog een keer: ")?;
    if first.expose_secret() == second.expose_secret() {
        Ok(first)
    } else {
        Err(Failure::Refused("De twee wachtwoorden zijn niet gelijk; er is geen account toegevoegd.".to_owned()))
    }
}
