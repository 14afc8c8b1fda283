CREATE TABLE audit (item bigint NOT NULL, at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP);

CREATE TRIGGER audited AFTER INSERT ON items FOR EACH ROW BEGIN
    INSERT INTO audit (item) VALUES (NEW.id);
END;

INSERT INTO items (name, tags) VALUES ('nut', '[]');
