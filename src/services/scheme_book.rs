//! The schemes with the matrix of each version, read once and asked often.

use chrono::NaiveDate;

use crate::domain::access::{Permit, SeeOwnSchemes};
use crate::domain::designation::designated_around;
use crate::domain::identifiers::{SchemeCode, VersionLabel};
use crate::domain::matrix::Matrix;
use crate::domain::period::Period;
use crate::storage::schemes::{self, Scheme, Version};
use crate::storage::{Conn, Known, StorageError, Store};

/// A version of a scheme with its matrix.
#[derive(Debug, Clone)]
pub struct BookVersion {
    /// Key of the version in this database.
    pub id: i64,
    /// Name of the version.
    pub label: VersionLabel,
    /// The days on which it is in force.
    pub in_force: Period,
    /// Its sanction matrix.
    pub matrix: Matrix,
}

/// A scheme with its versions, oldest first.
#[derive(Debug, Clone)]
pub struct BookScheme {
    /// The scheme.
    pub scheme: Scheme,
    /// Its versions.
    pub versions: Vec<BookVersion>,
    /// The days on which the scheme is designated.
    pub designated: Vec<Period>,
}

impl BookScheme {
    /// The version in force on the day.
    pub fn version_on(&self, day: NaiveDate) -> Option<&BookVersion> {
        self.versions.iter().find(|version| version.in_force.contains(day))
    }

    /// The version with this name.
    pub fn version(&self, label: &VersionLabel) -> Option<&BookVersion> {
        self.versions.iter().find(|version| version.label == *label)
    }
}

/// All schemes, by code.
#[derive(Debug, Clone)]
pub struct SchemeBook(Vec<BookScheme>);

impl SchemeBook {
    /// Reads the schemes as the register knows, or knew, them.
    ///
    /// # Errors
    /// A [`StorageError`] when the database fails or holds a matrix that is not sound.
    pub fn load(conn: &mut Conn, known: Known) -> Result<Self, StorageError> {
        let mut versions = schemes::versions(conn, known)?;
        let book = schemes::all(conn, known)?.into_iter().map(|scheme| {
            let own = versions.extract_if(.., |version| version.scheme_id == scheme.id);
            let versions = own.map(read).collect::<Result<_, _>>()?;
            Ok(BookScheme { designated: designated_around(&scheme.lapses), scheme, versions })
        });
        book.collect::<Result<_, StorageError>>().map(Self)
    }

    /// All schemes, by code.
    pub fn schemes(&self) -> &[BookScheme] {
        &self.0
    }

    /// The scheme with this key.
    pub fn by_id(&self, id: i64) -> Option<&BookScheme> {
        self.0.iter().find(|entry| entry.scheme.id == id)
    }

    /// The scheme with this code.
    pub fn by_code(&self, code: &SchemeCode) -> Option<&BookScheme> {
        self.0.iter().find(|entry| entry.scheme.code == *code)
    }
}

#[cfg(test)]
impl SchemeBook {
    /// A book of one scheme with one version, for pages that are looked at without a register.
    pub(crate) fn sample(code: Option<SchemeCode>, version: Option<BookVersion>) -> Self {
        let scheme = code.map(|code| Scheme {
            id: 1,
            code,
            system: crate::domain::scheme::System::Co,
            name: "Gasverbrandingsinstallaties".to_owned(),
            owner: "Stichting Schemabeheer A".to_owned(),
            subareas: Vec::new(),
            lapses: Vec::new(),
        });
        let entry = |scheme| BookScheme { scheme, versions: version.into_iter().collect(), designated: Vec::new() };
        Self(scheme.map(entry).into_iter().collect())
    }
}

/// The schemes one by one, by code.
impl IntoIterator for SchemeBook {
    type Item = BookScheme;
    type IntoIter = std::vec::IntoIter<BookScheme>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// A scheme as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnScheme {
    /// Short name, unique.
    pub code: SchemeCode,
    /// Full name.
    pub name: String,
    /// Its versions, oldest first.
    pub versions: Vec<OwnVersion>,
}

/// A version of an [`OwnScheme`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnVersion {
    /// Name of the version.
    pub label: VersionLabel,
    /// The days on which it is in force.
    pub in_force: Period,
}

/// The schemes of the owner that the permit is for, by code; those of others are not read.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn own_schemes(store: &Store, permit: &Permit<SeeOwnSchemes>) -> Result<Vec<OwnScheme>, StorageError> {
    store.read(|conn| {
        let mut found = Vec::new();
        for scheme in schemes::of_owner(conn, permit.owner())? {
            let versions = schemes::versions_of(conn, scheme.id)?.into_iter();
            let versions = versions.map(|version| OwnVersion { label: version.label, in_force: version.in_force });
            found.push(OwnScheme { code: scheme.code, name: scheme.name, versions: versions.collect() });
        }
        Ok(found)
    })
}

fn read(version: Version) -> Result<BookVersion, StorageError> {
    let matrix = version.matrix()?;
    Ok(BookVersion { id: version.id, label: version.label, in_force: version.in_force, matrix })
}
