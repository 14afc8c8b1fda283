-- +goose Up
CREATE TABLE items (
    id bigint AUTO_INCREMENT PRIMARY KEY,
    name varchar(100) NOT NULL
);
INSERT INTO items (name) VALUES ('bolt; hexagonal'), ('washer');

-- +goose Down
DROP TABLE items;
