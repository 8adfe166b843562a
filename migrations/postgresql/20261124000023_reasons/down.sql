DROP TABLE carried_measures;
DROP TABLE reason_steps;
DROP FUNCTION reason_steps_refuse_change();
