-- Which certificates a delivery brought: asked once by each delivery, of a table with all certificates there ever were.
CREATE INDEX certificates_delivery_id_idx ON certificates (body_id, delivery_id) WHERE recorded_until IS NULL;
