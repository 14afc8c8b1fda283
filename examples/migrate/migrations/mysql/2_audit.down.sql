DROP TRIGGER audited;
DROP TABLE audit;
