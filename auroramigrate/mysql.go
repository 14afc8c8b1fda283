package auroramigrate

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/golang-migrate/migrate/v4/database"
)

// mySQL is the dialect of MySQL and MariaDB.
type mySQL struct{ database, name string }

func (m *mySQL) locate(ctx context.Context, conn *sql.Conn, c *Config) error {
	if c.MigrationsTableQuoted {
		return errors.New("x-migrations-table-quoted is for PostgreSQL: leave it out, and the quotes too")
	}
	var database sql.NullString
	if err := conn.QueryRowContext(ctx, "SELECT DATABASE()").Scan(&database); err != nil {
		return err
	}
	if database.String == "" {
		return errors.New("no database: name one in the path of the URL")
	}
	m.database, m.name = database.String, c.MigrationsTable
	return nil
}

// table has the database in it, lest a migration with USE has the version elsewhere.
func (m *mySQL) table() string { return backquote(m.database) + "." + backquote(m.name) }

func (m *mySQL) setVersion(ctx context.Context, conn *sql.Conn, row string) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM "+m.table())
	if err == nil && row != "" {
		_, err = tx.ExecContext(ctx, "INSERT INTO "+m.table()+" (version, dirty) VALUES "+row)
	}
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func (m *mySQL) tryLock() (string, error) {
	id, err := m.lockID()
	return "SELECT GET_LOCK('" + id + "', 0)", err
}

func (m *mySQL) unlock() (string, error) {
	id, err := m.lockID()
	return "SELECT RELEASE_LOCK('" + id + "')", err
}

// lockID returns the digits that are the name of the lock.
func (m *mySQL) lockID() (string, error) {
	return database.GenerateAdvisoryLockId(m.database + ":" + m.name)
}

func (m *mySQL) tables() string {
	return "SELECT table_name FROM information_schema.tables" +
		" WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
}

func (m *mySQL) drop(ctx context.Context, conn *sql.Conn, tables []string) (err error) {
	if _, err := conn.ExecContext(ctx, "SET foreign_key_checks = 0"); err != nil {
		return err
	}
	defer func() {
		_, failure := conn.ExecContext(ctx, "SET foreign_key_checks = 1")
		err = errors.Join(err, failure)
	}()
	_, err = conn.ExecContext(ctx, "DROP TABLE IF EXISTS "+quoteAll(tables, backquote))
	return err
}

// backquote returns an identifier in quotes.
func backquote(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }
