ALTER TABLE outbox DROP COLUMN setback;
