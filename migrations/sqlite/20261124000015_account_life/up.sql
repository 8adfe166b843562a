-- Browsers from which the owner of an account logged in before: whoever guesses from elsewhere does not slow them down. The
-- token that a browser keeps is here as a hash only. A session says in words what kind of browser it is in.

CREATE TABLE account_devices (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    token_hash TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    last_seen_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX account_devices_account_id_token_hash_key ON account_devices (account_id, token_hash);
CREATE INDEX account_devices_token_hash_idx ON account_devices (token_hash);

ALTER TABLE sessions ADD COLUMN browser TEXT;
