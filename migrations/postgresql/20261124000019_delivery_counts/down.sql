DROP TABLE delivery_withdrawals;
DROP TABLE delivery_files;
ALTER TABLE deliveries DROP COLUMN duration_ms;
DROP TABLE upload_parts;
DROP TABLE upload_checks;
