-- What a check of an upload found is kept with it, in parts of many rows, so that its sender can leaf through all of them.
-- What a delivery did is kept by file, with how long it took, and a delivery can be withdrawn.

CREATE TABLE upload_checks (
    upload_id BIGINT PRIMARY KEY NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
    summary TEXT NOT NULL
);

CREATE TABLE upload_parts (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    upload_id BIGINT NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
    outcome TEXT NOT NULL,
    kind TEXT NOT NULL,
    file TEXT NOT NULL,
    row_count BIGINT NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX upload_parts_upload_id_idx ON upload_parts (upload_id, id);

ALTER TABLE deliveries ADD COLUMN duration_ms BIGINT;

CREATE TABLE delivery_files (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    delivery_id BIGINT NOT NULL REFERENCES deliveries (id),
    name TEXT NOT NULL,
    kind TEXT,
    new_rows BIGINT NOT NULL,
    changed_rows BIGINT NOT NULL,
    unchanged_rows BIGINT NOT NULL,
    refused_rows BIGINT NOT NULL
);
CREATE INDEX delivery_files_delivery_id_idx ON delivery_files (delivery_id, id);

CREATE TABLE delivery_withdrawals (
    delivery_id BIGINT PRIMARY KEY NOT NULL REFERENCES deliveries (id),
    account_id BIGINT REFERENCES accounts (id),
    withdrawn_at TIMESTAMP NOT NULL,
    reason TEXT NOT NULL
);
