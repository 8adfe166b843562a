-- Who did what and when. Rows are only added: the database itself refuses to change or remove one, and each row carries
-- a hash over its content and the row before it. A hash may be followed once, so the chain cannot fork.

CREATE TABLE audit_trail (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    details TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE UNIQUE INDEX audit_trail_previous_hash_key ON audit_trail (previous_hash);
CREATE INDEX audit_trail_subject_idx ON audit_trail (subject, id);
CREATE INDEX audit_trail_actor_idx ON audit_trail (actor, id);
CREATE INDEX audit_trail_action_idx ON audit_trail (action, id);

CREATE TRIGGER audit_trail_no_update BEFORE UPDATE ON audit_trail
BEGIN
    SELECT RAISE(ABORT, 'audit_trail is append-only');
END;
CREATE TRIGGER audit_trail_no_delete BEFORE DELETE ON audit_trail
BEGIN
    SELECT RAISE(ABORT, 'audit_trail is append-only');
END;

-- Counts the transactions that changed the register; whoever keeps a copy in memory follows it.
CREATE TABLE register_state (
    id BIGINT PRIMARY KEY NOT NULL,
    change_counter BIGINT NOT NULL,
    CONSTRAINT register_state_single_row_check CHECK (id = 1)
);
INSERT INTO register_state (id, change_counter) VALUES (1, 0);
