//! `audit-trail`: who did what, and whether the record of it is whole.

use clap::{Args, Subcommand};
use serde_json::json;
use stelselwacht::domain::access::{Actor, Supervise, decide};
use stelselwacht::domain::text::written_out;
use stelselwacht::services::Page;
use stelselwacht::services::trail::{self, Chain, Entry, Filter};

use super::output::say;
use super::{Failure, ready_store, settings};

/// Check or list the audit trail (logboek).
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Follow the chain of hashes from the first entry to the last
    ///
    /// Exit code 1 when an entry was changed or taken out. The last hash is printed: note it elsewhere to notice later
    /// when entries at the end are gone.
    Verify,
    /// List entries, newest first
    List(List),
}

#[derive(Debug, Args)]
struct List {
    /// Only what this actor did: an e-mail address, or `opdrachtregel`
    #[arg(long)]
    actor: Option<String>,
    /// Only this action, such as `aanlevering-opgeslagen`
    #[arg(long)]
    action: Option<String>,
    /// Only about this subject
    #[arg(long)]
    subject: Option<String>,
    /// At most this many
    #[arg(long, value_name = "NUMBER", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=500))]
    limit: u32,
    /// Print JSON: a list of {regel, tijd, wie, handeling, waarover, bijzonderheden, controlewaarde}
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let store = ready_store(&settings()?)?;
    let permit = decide(&Actor::Operator, Supervise).map_err(|denied| Failure::Refused(denied.to_string()))?;
    match &arguments.command {
        Command::Verify => match trail::verify(&store, &permit)? {
            Chain::Intact { entries, last_hash } => {
                say!("Het logboek is heel: {entries} regels sluiten op elkaar aan.");
                say!("Laatste controlewaarde: {last_hash}");
                Ok(())
            }
            Chain::Broken { id } => Err(Failure::Refused(format!(
                "Het logboek is niet heel: bij regel {id} past de controlewaarde niet. Die regel is buiten dit programma \
                 om veranderd, of er is een regel vóór weggehaald."
            ))),
        },
        Command::List(wanted) => {
            let List { actor, action, subject, limit, json } = wanted;
            let filter = Filter { actor: actor.clone(), action: action.clone(), subject: subject.clone() };
            let found = trail::list(&store, &permit, &filter, Page::new(1, *limit))?;
            if *json {
                print_json(&found.rows)?;
            } else {
                print(&found.rows, found.total);
            }
            Ok(())
        }
    }
}

fn print(entries: &[Entry], total: i64) {
    if entries.is_empty() {
        say!("Er staat niets in het logboek dat hierbij past.");
    }
    for entry in entries {
        let at = entry.recorded_at.utc().format("%Y-%m-%d %H:%M:%S UTC");
        // What people typed is in it: it must not do anything to the terminal.
        let line = format!("{} · {at} · {} · {} · {}", entry.id, entry.actor, entry.action, entry.subject);
        say!("{}", written_out(&line, false));
        say!("  {}", written_out(&entry.details, false));
    }
    let shown = entries.len();
    if i64::try_from(shown).is_ok_and(|shown| shown < total) {
        say!("De nieuwste {shown} van {total} regels; met --limit ziet u er meer.");
    }
}

fn print_json(entries: &[Entry]) -> Result<(), Failure> {
    let rows: Vec<_> = entries
        .iter()
        .map(|entry| {
            let details: serde_json::Value =
                serde_json::from_str(&entry.details).unwrap_or_else(|_| json!(entry.details));
            json!({
                "regel": entry.id,
                "tijd": entry.recorded_at.utc(),
                "wie": entry.actor,
                "handeling": entry.action,
                "waarover": entry.subject,
                "bijzonderheden": details,
                "controlewaarde": entry.hash,
            })
        })
        .collect();
    let text = serde_json::to_string_pretty(&rows).map_err(|error| Failure::Environment(error.to_string()))?;
    // Outside of its texts JSON has no such signs but line ends, and within them this is another way to write the same.
    say!("{}", written_out(&text, true));
    Ok(())
}
