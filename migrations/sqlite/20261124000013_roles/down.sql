DROP TABLE account_tokens;

-- Who was invited and never came, and who works for an owner of schemes, had no place before.
CREATE TABLE accounts_rebuilt (
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
DELETE FROM sessions WHERE account_id IN (SELECT id FROM accounts WHERE role = 'schemabeheerder' OR password_hash IS NULL);
INSERT INTO accounts_rebuilt (id, email, name, password_hash, role, body_id, created_at, disabled_at)
SELECT id, email, name, password_hash, role, body_id, created_at, disabled_at FROM accounts
WHERE role <> 'schemabeheerder' AND password_hash IS NOT NULL;
DROP TABLE accounts;
ALTER TABLE accounts_rebuilt RENAME TO accounts;
CREATE UNIQUE INDEX accounts_email_key ON accounts (email);
