-- Mail is not only for those who follow changes: it can also be for somebody with an account.

CREATE TABLE outbox_rebuilt (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    subscription_id BIGINT REFERENCES subscriptions (id) ON DELETE CASCADE,
    account_id BIGINT REFERENCES accounts (id),
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at TIMESTAMP NOT NULL,
    claimed_until TIMESTAMP,
    sent_at TIMESTAMP,
    given_up_at TIMESTAMP,
    CONSTRAINT outbox_reader_check CHECK ((subscription_id IS NULL) <> (account_id IS NULL))
);
INSERT INTO outbox_rebuilt
    (id, subscription_id, kind, payload, created_at, attempts, next_attempt_at, claimed_until, sent_at, given_up_at)
SELECT id, subscription_id, kind, payload, created_at, attempts, next_attempt_at, claimed_until, sent_at, given_up_at
FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_rebuilt RENAME TO outbox;
CREATE INDEX outbox_next_attempt_at_idx ON outbox (next_attempt_at) WHERE sent_at IS NULL AND given_up_at IS NULL;
CREATE INDEX outbox_subscription_id_idx ON outbox (subscription_id);
CREATE INDEX outbox_sent_at_idx ON outbox (sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX outbox_given_up_at_idx ON outbox (given_up_at) WHERE given_up_at IS NOT NULL;
CREATE INDEX outbox_account_id_idx ON outbox (account_id);
