-- With which token a program delivered, by the name that its makers know it by.

ALTER TABLE deliveries ADD COLUMN token_name TEXT;
