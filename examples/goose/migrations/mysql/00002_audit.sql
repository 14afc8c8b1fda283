-- +goose Up
CREATE TABLE audit (item bigint NOT NULL, at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP);

-- +goose StatementBegin
CREATE TRIGGER audited AFTER INSERT ON items FOR EACH ROW BEGIN
    INSERT INTO audit (item) VALUES (NEW.id);
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER audited;
DROP TABLE audit;
