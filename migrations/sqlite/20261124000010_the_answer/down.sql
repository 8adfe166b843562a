DROP INDEX decisions_audit_reference_idx;
DROP INDEX audits_certificate_number_idx;
DROP INDEX certificates_number_idx;
DROP INDEX certificates_kvk_number_idx;
CREATE INDEX certificates_kvk_number_idx ON certificates (kvk_number) WHERE recorded_until IS NULL;
CREATE INDEX certificates_number_idx ON certificates (number) WHERE recorded_until IS NULL;
CREATE INDEX audits_certificate_number_idx ON audits (body_id, certificate_number, date) WHERE recorded_until IS NULL;
CREATE INDEX decisions_audit_reference_idx ON decisions (body_id, audit_reference) WHERE recorded_until IS NULL;

ALTER TABLE designations DROP COLUMN ended_by;
ALTER TABLE scheme_records DROP COLUMN lapses;
ALTER TABLE scheme_records DROP COLUMN subareas;
