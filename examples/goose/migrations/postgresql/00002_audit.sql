-- +goose Up
CREATE TABLE audit (item bigint NOT NULL, at timestamptz NOT NULL DEFAULT now());

-- +goose StatementBegin
CREATE FUNCTION audited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit (item) VALUES (NEW.id);
    RETURN NEW;
END $$;
-- +goose StatementEnd

CREATE TRIGGER audited AFTER INSERT ON items FOR EACH ROW EXECUTE FUNCTION audited();

-- +goose Down
DROP TRIGGER audited ON items;
DROP FUNCTION audited;
DROP TABLE audit;
