DROP INDEX items_name ON items;
