//! What is asked often is found with an index. SQLite alone tells how it will look before it does; PostgreSQL decides by the
//! size of a table, and has the same indexes.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use diesel::prelude::*;
use diesel::sql_types::Text;
use stelselwacht::storage::{Conn, StorageError};

use crate::support::TestDatabase;

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[test]
fn rounds_and_deliveries_do_not_read_whole_tables() {
    let database = TestDatabase::new();
    if database.is_postgres() {
        return;
    }
    for (query, index) in [
        (
            "SELECT c.id FROM certificates c WHERE c.body_id = 1 AND c.delivery_id = 2 AND c.recorded_until IS NULL AND NOT EXISTS (SELECT 1 FROM certificates e WHERE e.body_id = c.body_id AND e.number = c.number AND e.id < c.id) ORDER BY c.id",
            "certificates_delivery_id_idx",
        ),
        (
            "SELECT id FROM subscriptions WHERE confirmed_at IS NULL AND created_at < '2026'",
            "subscriptions_unconfirmed_idx",
        ),
        (
            "SELECT kvk_number FROM verdicts WHERE body_id = 1 AND recorded_until IS NULL AND due_on IS NOT NULL AND due_on <= '2026-01-01' ORDER BY due_on, audit_reference LIMIT 50",
            "verdicts_due_on_idx",
        ),
        (
            "SELECT DISTINCT kvk_number FROM verdicts WHERE body_id = 1 AND recorded_until IS NULL AND settled_on >= '9999-12-31' ORDER BY kvk_number",
            "verdicts_settled_on_idx",
        ),
        (
            "SELECT audit_reference FROM reminders WHERE account_id = 1 AND body_id = 2 AND due_on >= '2026-01-01'",
            "reminders_account_id_key",
        ),
        ("SELECT id FROM calendar_keys WHERE key_hash = 'x' AND revoked_at IS NULL", "calendar_keys_key_hash_key"),
        ("DELETE FROM subscription_tokens WHERE expires_at < '2026'", "subscription_tokens_expires_at_idx"),
        ("SELECT id FROM outbox WHERE sent_at < '2026' OR given_up_at < '2026'", "outbox_sent_at_idx"),
    ] {
        let steps = database.store.read(|conn: &mut Conn| {
            Ok::<Vec<Step>, StorageError>(diesel::sql_query(format!("EXPLAIN QUERY PLAN {query}")).load(conn)?)
        });
        let plan: Vec<String> = steps.unwrap().into_iter().map(|step| step.detail).collect();
        assert!(plan.iter().any(|step| step.contains(index)), "{query}: {plan:?}");
        assert!(!plan.iter().any(|step| step.starts_with("SCAN")), "{query}: {plan:?}");
    }
}
