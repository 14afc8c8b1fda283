DROP TRIGGER audited ON items;
DROP FUNCTION audited;
DROP TABLE audit;
