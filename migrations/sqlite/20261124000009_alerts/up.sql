-- Who wants to hear by e-mail of changes, and the mails that wait. An address is kept only while somebody follows, or
-- has 72 hours to confirm; with the subscription go its tokens, its news and its mails. Tokens are kept as hashes only.

CREATE TABLE subscriptions (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    email TEXT NOT NULL,
    language TEXT NOT NULL,
    frequency TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP,
    starts_after BIGINT NOT NULL,
    last_digest_on DATE,
    CONSTRAINT subscriptions_kind_check CHECK (kind IN ('zoekopdracht', 'installateur', 'instelling'))
);
CREATE UNIQUE INDEX subscriptions_email_kind_subject_key ON subscriptions (email, kind, subject);
CREATE INDEX subscriptions_kind_idx ON subscriptions (kind, subject) WHERE confirmed_at IS NOT NULL;

CREATE TABLE subscription_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    subscription_id BIGINT NOT NULL REFERENCES subscriptions (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE UNIQUE INDEX subscription_tokens_token_hash_key ON subscription_tokens (token_hash);
CREATE INDEX subscription_tokens_subscription_id_idx ON subscription_tokens (subscription_id);

CREATE TABLE alerts (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    subscription_id BIGINT NOT NULL REFERENCES subscriptions (id) ON DELETE CASCADE,
    change_id BIGINT NOT NULL REFERENCES register_changes (id)
);
CREATE UNIQUE INDEX alerts_subscription_id_change_id_key ON alerts (subscription_id, change_id);

CREATE TABLE outbox (
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
CREATE INDEX outbox_next_attempt_at_idx ON outbox (next_attempt_at) WHERE sent_at IS NULL AND given_up_at IS NULL;
CREATE INDEX outbox_subscription_id_idx ON outbox (subscription_id);

-- Up to which change subscriptions have been looked for.
CREATE TABLE alert_progress (
    id BIGINT PRIMARY KEY NOT NULL,
    matched_through BIGINT NOT NULL,
    CONSTRAINT alert_progress_single_row_check CHECK (id = 1)
);
INSERT INTO alert_progress (id, matched_through) SELECT 1, coalesce(max(id), 0) FROM register_changes;
