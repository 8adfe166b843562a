-- What a body still has to do and by when: kept with the verdict that says so, for the work list, its calendar and reminders.

ALTER TABLE verdicts ADD COLUMN due_kind TEXT;
ALTER TABLE verdicts ADD COLUMN due_on DATE;
ALTER TABLE verdicts ADD COLUMN due_measure TEXT;
CREATE INDEX verdicts_due_on_idx ON verdicts (body_id, due_on, audit_reference)
    WHERE recorded_until IS NULL AND due_on IS NOT NULL;

-- Decisions that are due are known already. Recovery and what follows are known when a firm is assessed again; until then its
-- verdict counts as unsettled, so that the next delivery of the body looks at it.
UPDATE verdicts SET due_kind = 'besluit', due_on = decide_by, due_measure = prescribed_measure
WHERE recorded_until IS NULL AND outcomes IN ('open', 'geen-besluit');
UPDATE verdicts SET settled_on = '9999-12-31'
WHERE recorded_until IS NULL AND imposed_decision IS NOT NULL AND prescribed_measure IS NOT NULL;

-- The secret address of a calendar, as a hash.
CREATE TABLE calendar_keys (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    key_hash TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    last_used_on DATE,
    revoked_at TIMESTAMP
);
CREATE UNIQUE INDEX calendar_keys_key_hash_key ON calendar_keys (key_hash);
CREATE UNIQUE INDEX calendar_keys_account_id_key ON calendar_keys (account_id) WHERE revoked_at IS NULL;

-- How long before a term ends an account wants to hear of it, and on which day was looked last for something to tell.
CREATE TABLE reminder_choices (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    days_before TEXT,
    looked_on DATE
);
CREATE UNIQUE INDEX reminder_choices_account_id_key ON reminder_choices (account_id);

-- What was told already, so that nothing is told twice.
CREATE TABLE reminders (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    body_id BIGINT NOT NULL REFERENCES bodies (id),
    audit_reference TEXT NOT NULL,
    due_kind TEXT NOT NULL,
    due_on DATE NOT NULL,
    days_before INTEGER NOT NULL,
    told_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX reminders_account_id_key
    ON reminders (account_id, body_id, due_on, audit_reference, due_kind, days_before);
