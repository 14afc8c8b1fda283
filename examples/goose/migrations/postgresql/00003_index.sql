-- +goose NO TRANSACTION
-- +goose Up
CREATE INDEX CONCURRENTLY items_name ON items (name);

-- +goose Down
DROP INDEX CONCURRENTLY items_name;
