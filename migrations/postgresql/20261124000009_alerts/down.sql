DROP TABLE alert_progress;
DROP TABLE outbox;
DROP TABLE alerts;
DROP TABLE subscription_tokens;
DROP TABLE subscriptions;
