DROP TABLE delivery_rhythms;
