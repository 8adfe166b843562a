DROP TABLE signals;
DROP TABLE verdicts;
