-- What a request with an Idempotency-Key was answered, so that the same request again gets the same answer and does nothing.

CREATE TABLE api_answers (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    token_id BIGINT NOT NULL REFERENCES api_tokens (id),
    idempotency_key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    started_at TIMESTAMP NOT NULL,
    status INTEGER,
    tag TEXT,
    answer TEXT
);
CREATE UNIQUE INDEX api_answers_token_id_idempotency_key_key ON api_answers (token_id, idempotency_key);
CREATE INDEX api_answers_started_at_idx ON api_answers (started_at);
