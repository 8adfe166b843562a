-- Tokens with which programs of a body deliver. Only a hash of a token is kept, with its first characters to know it by.

CREATE TABLE api_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    body_id BIGINT NOT NULL REFERENCES bodies (id),
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    beginning TEXT NOT NULL,
    scopes TEXT NOT NULL,
    made_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP,
    warned_at TIMESTAMP,
    revoked_at TIMESTAMP
);
CREATE UNIQUE INDEX api_tokens_token_hash_key ON api_tokens (token_hash);
CREATE INDEX api_tokens_body_id_idx ON api_tokens (body_id);
CREATE INDEX api_tokens_expires_at_idx ON api_tokens (expires_at) WHERE warned_at IS NULL AND revoked_at IS NULL;
