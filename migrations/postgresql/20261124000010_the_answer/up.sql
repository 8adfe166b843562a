-- What the answer to a visitor needs: what the parts of a scheme stand for, when a scheme was not designated, how a
-- designation ended, and indexes that also find what the register said before.

ALTER TABLE scheme_records ADD COLUMN subareas TEXT NOT NULL DEFAULT '[]';
ALTER TABLE scheme_records ADD COLUMN lapses TEXT NOT NULL DEFAULT '[]';
ALTER TABLE designations ADD COLUMN ended_by TEXT;

DROP INDEX certificates_kvk_number_idx;
DROP INDEX certificates_number_idx;
DROP INDEX audits_certificate_number_idx;
DROP INDEX decisions_audit_reference_idx;
CREATE INDEX certificates_kvk_number_idx ON certificates (kvk_number);
CREATE INDEX certificates_number_idx ON certificates (number);
CREATE INDEX audits_certificate_number_idx ON audits (body_id, certificate_number, date);
CREATE INDEX decisions_audit_reference_idx ON decisions (body_id, audit_reference);
