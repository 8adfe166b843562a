DROP TABLE register_state;
DROP TABLE audit_trail;
DROP FUNCTION audit_trail_refuse_change();
