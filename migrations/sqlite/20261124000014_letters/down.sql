CREATE TABLE outbox_rebuilt (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    subscription_id BIGINT NOT NULL REFERENCES subscriptions (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at TIMESTAMP NOT NULL,
    claimed_until TIMESTAMP,
    sent_at TIMESTAMP,
    given_up_at TIMESTAMP
);
INSERT INTO outbox_rebuilt
    (id, subscription_id, kind, payload, created_at, attempts, next_attempt_at, claimed_until, sent_at, given_up_at)
SELECT id, subscription_id, kind, payload, created_at, attempts, next_attempt_at, claimed_until, sent_at, given_up_at
FROM outbox WHERE subscription_id IS NOT NULL;
DROP TABLE outbox;
ALTER TABLE outbox_rebuilt RENAME TO outbox;
CREATE INDEX outbox_next_attempt_at_idx ON outbox (next_attempt_at) WHERE sent_at IS NULL AND given_up_at IS NULL;
CREATE INDEX outbox_subscription_id_idx ON outbox (subscription_id);
CREATE INDEX outbox_sent_at_idx ON outbox (sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX outbox_given_up_at_idx ON outbox (given_up_at) WHERE given_up_at IS NOT NULL;
