//! Many rows at once.

use diesel::connection::Connection;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sqlite::Sqlite;

/// How many references one query asks for: well below the 32,766 parameters that SQLite takes.
pub(in crate::storage) const ASKED_AT_ONCE: usize = 10_000;

/// How many rows one statement adds on PostgreSQL: with twenty columns well below its 65,535 parameters.
pub(in crate::storage) const ADDED_AT_ONCE: usize = 2_000;

/// How many rows one statement adds on SQLite. It opens the indexes of the table and closes them again once per statement,
/// which for a single row is half of the work; beyond some tens of rows there is nothing left to gain.
const ADDED_AT_ONCE_ON_SQLITE: usize = 64;

/// A row that goes in beside others of its table. [`batch_row`] writes this down.
pub(in crate::storage) trait BatchRow {
    /// The table.
    type Table: 'static;
    /// The statement up to the values.
    const INTO: &'static str;

    /// Binds a value for each column, in the order of [`BatchRow::INTO`].
    fn bind<'b>(&'b self, out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()>;
}

/// Says which columns of a row are written: all its fields, each under its own name.
macro_rules! batch_row {
    ($table:ident, $row:ident { $first:ident $(, $column:ident)* $(,)? }) => {
        impl $crate::storage::batch::BatchRow for $row<'_> {
            type Table = $table::table;
            const INTO: &'static str = concat!(
                "INSERT INTO ", stringify!($table), " (", stringify!($first) $(, ", ", stringify!($column))*, ") VALUES "
            );

            fn bind<'b>(
                &'b self,
                mut out: diesel::query_builder::AstPass<'_, 'b, diesel::sqlite::Sqlite>,
            ) -> diesel::QueryResult<()> {
                // Without `..`: a field that is not named does not compile.
                let Self { $first $(, $column)* } = self;
                out.push_bind_param::<diesel::dsl::SqlTypeOf<$table::$first>, _>($first)?;
                $(
                    out.push_sql(", ");
                    out.push_bind_param::<diesel::dsl::SqlTypeOf<$table::$column>, _>($column)?;
                )*
                Ok(())
            }
        }
    };
}
pub(in crate::storage) use batch_row;

/// One statement with as many rows as go into one. Its text depends on the table alone, so that it is prepared once; diesel's own
/// statement of many rows is prepared anew each time.
struct Many<R>(Vec<R>);

impl<R: BatchRow> QueryFragment<Sqlite> for Many<R> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql(R::INTO);
        for (i, row) in self.0.iter().enumerate() {
            out.push_sql(if i == 0 { "(" } else { ", (" });
            row.bind(out.reborrow())?;
            out.push_sql(")");
        }
        Ok(())
    }
}

impl<R: BatchRow> QueryId for Many<R> {
    type QueryId = Many<R::Table>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<R, C: Connection> RunQueryDsl<C> for Many<R> {}

/// Adds rows to SQLite, many at a time; those that are left over one by one, with `one`.
pub(in crate::storage) fn insert_on_sqlite<R: BatchRow>(
    conn: &mut SqliteConnection,
    mut rows: impl Iterator<Item = R>,
    one: impl Fn(&mut SqliteConnection, R) -> QueryResult<usize>,
) -> QueryResult<()> {
    loop {
        let part: Vec<R> = rows.by_ref().take(ADDED_AT_ONCE_ON_SQLITE).collect();
        if part.len() < ADDED_AT_ONCE_ON_SQLITE {
            return part.into_iter().try_for_each(|row| one(conn, row).map(drop));
        }
        Many(part).execute(conn)?;
    }
}

/// Adds rows of which there can be very many: in few statements on either database.
macro_rules! insert_many {
    ($conn:expr, $table:expr, $rows:expr) => {
        match $conn {
            $crate::storage::Conn::Sqlite(conn) => {
                $crate::storage::batch::insert_on_sqlite(conn, $rows, |conn, row| {
                    diesel::insert_into($table).values(row).execute(conn)
                })?;
            }
            $crate::storage::Conn::Pg(conn) => {
                let rows: Vec<_> = $rows.collect();
                for chunk in rows.chunks($crate::storage::batch::ADDED_AT_ONCE) {
                    diesel::insert_into($table).values(chunk).execute(conn)?;
                }
            }
        }
    };
}
pub(in crate::storage) use insert_many;

/// Adds some rows: in few statements on PostgreSQL, with one prepared statement on SQLite.
macro_rules! insert_all {
    ($conn:expr, $table:expr, $rows:expr) => {
        match $conn {
            $crate::storage::Conn::Sqlite(conn) => {
                for row in $rows {
                    diesel::insert_into($table).values(row).execute(conn)?;
                }
            }
            $crate::storage::Conn::Pg(conn) => {
                let rows: Vec<_> = $rows.collect();
                for chunk in rows.chunks($crate::storage::batch::ADDED_AT_ONCE) {
                    diesel::insert_into($table).values(chunk).execute(conn)?;
                }
            }
        }
    };
}
pub(in crate::storage) use insert_all;

/// Closes the current rows with these keys.
macro_rules! close_all {
    ($conn:expr, $table:ident, $ids:expr, $now:expr) => {{
        let now = $crate::storage::UtcTime::from($now);
        for ids in $ids.chunks($crate::storage::batch::ASKED_AT_ONCE) {
            diesel::update($table::table.filter($table::id.eq_any(ids)))
                .set($table::recorded_until.eq(now))
                .execute($conn)?;
        }
    }};
}
pub(in crate::storage) use close_all;

/// Whether a body has any current row at all: a first delivery then needs no look at each of its references.
macro_rules! has_current {
    ($conn:expr, $table:ident, $body_id:expr) => {
        diesel::select(diesel::dsl::exists(
            $table::table.filter($table::body_id.eq($body_id)).filter($table::recorded_until.is_null()),
        ))
        .get_result::<bool>($conn)?
    };
}
pub(in crate::storage) use has_current;
