-- What the regulator designates: schemes with their versions and matrices, and bodies with their designations.
-- A row that can change keeps its history: recorded_until is null for what the register says now.

CREATE TABLE schemes (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    code TEXT NOT NULL,
    system TEXT NOT NULL,
    recorded_from TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX schemes_code_key ON schemes (code);

CREATE TABLE scheme_records (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    scheme_id BIGINT NOT NULL REFERENCES schemes (id),
    name TEXT NOT NULL,
    owner TEXT NOT NULL,
    recorded_from TIMESTAMP NOT NULL,
    recorded_until TIMESTAMP
);
CREATE UNIQUE INDEX scheme_records_scheme_id_key ON scheme_records (scheme_id) WHERE recorded_until IS NULL;
CREATE INDEX scheme_records_history_idx ON scheme_records (scheme_id, recorded_from);

CREATE TABLE scheme_versions (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    scheme_id BIGINT NOT NULL REFERENCES schemes (id),
    version TEXT NOT NULL,
    in_force_from DATE NOT NULL,
    in_force_until DATE,
    matrix TEXT NOT NULL,
    recorded_from TIMESTAMP NOT NULL,
    recorded_until TIMESTAMP,
    CONSTRAINT scheme_versions_in_force_check CHECK (in_force_until IS NULL OR in_force_until > in_force_from)
);
CREATE UNIQUE INDEX scheme_versions_scheme_id_version_key ON scheme_versions (scheme_id, version)
    WHERE recorded_until IS NULL;
CREATE UNIQUE INDEX scheme_versions_scheme_id_in_force_from_key ON scheme_versions (scheme_id, in_force_from)
    WHERE recorded_until IS NULL;
CREATE INDEX scheme_versions_history_idx ON scheme_versions (scheme_id, recorded_from);

CREATE TABLE bodies (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    code TEXT NOT NULL,
    recorded_from TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX bodies_code_key ON bodies (code);

CREATE TABLE body_records (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    body_id BIGINT NOT NULL REFERENCES bodies (id),
    name TEXT NOT NULL,
    kvk_number TEXT NOT NULL,
    recorded_from TIMESTAMP NOT NULL,
    recorded_until TIMESTAMP
);
CREATE UNIQUE INDEX body_records_body_id_key ON body_records (body_id) WHERE recorded_until IS NULL;
CREATE INDEX body_records_history_idx ON body_records (body_id, recorded_from);

CREATE TABLE designations (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    body_id BIGINT NOT NULL REFERENCES bodies (id),
    scheme_id BIGINT NOT NULL REFERENCES schemes (id),
    valid_from DATE NOT NULL,
    valid_until DATE,
    recorded_from TIMESTAMP NOT NULL,
    recorded_until TIMESTAMP,
    CONSTRAINT designations_valid_check CHECK (valid_until IS NULL OR valid_until > valid_from)
);
CREATE UNIQUE INDEX designations_body_id_scheme_id_valid_from_key ON designations (body_id, scheme_id, valid_from)
    WHERE recorded_until IS NULL;
CREATE INDEX designations_history_idx ON designations (body_id, scheme_id, recorded_from);
