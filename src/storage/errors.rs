//! Faults of the database, translated once for both backends.
//!
//! [`StorageError`] is what every storage function returns. Its Dutch text is fit for the person who gave the command;
//! what went wrong inside is in `source` and belongs in the log. A fault that a user can cause (a code that exists
//! already) is recognised by [`StorageError::violates`] and gets its own text in the service.

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error as DieselError};

/// What went wrong in or around the database.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// A value exists already; `constraint` is `<table>_<columns>_key` on both databases.
    #[error("Dit staat al in het register ({constraint}). Er is niets opgeslagen.")]
    Duplicate {
        /// Name of the unique key.
        constraint: String,
    },
    /// A row refers to something that is not there, or something is still referred to.
    #[error("Een verwijzing in de gegevens klopt niet ({reason}). Er is niets opgeslagen.")]
    Reference {
        /// What the database said.
        reason: String,
    },
    /// Another writer holds the database and did not finish in time.
    #[error(
        "De database is bezet door een andere bewerking die niet op tijd klaar was. \
         Er is niets opgeslagen; probeer het over enkele minuten opnieuw."
    )]
    Busy,
    /// There is no room left.
    #[error(
        "De schijf van de database is vol. Er is niets opgeslagen; \
         wat er al stond is ongeschonden. Maak ruimte vrij en probeer het opnieuw."
    )]
    Full,
    /// The disk does not do what it should; SQLite cannot always tell a full one from a broken one.
    #[error(
        "De schijf van de database geeft een fout of is vol. Er is niets opgeslagen; \
         controleer de schijf en de vrije ruimte en probeer het opnieuw."
    )]
    Disk,
    /// The database may only be read.
    #[error("De database is alleen te lezen: het bestand of de map is niet beschrijfbaar. Er is niets opgeslagen.")]
    ReadOnly,
    /// No connection could be made, or it broke.
    #[error("De database {database} is niet bereikbaar: {reason}")]
    Unreachable {
        /// The address without password.
        database: String,
        /// What the database or the system said.
        reason: String,
    },
    /// The tables are those of an older version of the program.
    #[error("De database is niet bijgewerkt: {count} migratie(s) wachten. Voer eerst 'stelselwacht migrate' uit.")]
    MigrationsPending {
        /// How many steps wait.
        count: usize,
    },
    /// The tables are those of a newer version of the program.
    #[error(
        "De database is van een nieuwere versie van dit programma (migratie {version}). \
         Gebruik die versie; er is niets gewijzigd."
    )]
    NewerThanProgram {
        /// The first step that this program does not know.
        version: String,
    },
    /// A step of the migration failed; all steps of this run were undone.
    #[error("De database kon niet worden bijgewerkt: {reason} Er is niets gewijzigd.")]
    Migration {
        /// What the database said.
        reason: String,
    },
    /// A stored value is not what it should be: somebody changed the database by hand, or it is damaged.
    #[error("In de database staat een waarde die niet klopt: {what}.")]
    Damaged {
        /// Where, and what is wrong.
        what: String,
    },
    /// The file is not what it should be.
    #[error(
        "Het bestand van de database is geen SQLite-database of het is beschadigd. Zet zo nodig een reservekopie terug."
    )]
    NotADatabase,
    /// Anything else.
    #[error("De database gaf een onverwachte fout. Er is niets opgeslagen.")]
    Unexpected(#[source] DieselError),
}

impl StorageError {
    /// Whether the value of this unique key existed already.
    pub fn violates(&self, key: &str) -> bool {
        matches!(self, Self::Duplicate { constraint } if constraint == key)
    }

    /// A stored value that cannot be read back.
    pub fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }
}

impl From<DieselError> for StorageError {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::DatabaseError(kind, ref information) => {
                known(kind, information.as_ref()).unwrap_or(Self::Unexpected(error))
            }
            DieselError::DeserializationError(inner) => Self::damaged(with_causes(inner.as_ref())),
            // A rollback that fails hides why; what came first tells more.
            DieselError::RollbackErrorOnCommit { commit_error, .. } => Self::from(*commit_error),
            error => Self::Unexpected(error),
        }
    }
}

/// The field and what is wrong with its value are two errors in a row.
fn with_causes(error: &(dyn std::error::Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

fn known(kind: DatabaseErrorKind, information: &dyn DatabaseErrorInformation) -> Option<StorageError> {
    let message = information.message();
    match kind {
        DatabaseErrorKind::UniqueViolation => {
            let constraint = information.constraint_name().map_or_else(|| sqlite_key(message), str::to_owned);
            return Some(StorageError::Duplicate { constraint });
        }
        DatabaseErrorKind::ForeignKeyViolation => {
            return Some(StorageError::Reference { reason: message.to_owned() });
        }
        DatabaseErrorKind::ClosedConnection => {
            let (database, reason) = ("van dit register".to_owned(), message.trim().to_owned());
            return Some(StorageError::Unreachable { database, reason });
        }
        _ => {}
    }
    let says = |parts: &[&str]| parts.iter().any(|part| message.contains(part));
    // SQLite has no kinds for these, and diesel does not pass on the codes of PostgreSQL.
    if says(&["database or disk is full", "No space left on device"]) {
        Some(StorageError::Full)
    } else if says(&["disk I/O error"]) {
        Some(StorageError::Disk)
    } else if says(&["database is locked", "database table is locked", "due to lock timeout", "deadlock detected"]) {
        Some(StorageError::Busy)
    } else if says(&["readonly database", "read-only transaction"]) {
        Some(StorageError::ReadOnly)
    } else if says(&["file is not a database", "database disk image is malformed"]) {
        Some(StorageError::NotADatabase)
    } else {
        None
    }
}

/// SQLite names columns instead of the key: "UNIQUE constraint failed: bodies.code" is the key `bodies_code_key`.
fn sqlite_key(message: &str) -> String {
    let columns = message.rsplit(": ").next().unwrap_or_default();
    let mut names = columns.split(", ");
    let first = names.next().unwrap_or_default().replace('.', "_");
    let rest = names.filter_map(|name| name.split('.').next_back());
    std::iter::once(first.as_str()).chain(rest).chain(["key"]).collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::sqlite_key;

    #[test]
    fn columns_become_the_name_of_the_key() {
        assert_eq!(sqlite_key("UNIQUE constraint failed: bodies.code"), "bodies_code_key");
        assert_eq!(
            sqlite_key("UNIQUE constraint failed: audits.body_id, audits.reference"),
            "audits_body_id_reference_key"
        );
    }
}
