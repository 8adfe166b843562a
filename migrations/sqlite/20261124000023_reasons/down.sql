DROP TABLE reason_steps;
