-- Each statement is committed by itself.
CREATE TABLE items (
    id bigint AUTO_INCREMENT PRIMARY KEY,
    name varchar(100) NOT NULL,
    tags json NOT NULL
);
INSERT INTO items (name, tags) VALUES ('bolt; hexagonal', '["steel"]'), ('washer', '["steel", "small"]');
