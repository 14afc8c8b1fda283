package auroramigrate

import (
	"fmt"
	"slices"
)

// dropAtOnce is how many tables one statement drops: few calls, and neither a text nor
// a number of locks that the database would refuse.
const dropAtOnce = 100

// Drop drops the tables of the current schema, or of the database on MySQL, that of the
// version included, if it is there.
func (d *driver) Drop() error {
	tables, err := d.listTables()
	if err != nil {
		return fmt.Errorf("auroramigrate: list tables: %w", err)
	}
	for some := range slices.Chunk(tables, dropAtOnce) {
		if err := d.dialect.drop(d.ctx, d.conn, some); err != nil {
			return fmt.Errorf("auroramigrate: drop tables: %w", err)
		}
	}
	return nil
}

func (d *driver) listTables() (tables []string, err error) {
	rows, err := d.conn.QueryContext(d.ctx, d.dialect.tables())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		tables = append(tables, name)
	}
	return tables, rows.Err()
}
