//! Many rows at once.

/// How many references one query asks for: well below the 32,766 parameters that SQLite takes.
pub(in crate::storage) const ASKED_AT_ONCE: usize = 10_000;

/// How many rows one statement adds on PostgreSQL: with twenty columns well below its 65,535 parameters.
pub(in crate::storage) const ADDED_AT_ONCE: usize = 2_000;

/// Adds rows: in few statements on PostgreSQL, with one prepared statement on SQLite, which gains nothing from more.
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
