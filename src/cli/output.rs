//! Printing what a command has to say, for whoever still listens.

use std::fmt::Arguments;
use std::io::{self, ErrorKind, Write as _};

/// The exit code when what surrounds the program stands in the way.
const ENVIRONMENT: i32 = 3;

/// Prints a line on standard output, in the way of `println!`. A reader who has seen enough, such as `head`, is no fault.
macro_rules! say {
    ($($text:tt)*) => { $crate::cli::output::line(format_args!($($text)*)) };
}
pub(super) use say;

/// Prints a line; ends the program when it cannot be written, as on a full disk.
pub(super) fn line(text: Arguments<'_>) {
    match writeln!(io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("De uitvoer kan niet worden geschreven: {error}.");
            std::process::exit(ENVIRONMENT);
        }
        _ => {}
    }
}
