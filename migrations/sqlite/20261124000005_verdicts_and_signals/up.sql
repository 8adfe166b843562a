-- What the register concludes: a verdict per audit, and signals about bodies. Earlier conclusions are kept.

CREATE TABLE verdicts (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    body_id BIGINT NOT NULL REFERENCES bodies (id),
    audit_reference TEXT NOT NULL,
    kvk_number TEXT NOT NULL,
    scheme_id BIGINT NOT NULL REFERENCES schemes (id),
    scheme_version_id BIGINT NOT NULL REFERENCES scheme_versions (id),
    audit_date DATE NOT NULL,
    as_of DATE NOT NULL,
    category TEXT,
    occurrence INTEGER,
    prescribed_measure TEXT,
    decide_by DATE,
    imposed_decision TEXT,
    imposed_measure TEXT,
    imposed_on DATE,
    outcomes TEXT NOT NULL,
    steps INTEGER,
    days_late BIGINT,
    finding_count INTEGER NOT NULL,
    settled_on DATE NOT NULL,
    recorded_from TIMESTAMP NOT NULL,
    recorded_until TIMESTAMP
);
CREATE UNIQUE INDEX verdicts_body_id_audit_reference_key ON verdicts (body_id, audit_reference)
    WHERE recorded_until IS NULL;
CREATE INDEX verdicts_scheme_id_idx ON verdicts (scheme_id, body_id, audit_date) WHERE recorded_until IS NULL;
CREATE INDEX verdicts_body_id_idx ON verdicts (body_id, audit_date) WHERE recorded_until IS NULL;
CREATE INDEX verdicts_kvk_number_idx ON verdicts (kvk_number) WHERE recorded_until IS NULL;
CREATE INDEX verdicts_settled_on_idx ON verdicts (body_id, settled_on) WHERE recorded_until IS NULL;
CREATE INDEX verdicts_history_idx ON verdicts (body_id, audit_reference, recorded_from);

CREATE TABLE signals (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind TEXT NOT NULL,
    body_id BIGINT REFERENCES bodies (id),
    scheme_id BIGINT NOT NULL REFERENCES schemes (id),
    level TEXT NOT NULL,
    period_from DATE NOT NULL,
    period_until DATE NOT NULL,
    sentence TEXT NOT NULL,
    evidence TEXT NOT NULL,
    recorded_from TIMESTAMP NOT NULL,
    recorded_until TIMESTAMP
);
CREATE INDEX signals_body_id_idx ON signals (body_id) WHERE recorded_until IS NULL;
CREATE INDEX signals_scheme_id_idx ON signals (scheme_id) WHERE recorded_until IS NULL;
