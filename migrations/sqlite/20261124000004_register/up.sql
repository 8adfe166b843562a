-- What bodies deliver, under their own references. Each row is one version of a record: a change closes the row and
-- adds a new one, nothing is overwritten.

CREATE TABLE certificates (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    body_id BIGINT NOT NULL REFERENCES bodies (id),
    number TEXT NOT NULL,
    kvk_number TEXT NOT NULL,
    establishment_number TEXT,
    name TEXT NOT NULL,
    street TEXT NOT NULL,
    house_number TEXT NOT NULL,
    postcode TEXT NOT NULL,
    place TEXT NOT NULL,
    scheme_id BIGINT NOT NULL REFERENCES schemes (id),
    subarea TEXT NOT NULL,
    activities TEXT NOT NULL,
    issued_on DATE NOT NULL,
    valid_until DATE NOT NULL,
    delivery_id BIGINT NOT NULL REFERENCES deliveries (id),
    recorded_from TIMESTAMP NOT NULL,
    recorded_until TIMESTAMP
);
CREATE UNIQUE INDEX certificates_body_id_number_key ON certificates (body_id, number) WHERE recorded_until IS NULL;
CREATE INDEX certificates_kvk_number_idx ON certificates (kvk_number) WHERE recorded_until IS NULL;
CREATE INDEX certificates_number_idx ON certificates (number) WHERE recorded_until IS NULL;
CREATE INDEX certificates_history_idx ON certificates (body_id, number, recorded_from);

CREATE TABLE audits (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    body_id BIGINT NOT NULL REFERENCES bodies (id),
    reference TEXT NOT NULL,
    certificate_number TEXT NOT NULL,
    kind TEXT NOT NULL,
    date DATE NOT NULL,
    recovery_established_on DATE,
    delivery_id BIGINT NOT NULL REFERENCES deliveries (id),
    recorded_from TIMESTAMP NOT NULL,
    recorded_until TIMESTAMP
);
CREATE UNIQUE INDEX audits_body_id_reference_key ON audits (body_id, reference) WHERE recorded_until IS NULL;
CREATE INDEX audits_certificate_number_idx ON audits (body_id, certificate_number, date) WHERE recorded_until IS NULL;
CREATE INDEX audits_history_idx ON audits (body_id, reference, recorded_from);

CREATE TABLE nonconformities (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    body_id BIGINT NOT NULL REFERENCES bodies (id),
    reference TEXT NOT NULL,
    audit_reference TEXT NOT NULL,
    code TEXT NOT NULL,
    note TEXT NOT NULL,
    annulled_on DATE,
    delivery_id BIGINT NOT NULL REFERENCES deliveries (id),
    recorded_from TIMESTAMP NOT NULL,
    recorded_until TIMESTAMP
);
CREATE UNIQUE INDEX nonconformities_body_id_reference_key ON nonconformities (body_id, reference)
    WHERE recorded_until IS NULL;
CREATE INDEX nonconformities_audit_reference_idx ON nonconformities (body_id, audit_reference)
    WHERE recorded_until IS NULL;
CREATE INDEX nonconformities_history_idx ON nonconformities (body_id, reference, recorded_from);

CREATE TABLE decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    body_id BIGINT NOT NULL REFERENCES bodies (id),
    reference TEXT NOT NULL,
    audit_reference TEXT NOT NULL,
    measure TEXT NOT NULL,
    date DATE NOT NULL,
    effective_on DATE NOT NULL,
    recovery_until DATE,
    follow_up BOOLEAN NOT NULL,
    lifted_on DATE,
    revoked_on DATE,
    reason TEXT NOT NULL,
    delivery_id BIGINT NOT NULL REFERENCES deliveries (id),
    recorded_from TIMESTAMP NOT NULL,
    recorded_until TIMESTAMP
);
CREATE UNIQUE INDEX decisions_body_id_reference_key ON decisions (body_id, reference) WHERE recorded_until IS NULL;
CREATE INDEX decisions_audit_reference_idx ON decisions (body_id, audit_reference) WHERE recorded_until IS NULL;
CREATE INDEX decisions_history_idx ON decisions (body_id, reference, recorded_from);
