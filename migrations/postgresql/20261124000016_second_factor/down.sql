DROP TABLE recovery_codes;
DROP TABLE authenticator_apps;
ALTER TABLE sessions DROP COLUMN factor;
