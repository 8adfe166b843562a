-- What changed in the public register, written by the transaction that changed it. Those wait for each other, so numbers
-- are in the order of commits: whoever has read up to a number has missed nothing below it.

CREATE TABLE register_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    change_counter BIGINT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    day DATE NOT NULL,
    subject TEXT NOT NULL,
    body_id BIGINT REFERENCES bodies (id),
    scheme_id BIGINT REFERENCES schemes (id),
    certificate_number TEXT,
    kvk_number TEXT,
    former_kvk_number TEXT,
    kinds TEXT NOT NULL,
    standing_before TEXT,
    standing_after TEXT,
    CONSTRAINT register_changes_subject_check CHECK (subject IN ('certificaat', 'instelling', 'schema'))
);
CREATE INDEX register_changes_recorded_at_idx ON register_changes (recorded_at, id);
CREATE INDEX register_changes_kvk_number_idx ON register_changes (kvk_number, id);
CREATE INDEX register_changes_former_kvk_number_idx ON register_changes (former_kvk_number, id)
    WHERE former_kvk_number IS NOT NULL;
CREATE INDEX register_changes_body_id_idx ON register_changes (body_id, id);

-- The day up to which the passing of time has been written down as changes, and the first day of the public history that
-- they were written down for.
CREATE TABLE register_day (
    id BIGINT PRIMARY KEY NOT NULL,
    day DATE,
    shown_from DATE,
    CONSTRAINT register_day_single_row_check CHECK (id = 1)
);
INSERT INTO register_day (id, day, shown_from) VALUES (1, NULL, NULL);

-- What stood when this began counts as new.
INSERT INTO register_changes (change_counter, recorded_at, day, subject, scheme_id, kinds)
SELECT 0, recorded_from, date(recorded_from), 'schema', id, 'nieuw' FROM schemes ORDER BY recorded_from, id;
INSERT INTO register_changes (change_counter, recorded_at, day, subject, body_id, kinds)
SELECT 0, recorded_from, date(recorded_from), 'instelling', id, 'nieuw' FROM bodies ORDER BY recorded_from, id;
INSERT INTO register_changes (change_counter, recorded_at, day, subject, body_id, certificate_number, kvk_number, kinds)
SELECT 0, recorded_from, date(recorded_from), 'certificaat', body_id, number, kvk_number, 'nieuw'
FROM certificates WHERE recorded_until IS NULL ORDER BY recorded_from, id;
