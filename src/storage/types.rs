//! How the types of the domain are kept in columns.

use chrono::{DateTime, DurationRound, NaiveDateTime, TimeDelta, Utc};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{Text, Timestamp};

use crate::domain::identifiers::{
    AuditRef, BagId, BodyCode, CategoryCode, CertificateNumber, DecisionRef, EstablishmentNumber, FindingCode,
    FindingRef, KvkNumber, MeasureCode, Postcode, Rsin, SchemeCode, VersionLabel,
};

/// A moment in UTC as it is recorded: whole microseconds, what both databases keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Timestamp)]
pub struct UtcTime(NaiveDateTime);

impl From<DateTime<Utc>> for UtcTime {
    fn from(at: DateTime<Utc>) -> Self {
        let at = at.naive_utc();
        // Only times outside the years 1677 to 2262 cannot be rounded; those have no microseconds to lose.
        Self(at.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(at))
    }
}

impl From<UtcTime> for DateTime<Utc> {
    fn from(at: UtcTime) -> Self {
        at.0.and_utc()
    }
}

impl UtcTime {
    /// The moment with its time zone.
    pub fn utc(self) -> DateTime<Utc> {
        self.0.and_utc()
    }
}

impl<DB: Backend> ToSql<Timestamp, DB> for UtcTime
where
    NaiveDateTime: ToSql<Timestamp, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB: Backend> FromSql<Timestamp, DB> for UtcTime
where
    NaiveDateTime: FromSql<Timestamp, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        NaiveDateTime::from_sql(bytes).map(Self)
    }
}

/// Identifiers are kept as text and checked again when they are read: a value that does not parse is damage.
macro_rules! identifier_as_text {
    ($($name:ident),+ $(,)?) => {
        $(
            const _: () = {
                #[derive(AsExpression, FromSqlRow)]
                #[diesel(foreign_derive)]
                #[diesel(sql_type = Text)]
                #[expect(dead_code, reason = "only carries the derives for a type of the domain")]
                struct Proxy($name);

                impl<DB: Backend> ToSql<Text, DB> for $name
                where
                    str: ToSql<Text, DB>,
                {
                    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                        self.as_str().to_sql(out)
                    }
                }

                impl<DB: Backend> FromSql<Text, DB> for $name
                where
                    String: FromSql<Text, DB>,
                {
                    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                        let text = String::from_sql(bytes)?;
                        Self::parse(&text).map_err(|error| format!("'{text}' {error}").into())
                    }
                }
            };
        )+
    };
}

identifier_as_text!(
    KvkNumber,
    EstablishmentNumber,
    Rsin,
    Postcode,
    BagId,
    BodyCode,
    SchemeCode,
    VersionLabel,
    MeasureCode,
    CategoryCode,
    FindingCode,
    CertificateNumber,
    AuditRef,
    FindingRef,
    DecisionRef,
);
