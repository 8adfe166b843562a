//! Accounts.

use std::io::{BufRead, IsTerminal};

use secrecy::{ExposeSecret, SecretString};
use stelselwacht::clock::Clock;
use stelselwacht::config::MailWay;
use stelselwacht::domain::access::{Actor, ManageAccounts, Organisation, Permit, Role, decide};
use stelselwacht::domain::identifiers::BodyCode;
use stelselwacht::services::Store;
use stelselwacht::services::accounts::invitations::{self, HOURS, Invited};
use stelselwacht::services::accounts::{
    self, Account, AccountError, NewAccount, SHORTEST_PASSWORD, factors, management,
};

use super::output::say;
use super::{Failure, ready_store, settings};

/// Add, invite, list and close accounts, and help who lost a second factor
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
    Add(Person),
    /// Invite somebody by mail to choose a password
    ///
    /// The link in the mail works once, for as long as the mail says. The mail leaves with `serve`, or with `notify`. Whoever was
    /// closed before is invited to the same account.
    Invite(Person),
    /// List every account by organisation
    ///
    /// Each line has the address, the organisation, the task and the state, with tabs in between.
    List,
    /// Close an account: its sessions end, and nobody can log in to it
    ///
    /// An invitation that waits is withdrawn. The last administrator of an organisation cannot be closed.
    Close(Close),
    /// Remove the second factor of somebody who lost it
    ///
    /// Removes the authenticator app, the passkeys and the recovery codes, and ends the sessions. The owner gets a mail, and sets
    /// up a new factor after the next password.
    ResetFactor(Close),
}

#[derive(Debug, clap::Args)]
struct Close {
    /// E-mail address of the account
    #[arg(long)]
    email: String,
}

#[derive(Debug, clap::Args)]
struct Person {
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

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Storage(error) => error.into(),
            error => Self::Refused(error.to_string()),
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Add(person) => add(person),
        Command::Invite(person) => invite(person),
        Command::List => list(),
        Command::Close(account) => close(account),
        Command::ResetFactor(account) => reset_factor(account),
    }
}

fn reset_factor(arguments: &Close) -> Result<(), Failure> {
    let store = ready_store(&settings()?)?;
    let account = account(&store, &arguments.email)?;
    let permit = permit(account.role.organisation())?;
    factors::reset(&store, &permit, Clock::System.now(), account.id)?;
    say!("De tweede factor van {} is gewist. Bij het volgende inloggen is alleen het wachtwoord nodig.", account.email);
    Ok(())
}

/// The account with this address, of whatever organisation.
fn account(store: &Store, email: &str) -> Result<Account, Failure> {
    let none =
        || format!("«{}» heeft geen account; er is niets gewijzigd. Zie 'stelselwacht user list'.", email.trim());
    accounts::by_address(store, email)?.ok_or_else(|| Failure::Refused(none()))
}

fn permit(organisation: Organisation) -> Result<Permit<ManageAccounts>, Failure> {
    decide(&Actor::Operator, ManageAccounts(organisation)).map_err(|denied| Failure::Refused(denied.to_string()))
}

fn add(person: &Person) -> Result<(), Failure> {
    let role = role(person)?;
    let store = ready_store(&settings()?)?;
    let password = password()?;
    let new = NewAccount { email: &person.email, name: &person.name, role: &role, password: &password };
    let added = accounts::add(&store, &permit(role.organisation())?, Clock::System.now(), &new);
    let account = added.map_err(|error| not_added(error, "Er is geen account toegevoegd."))?;
    say!("Account {} ({}) is toegevoegd.", account.email, account.role.duty());
    Ok(())
}

fn not_added(error: AccountError, outcome: &str) -> Failure {
    match error.into() {
        Failure::Refused(text) => Failure::Refused(format!("{text}\n{outcome}")),
        other @ Failure::Environment(_) => other,
    }
}

fn invite(person: &Person) -> Result<(), Failure> {
    let role = role(person)?;
    let settings = settings()?;
    if matches!(settings.mail.way, MailWay::Off) {
        return Err(Failure::Environment(
            "E-mail staat uit, dus een uitnodiging kan niet weg: zet STELSELWACHT_SMTP_URL, of gebruik 'stelselwacht user add'."
                .to_owned(),
        ));
    }
    let store = ready_store(&settings)?;
    let invited = Invited { email: &person.email, name: &person.name, role: &role };
    let outcome = invitations::invite(&store, &permit(role.organisation())?, Clock::System.now(), &invited);
    let account = outcome.map_err(|error| not_added(error, "Er is niemand uitgenodigd."))?;
    say!(
        "{} ({}) is uitgenodigd; de link werkt {HOURS} uur nadat de mail is verstuurd.",
        account.email,
        account.role.duty()
    );
    Ok(())
}

fn list() -> Result<(), Failure> {
    let store = ready_store(&settings()?)?;
    let organisations = management::organisations(&store, &permit(Organisation::Regulator)?)?;
    for counted in organisations {
        for account in accounts::all(&store, &permit(counted.organisation)?)? {
            say!("{}\t{}\t{}\t{}", account.email, counted.name, account.role.duty(), account.state().word());
        }
    }
    Ok(())
}

fn close(arguments: &Close) -> Result<(), Failure> {
    let store = ready_store(&settings()?)?;
    let account = account(&store, &arguments.email)?;
    management::close_by_id(&store, &permit(account.role.organisation())?, Clock::System.now(), account.id)?;
    say!("Account {} is gesloten.", account.email);
    Ok(())
}

fn role(arguments: &Person) -> Result<Role, Failure> {
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
    let first = ask(&format!("Wachtwoord (ten minste {SHORTEST_PASSWORD} tekens): "))?;
    let second = ask("Nog een keer: ")?;
    if first.expose_secret() == second.expose_secret() {
        Ok(first)
    } else {
        Err(Failure::Refused("De twee wachtwoorden zijn niet gelijk; er is geen account toegevoegd.".to_owned()))
    }
}
