DROP TABLE signing_keys;
DROP FUNCTION signing_keys_refuse_change();
