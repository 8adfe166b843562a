//! Loading schemes and bodies.

use std::path::{Path, PathBuf};

use stelselwacht::clock::Clock;
use stelselwacht::domain::access::{Actor, LoadSystem, decide};
use stelselwacht::services::system::{Counts, LoadError, Loaded, find_matrix, load};

use super::input::read_text;
use super::output::say;
use super::{Failure, ready_store, settings};

/// Load schemes, their versions and matrices, and bodies with their designations
///
/// A matrix is named in the file or stands in it. A named one is NAME.json beside the file or in the folder of
/// --matrices, else one that the program carries with it. Loading the same file again changes nothing.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The file, usually stelsel.json
    file: PathBuf,
    /// Another folder with matrices
    #[arg(long, value_name = "DIR")]
    matrices: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let text = read_text(&arguments.file)?;
    let beside = arguments.file.parent().map(|folder| if folder == Path::new("") { Path::new(".") } else { folder });
    let folders: Vec<_> = beside.map(Path::to_path_buf).into_iter().chain(arguments.matrices.clone()).collect();
    let store = ready_store(&settings()?)?;
    let permit = decide(&Actor::Operator, LoadSystem).map_err(|denied| Failure::Refused(denied.to_string()))?;
    match load(&store, &permit, Clock::System.now(), &text, &|name| find_matrix(name, &folders)) {
        Ok(loaded) => {
            report(&loaded);
            Ok(())
        }
        Err(LoadError::Refused(faults)) => {
            let (file, count) = (arguments.file.display(), faults.0.len());
            let word = if count == 1 { "fout" } else { "fouten" };
            Err(Failure::Refused(format!("{faults}\n{file}: {count} {word}; er is niets geladen.")))
        }
        Err(error @ LoadError::DoesNotFit(_)) => Err(Failure::Refused(format!("{error}\nEr is niets geladen."))),
        Err(LoadError::Storage(error)) => Err(error.into()),
    }
}

fn report(loaded: &Loaded) {
    for warning in &loaded.warnings {
        eprintln!("Let op: {warning}");
    }
    if !loaded.changed_anything() {
        say!("Het register zei dit al; er is niets gewijzigd.");
        return;
    }
    say!("{:<24} {:>6} {:>10} {:>12}", "", "nieuw", "gewijzigd", "ongewijzigd");
    let line = |name: &str, counts: Counts| {
        say!("{name:<24} {:>6} {:>10} {:>12}", counts.new, counts.changed, counts.unchanged);
    };
    line("schema's", loaded.schemes);
    line("versies", loaded.versions);
    line("instellingen", loaded.bodies);
    line("aanwijzingen (instell.)", loaded.designations);
}
