DROP TABLE decisions;
DROP TABLE nonconformities;
DROP TABLE audits;
DROP TABLE certificates;
