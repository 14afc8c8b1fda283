package auroramigrate

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"

	"github.com/golang-migrate/migrate/v4/database"
)

// Version returns the version of the database and whether it is dirty:
// database.NilVersion if nothing has been migrated, or everything was dropped.
func (d *driver) Version() (version int, dirty bool, err error) {
	version, dirty, err = d.readVersion()
	if isMissing(err) {
		return database.NilVersion, false, nil
	}
	return version, dirty, err
}

// readVersion reads the table of the version. The comparison spares MySQL's values a
// second call: the service returns a TINYINT(1) in part only.
func (d *driver) readVersion() (version int, dirty bool, err error) {
	row := d.conn.QueryRowContext(d.ctx, "SELECT version, dirty = true FROM "+d.dialect.table()+" LIMIT 1")
	switch err := row.Scan(&version, &dirty); {
	case errors.Is(err, sql.ErrNoRows):
		return database.NilVersion, false, nil
	case err != nil:
		return 0, false, fmt.Errorf("auroramigrate: read version: %w", err)
	}
	return version, dirty, nil
}

// isMissing recognizes the error of a table that does not exist: undefined_table of
// PostgreSQL, ER_NO_SUCH_TABLE of MySQL.
func isMissing(err error) bool {
	var e interface{ SQLState() string }
	return errors.As(err, &e) && (e.SQLState() == "42P01" || e.SQLState() == "42S02")
}

// SetVersion replaces the version. One below 0 is none; it is kept only if it is dirty,
// which tells of a failed migration down from the first version.
func (d *driver) SetVersion(version int, dirty bool) error {
	var row string
	if version >= 0 || version == database.NilVersion && dirty {
		row = "(" + strconv.Itoa(version) + ", " + strconv.FormatBool(dirty) + ")"
	}
	if err := d.dialect.setVersion(d.ctx, d.conn, row); err != nil {
		return fmt.Errorf("auroramigrate: set version: %w", err)
	}
	return nil
}

// createTable makes the table of the version, which is that of golang-migrate's own
// drivers. It takes the lock, since PostgreSQL lets two makers of one table fail.
func (d *driver) createTable() (err error) {
	if err := d.Lock(); err != nil {
		return fmt.Errorf("auroramigrate: create the table of the version: %w", err)
	}
	defer func() { err = errors.Join(err, d.Unlock()) }()
	_, err = d.conn.ExecContext(d.ctx, "CREATE TABLE IF NOT EXISTS "+d.dialect.table()+
		" (version bigint not null primary key, dirty boolean not null)")
	if err != nil {
		return fmt.Errorf("auroramigrate: create the table of the version: %w", err)
	}
	return nil
}
