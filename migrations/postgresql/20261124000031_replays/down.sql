DROP TABLE replays;
DROP FUNCTION replays_refuse_change();
