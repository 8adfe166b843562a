-- Why a mail did not leave the last time: the kind of obstacle and the codes of the server, never its words.

ALTER TABLE outbox ADD COLUMN setback TEXT;
