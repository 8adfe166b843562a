-- The refused rows of a delivery of which the valid part was stored, as files for its sender. They are kept for a while.

CREATE TABLE refused_files (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    delivery_id BIGINT NOT NULL REFERENCES deliveries (id),
    name TEXT NOT NULL,
    content BLOB NOT NULL,
    kept_until TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX refused_files_delivery_id_key ON refused_files (delivery_id, name);
CREATE INDEX refused_files_kept_until_idx ON refused_files (kept_until);
