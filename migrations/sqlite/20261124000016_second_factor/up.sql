-- What somebody gives besides the password. A session says which factor was given in it; without one it may only be half
-- open. Secrets of apps are sealed, recovery codes are hashes; both are used once, which last_step and used_at keep.

ALTER TABLE sessions ADD COLUMN factor TEXT;

CREATE TABLE authenticator_apps (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    sealed_secret TEXT NOT NULL,
    last_step BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP,
    removed_at TIMESTAMP
);
CREATE INDEX authenticator_apps_account_id_idx ON authenticator_apps (account_id);
CREATE UNIQUE INDEX authenticator_apps_in_use_key ON authenticator_apps (account_id) WHERE confirmed_at IS NOT NULL AND removed_at IS NULL;

CREATE TABLE recovery_codes (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    code_hash TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    replaced_at TIMESTAMP
);
CREATE UNIQUE INDEX recovery_codes_code_hash_key ON recovery_codes (code_hash);
CREATE INDEX recovery_codes_account_id_idx ON recovery_codes (account_id);
