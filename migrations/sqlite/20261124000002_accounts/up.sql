-- Who may log in, who is logged in, and who tried in vain. Tokens are kept as hashes only.

CREATE TABLE accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    body_id BIGINT REFERENCES bodies (id),
    created_at TIMESTAMP NOT NULL,
    disabled_at TIMESTAMP,
    CONSTRAINT accounts_role_check CHECK (
        (role = 'tlokb' AND body_id IS NULL) OR (role = 'instelling' AND body_id IS NOT NULL)
    )
);
CREATE UNIQUE INDEX accounts_email_key ON accounts (email);

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    token_hash TEXT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    csrf_secret TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    last_seen_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE UNIQUE INDEX sessions_token_hash_key ON sessions (token_hash);
CREATE INDEX sessions_account_id_idx ON sessions (account_id);

-- Failed log-ins of the last quarter of an hour, by a hash of the account name or the address; older rows are removed.
CREATE TABLE login_failures (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    subject TEXT NOT NULL,
    failed_at TIMESTAMP NOT NULL
);
CREATE INDEX login_failures_subject_idx ON login_failures (subject, failed_at);
CREATE INDEX login_failures_failed_at_idx ON login_failures (failed_at);
