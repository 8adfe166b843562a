-- The keys that sign statements. One signs at a time; a key that is retired or revoked stays, so that what it signed can
-- still be checked. The private key is sealed: whoever has only this database cannot sign. Rows are never removed, and
-- what says that a key is retired or revoked is written once.

CREATE TABLE signing_keys (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kid TEXT NOT NULL,
    public_key TEXT NOT NULL,
    sealed_key TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    retired_at TIMESTAMP,
    revoked_at TIMESTAMP,
    revoked_reason TEXT,
    CONSTRAINT signing_keys_reason_check CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL)),
    CONSTRAINT signing_keys_revoked_check CHECK (revoked_at IS NULL OR retired_at IS NOT NULL)
);
CREATE UNIQUE INDEX signing_keys_kid_key ON signing_keys (kid);
CREATE UNIQUE INDEX signing_keys_signing_key ON signing_keys ((retired_at IS NULL)) WHERE retired_at IS NULL;

CREATE TRIGGER signing_keys_no_delete BEFORE DELETE ON signing_keys
BEGIN
    SELECT RAISE(ABORT, 'signing_keys are never erased');
END;
CREATE TRIGGER signing_keys_no_rewrite BEFORE UPDATE ON signing_keys
WHEN NEW.id IS NOT OLD.id OR NEW.kid IS NOT OLD.kid OR NEW.public_key IS NOT OLD.public_key
    OR NEW.sealed_key IS NOT OLD.sealed_key OR NEW.created_at IS NOT OLD.created_at
    OR (OLD.retired_at IS NOT NULL AND NEW.retired_at IS NOT OLD.retired_at)
    OR (OLD.revoked_at IS NOT NULL
        AND (NEW.revoked_at IS NOT OLD.revoked_at OR NEW.revoked_reason IS NOT OLD.revoked_reason))
BEGIN
    SELECT RAISE(ABORT, 'signing_keys are only stamped, and once');
END;
