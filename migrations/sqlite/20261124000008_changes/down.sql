DROP TABLE register_day;
DROP TABLE register_changes;
