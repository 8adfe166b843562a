-- How often a body must deliver, from a day on; without a row every month, within fourteen days.

CREATE TABLE delivery_rhythms (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    body_id BIGINT NOT NULL REFERENCES bodies (id),
    holds_from DATE NOT NULL,
    months BIGINT NOT NULL,
    days BIGINT NOT NULL,
    recorded_from TIMESTAMP NOT NULL,
    recorded_until TIMESTAMP
);
CREATE UNIQUE INDEX delivery_rhythms_body_id_holds_from_key ON delivery_rhythms (body_id, holds_from)
    WHERE recorded_until IS NULL;
