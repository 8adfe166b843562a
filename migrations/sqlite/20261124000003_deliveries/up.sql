-- What bodies sent: the deliveries that were stored, and uploads that wait for "store it" after the preview.

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    body_id BIGINT NOT NULL REFERENCES bodies (id),
    account_id BIGINT REFERENCES accounts (id),
    channel TEXT NOT NULL,
    received_at TIMESTAMP NOT NULL,
    complete_through DATE NOT NULL,
    checksum TEXT NOT NULL,
    new_rows BIGINT NOT NULL,
    changed_rows BIGINT NOT NULL,
    unchanged_rows BIGINT NOT NULL,
    refused_rows BIGINT NOT NULL
);
CREATE INDEX deliveries_body_id_idx ON deliveries (body_id, received_at);

CREATE TABLE uploads (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    token TEXT NOT NULL,
    body_id BIGINT NOT NULL REFERENCES bodies (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    received_at TIMESTAMP NOT NULL,
    complete_through DATE
);
CREATE UNIQUE INDEX uploads_token_key ON uploads (token);
CREATE INDEX uploads_body_id_idx ON uploads (body_id, received_at);

CREATE TABLE upload_files (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    upload_id BIGINT NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    content BLOB NOT NULL
);
CREATE INDEX upload_files_upload_id_idx ON upload_files (upload_id);
