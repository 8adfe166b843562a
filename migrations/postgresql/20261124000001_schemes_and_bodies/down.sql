DROP TABLE designations;
DROP TABLE body_records;
DROP TABLE bodies;
DROP TABLE scheme_versions;
DROP TABLE scheme_records;
DROP TABLE schemes;
