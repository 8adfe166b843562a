DROP TABLE carried_measures;
DROP TABLE reason_steps;
