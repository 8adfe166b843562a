-- Reasons for decisions that depart from the matrix: a thread of steps per audit. Rows are only added; how a reason stands
-- follows from its steps. Each step says which deviation it was about.

CREATE TABLE reason_steps (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    body_id BIGINT NOT NULL REFERENCES bodies (id),
    audit_reference TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL,
    words TEXT,
    verdicts TEXT NOT NULL,
    category TEXT,
    occurrence INTEGER,
    prescribed_measure TEXT,
    imposed_measure TEXT,
    days_late BIGINT
);
CREATE UNIQUE INDEX reason_steps_number_key ON reason_steps (body_id, audit_reference, number);

CREATE TRIGGER reason_steps_no_update BEFORE UPDATE ON reason_steps
BEGIN
    SELECT RAISE(ABORT, 'reason_steps is append-only');
END;
CREATE TRIGGER reason_steps_no_delete BEFORE DELETE ON reason_steps
BEGIN
    SELECT RAISE(ABORT, 'reason_steps is append-only');
END;

-- Suspensions that a certificate carries from the one before it, which another body suspended. What holds now follows from
-- the dates of both; what was known before is kept.
CREATE TABLE carried_measures (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    body_id BIGINT NOT NULL REFERENCES bodies (id),
    certificate_number TEXT NOT NULL,
    former_body_id BIGINT NOT NULL REFERENCES bodies (id),
    decision_reference TEXT NOT NULL,
    holds_from DATE NOT NULL,
    lifted_on DATE,
    recorded_from TIMESTAMP NOT NULL,
    recorded_until TIMESTAMP
);
CREATE UNIQUE INDEX carried_measures_decision_key
    ON carried_measures (body_id, certificate_number, former_body_id, decision_reference) WHERE recorded_until IS NULL;
