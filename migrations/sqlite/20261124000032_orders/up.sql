-- Orders of the regulator (op last van TloKB) to schemes and bodies. Rows are only added; how an order stands follows from them.

CREATE TABLE orders (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    title TEXT NOT NULL,
    what TEXT NOT NULL,
    grounds TEXT NOT NULL,
    weeks INTEGER NOT NULL,
    drafted_by TEXT NOT NULL,
    drafted_at TIMESTAMP NOT NULL
);

-- To whom: a scheme or a body.
CREATE TABLE order_addressees (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    scheme_id BIGINT REFERENCES schemes (id),
    body_id BIGINT REFERENCES bodies (id) CHECK ((scheme_id IS NULL) <> (body_id IS NULL))
);
CREATE UNIQUE INDEX order_addressees_order_id_key ON order_addressees (order_id, scheme_id, body_id);
CREATE INDEX order_addressees_scheme_id_idx ON order_addressees (scheme_id);
CREATE INDEX order_addressees_body_id_idx ON order_addressees (body_id);

-- What a second supervisor made of a draft, or its author: given with a term, or dropped.
CREATE TABLE order_givings (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    decided_by TEXT NOT NULL,
    decided_at TIMESTAMP NOT NULL,
    due_on DATE,
    words TEXT
);
CREATE UNIQUE INDEX order_givings_order_id_key ON order_givings (order_id);

CREATE TABLE order_steps (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    addressee_id BIGINT NOT NULL REFERENCES order_addressees (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL,
    words TEXT NOT NULL,
    due_on DATE
);
CREATE UNIQUE INDEX order_steps_number_key ON order_steps (addressee_id, number);

-- Which moments of a term were told by mail.
CREATE TABLE order_reminders (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    addressee_id BIGINT NOT NULL REFERENCES order_addressees (id),
    due_on DATE NOT NULL,
    days_before INTEGER NOT NULL,
    told_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX order_reminders_addressee_id_key ON order_reminders (addressee_id, due_on, days_before);

CREATE TRIGGER orders_no_update BEFORE UPDATE ON orders
BEGIN
    SELECT RAISE(ABORT, 'orders is append-only');
END;

CREATE TRIGGER orders_no_delete BEFORE DELETE ON orders
BEGIN
    SELECT RAISE(ABORT, 'orders is append-only');
END;

CREATE TRIGGER order_addressees_no_update BEFORE UPDATE ON order_addressees
BEGIN
    SELECT RAISE(ABORT, 'order_addressees is append-only');
END;

CREATE TRIGGER order_addressees_no_delete BEFORE DELETE ON order_addressees
BEGIN
    SELECT RAISE(ABORT, 'order_addressees is append-only');
END;

CREATE TRIGGER order_givings_no_update BEFORE UPDATE ON order_givings
BEGIN
    SELECT RAISE(ABORT, 'order_givings is append-only');
END;

CREATE TRIGGER order_givings_no_delete BEFORE DELETE ON order_givings
BEGIN
    SELECT RAISE(ABORT, 'order_givings is append-only');
END;

CREATE TRIGGER order_steps_no_update BEFORE UPDATE ON order_steps
BEGIN
    SELECT RAISE(ABORT, 'order_steps is append-only');
END;

CREATE TRIGGER order_steps_no_delete BEFORE DELETE ON order_steps
BEGIN
    SELECT RAISE(ABORT, 'order_steps is append-only');
END;
