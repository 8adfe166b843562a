ALTER TABLE deliveries DROP COLUMN token_name;
