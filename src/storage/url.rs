//! Which database: chosen by the scheme of the address, never by trying.

use std::fmt;
use std::path::PathBuf;

/// The address of a database. Shown without password.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file of the embedded database.
    Sqlite(PathBuf),
    /// A database on a PostgreSQL server.
    Postgres(url::Url),
}

/// Why a text is not the address of a database; the Dutch text names the forms that are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidDatabaseUrl(String);

const ACCEPTED: &str = "Gebruik sqlite:PAD (bijvoorbeeld sqlite:stelselwacht.db) of \
     postgres://gebruiker:wachtwoord@server:5432/database";

impl DatabaseUrl {
    /// Reads `sqlite:PATH`, `postgres://…` or `postgresql://…`.
    ///
    /// # Errors
    /// [`InvalidDatabaseUrl`] names the accepted forms; it never repeats what was given, because that may hold a password.
    pub fn parse(text: &str) -> Result<Self, InvalidDatabaseUrl> {
        let text = text.trim();
        match text.split_once(':') {
            Some(("sqlite", rest)) => sqlite(rest),
            Some(("postgres" | "postgresql", rest)) => postgres(text, rest),
            Some((scheme, _)) if scheme.len() > 1 && scheme.bytes().all(|b| b.is_ascii_alphanumeric()) => {
                Err(InvalidDatabaseUrl(format!("Een database van de soort '{scheme}:' is onbekend. {ACCEPTED}.")))
            }
            _ => {
                Err(InvalidDatabaseUrl(format!("Dit is geen adres van een database: de soort ontbreekt. {ACCEPTED}.")))
            }
        }
    }
}

fn sqlite(rest: &str) -> Result<DatabaseUrl, InvalidDatabaseUrl> {
    let path = rest.strip_prefix("//").unwrap_or(rest);
    if path.is_empty() || path.contains('\0') {
        return Err(InvalidDatabaseUrl(format!("Achter 'sqlite:' ontbreekt het pad van het bestand. {ACCEPTED}.")));
    }
    if path == ":memory:" {
        // Every connection of the pool would see an empty database of its own.
        let message = "Een database in het geheugen kan niet: er gaat alles verloren. Geef het pad van een bestand.";
        return Err(InvalidDatabaseUrl(message.to_owned()));
    }
    Ok(DatabaseUrl::Sqlite(PathBuf::from(path)))
}

fn postgres(text: &str, rest: &str) -> Result<DatabaseUrl, InvalidDatabaseUrl> {
    let url = url::Url::parse(text).ok().filter(|_| rest.starts_with("//"));
    url.map(DatabaseUrl::Postgres)
        .ok_or_else(|| InvalidDatabaseUrl(format!("Dit adres van PostgreSQL is niet te lezen. {ACCEPTED}.")))
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => {
                let mut shown = url.clone();
                if shown.password().is_some() && shown.set_password(Some("***")).is_err() {
                    return f.write_str("postgres://***");
                }
                // libpq also takes a password, and paths of keys, as parameters.
                shown.set_query(None);
                f.write_str(shown.as_str())
            }
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn the_scheme_chooses() {
        let path = |text| match DatabaseUrl::parse(text).unwrap() {
            DatabaseUrl::Sqlite(path) => path.display().to_string(),
            DatabaseUrl::Postgres(_) => String::new(),
        };
        assert_eq!(path("sqlite:stelselwacht.db"), "stelselwacht.db");
        assert_eq!(path("sqlite:/var/lib/x.db"), "/var/lib/x.db");
        assert_eq!(path("sqlite:///var/lib/x.db"), "/var/lib/x.db");
        assert!(matches!(DatabaseUrl::parse("postgresql://h/db").unwrap(), DatabaseUrl::Postgres(_)));
        assert!(matches!(DatabaseUrl::parse("postgres:///db?host=/run/pg").unwrap(), DatabaseUrl::Postgres(_)));
    }

    #[test]
    fn what_is_not_understood_names_the_accepted_forms() {
        for wrong in ["", "stelselwacht.db", "mysql://h/db", "postgres:typo", "sqlite:", "postgress://h/db", "C:\\x.db"]
        {
            let message = DatabaseUrl::parse(wrong).unwrap_err().to_string();
            assert!(message.contains("sqlite:PAD") && message.contains("postgres://"), "{wrong}: {message}");
        }
        assert!(DatabaseUrl::parse("sqlite::memory:").is_err());
    }

    #[test]
    fn the_password_is_never_shown() {
        let url = DatabaseUrl::parse("postgres://jan:geheim@db.example:5432/register?password=geheim").unwrap();
        assert_eq!(url.to_string(), "postgres://jan:***@db.example:5432/register");
        assert!(!format!("{url:?}").contains("geheim"));
    }
}
