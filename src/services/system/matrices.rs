//! Where the matrices that a file names are found.

use std::path::{Path, PathBuf};

/// Matrices that the program carries with it, by name.
const EMBEDDED: [(&str, &str); 3] = [
    ("klein-ernstig", include_str!("../../../matrices/klein-ernstig.json")),
    ("kritiek-niet-kritiek", include_str!("../../../matrices/kritiek-niet-kritiek.json")),
    ("vier-categorieen", include_str!("../../../matrices/vier-categorieen.json")),
];

/// Looks for `NAME.json` in the folders, in their order, and then among the matrices of the program.
///
/// # Errors
/// A Dutch sentence that says where was looked, or why the file cannot be read.
pub fn find_matrix(name: &str, folders: &[PathBuf]) -> Result<String, String> {
    // A name is not a way to files elsewhere on the machine.
    if name.is_empty() || name.starts_with('.') || name.contains(['/', '\\', '\0', ':']) {
        return Err(format!("«{name}» is geen naam van een matrix; gebruik letters, cijfers en streepjes"));
    }
    for folder in folders {
        let path = folder.join(format!("{name}.json"));
        match std::fs::read_to_string(&path) {
            Ok(text) => return Ok(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(format!("het bestand {} is niet te lezen: {error}", path.display())),
        }
    }
    EMBEDDED.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned()).ok_or_else(|| {
        let known = EMBEDDED.map(|(known, _)| known).join(", ");
        format!("matrix «{name}» is niet gevonden: geen {name}.json in {}; meegeleverd zijn {known}", shown(folders))
    })
}

fn shown(folders: &[PathBuf]) -> String {
    let names: Vec<_> = folders.iter().map(|folder| Path::display(folder).to_string()).collect();
    if names.is_empty() { "een map".to_owned() } else { names.join(" of ") }
}
