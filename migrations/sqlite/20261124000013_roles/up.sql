-- What somebody does at which organisation. Whoever was there before managed everything, and still does. An account that
-- was invited has no password until its link is used; links are kept as hashes, and each is used once.

CREATE TABLE accounts_rebuilt (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT,
    role TEXT NOT NULL,
    duty TEXT NOT NULL,
    body_id BIGINT REFERENCES bodies (id),
    scheme_owner TEXT,
    created_at TIMESTAMP NOT NULL,
    activated_at TIMESTAMP,
    disabled_at TIMESTAMP,
    CONSTRAINT accounts_role_check CHECK (
        (role = 'tlokb' AND body_id IS NULL AND scheme_owner IS NULL
            AND duty IN ('beheerder', 'registerbeheerder', 'toezichthouder', 'lezer'))
        OR (role = 'instelling' AND body_id IS NOT NULL AND scheme_owner IS NULL
            AND duty IN ('beheerder', 'aanleveraar', 'lezer'))
        OR (role = 'schemabeheerder' AND body_id IS NULL AND scheme_owner IS NOT NULL AND duty = 'indiener')
    ),
    CONSTRAINT accounts_activated_check CHECK (activated_at IS NULL OR password_hash IS NOT NULL)
);
INSERT INTO accounts_rebuilt (id, email, name, password_hash, role, duty, body_id, created_at, activated_at, disabled_at)
SELECT id, email, name, password_hash, role, 'beheerder', body_id, created_at, created_at, disabled_at FROM accounts;
DROP TABLE accounts;
ALTER TABLE accounts_rebuilt RENAME TO accounts;
CREATE UNIQUE INDEX accounts_email_key ON accounts (email);
CREATE INDEX accounts_body_id_idx ON accounts (body_id);

CREATE TABLE account_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    purpose TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE UNIQUE INDEX account_tokens_token_hash_key ON account_tokens (token_hash);
CREATE INDEX account_tokens_account_id_idx ON account_tokens (account_id, purpose);
