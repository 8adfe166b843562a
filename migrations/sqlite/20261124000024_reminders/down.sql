DROP TABLE reminders;
DROP TABLE reminder_choices;
DROP TABLE calendar_keys;
DROP INDEX verdicts_due_on_idx;
ALTER TABLE verdicts DROP COLUMN due_measure;
ALTER TABLE verdicts DROP COLUMN due_on;
ALTER TABLE verdicts DROP COLUMN due_kind;
