-- What a round asks every ten seconds: whether something is to be cleaned up. And the years of the public history that were
-- set, so that programs with another setting do not each put it back.

ALTER TABLE register_day ADD COLUMN shown_years BIGINT;

CREATE INDEX subscriptions_unconfirmed_idx ON subscriptions (created_at) WHERE confirmed_at IS NULL;
CREATE INDEX subscription_tokens_expires_at_idx ON subscription_tokens (expires_at);
CREATE INDEX outbox_sent_at_idx ON outbox (sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX outbox_given_up_at_idx ON outbox (given_up_at) WHERE given_up_at IS NOT NULL;
