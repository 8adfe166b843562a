ALTER TABLE sessions DROP COLUMN browser;
DROP TABLE account_devices;
