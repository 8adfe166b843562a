-- Drafts of a sanction matrix that were run over audits of the past, each with what came out. Rows are only added: what came
-- out was true of the register of that moment.

CREATE TABLE replays (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    scheme_id BIGINT NOT NULL REFERENCES schemes (id),
    from_day DATE,
    through_day DATE,
    draft_name TEXT,
    draft TEXT NOT NULL,
    outcome TEXT NOT NULL,
    judged BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL
);
CREATE INDEX replays_scheme_idx ON replays (scheme_id);

CREATE TRIGGER replays_no_update BEFORE UPDATE ON replays
BEGIN
    SELECT RAISE(ABORT, 'replays is append-only');
END;
CREATE TRIGGER replays_no_delete BEFORE DELETE ON replays
BEGIN
    SELECT RAISE(ABORT, 'replays is append-only');
END;
