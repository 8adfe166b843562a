DROP TABLE upload_files;
DROP TABLE uploads;
DROP TABLE deliveries;
