DROP TABLE register_state;
DROP TABLE audit_trail;
