DROP INDEX outbox_given_up_at_idx;
DROP INDEX outbox_sent_at_idx;
DROP INDEX subscription_tokens_expires_at_idx;
DROP INDEX subscriptions_unconfirmed_idx;

ALTER TABLE register_day DROP COLUMN shown_years;
