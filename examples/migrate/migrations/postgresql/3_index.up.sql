-- Not in a transaction, so in a file of its own.
CREATE INDEX CONCURRENTLY items_name ON items (name);
