DROP TABLE refused_files;
