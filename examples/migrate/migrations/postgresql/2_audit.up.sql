CREATE TABLE audit (item bigint NOT NULL, at timestamptz NOT NULL DEFAULT now());

CREATE FUNCTION audited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit (item) VALUES (NEW.id);
    RETURN NEW;
END $$;

CREATE TRIGGER audited AFTER INSERT ON items FOR EACH ROW EXECUTE FUNCTION audited();
INSERT INTO items (name) VALUES ('nut');
