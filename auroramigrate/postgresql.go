package auroramigrate

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/golang-migrate/migrate/v4/database"
)

// postgreSQL is the dialect of PostgreSQL.
type postgreSQL struct{ database, schema, name string }

func (p *postgreSQL) locate(ctx context.Context, conn *sql.Conn, c *Config) error {
	var schema sql.NullString
	err := conn.QueryRowContext(ctx, "SELECT current_database(), current_schema()").Scan(&p.database, &schema)
	if err != nil {
		return err
	}
	p.schema, p.name = schema.String, c.MigrationsTable
	if c.MigrationsTableQuoted {
		err = p.readName(c.MigrationsTable)
	}
	if err == nil && p.schema == "" {
		err = errors.New("search_path names no schema that exists: create one, or name one in quotes with x-migrations-table-quoted=true")
	}
	return err
}

// readName reads "table" or "schema"."table".
func (p *postgreSQL) readName(text string) error {
	name, rest, ok := cutQuoted(text)
	if ok && strings.HasPrefix(rest, ".") {
		p.schema = name
		name, rest, ok = cutQuoted(rest[1:])
	}
	if !ok || rest != "" {
		return errors.New(`x-migrations-table is not "table" or "schema"."table" in double quotes, which x-migrations-table-quoted says`)
	}
	p.name = name
	return nil
}

// cutQuoted cuts an identifier in double quotes off the start of a text.
func cutQuoted(text string) (name, rest string, ok bool) {
	rest, ok = strings.CutPrefix(text, `"`)
	for ok {
		var part string
		if part, rest, ok = strings.Cut(rest, `"`); !ok {
			break
		}
		name += part
		if !strings.HasPrefix(rest, `"`) {
			return name, rest, name != ""
		}
		name, rest = name+`"`, rest[1:]
	}
	return "", "", false
}

func (p *postgreSQL) table() string { return doubleQuote(p.schema) + "." + doubleQuote(p.name) }

// setVersion takes one call: a block is a statement. It commits a transaction that the
// migration has begun and not ended, as golang-migrate's own driver does; without one
// COMMIT is no call.
func (p *postgreSQL) setVersion(ctx context.Context, conn *sql.Conn, row string) error {
	block := "BEGIN DELETE FROM " + p.table() + "; "
	if row != "" {
		block += "INSERT INTO " + p.table() + " (version, dirty) VALUES " + row + "; "
	}
	_, err := conn.ExecContext(ctx, "DO '"+strings.ReplaceAll(block+"END", "'", "''")+"'")
	if err == nil {
		_, err = conn.ExecContext(ctx, "COMMIT")
	}
	return err
}

// tryLock takes two locks or none. golang-migrate's own drivers name theirs by the
// database, with the slash of the path if they were opened by URL, and without it if
// not.
func (p *postgreSQL) tryLock() (string, error) {
	plain, err := database.GenerateAdvisoryLockId(p.database, p.schema, p.name)
	if err != nil {
		return "", err
	}
	path, err := database.GenerateAdvisoryLockId("/"+p.database, p.schema, p.name)
	if err != nil {
		return "", err
	}
	return "SELECT CASE WHEN pg_try_advisory_lock(" + plain + ") THEN" +
		" CASE WHEN pg_try_advisory_lock(" + path + ") THEN true ELSE NOT pg_advisory_unlock(" + plain + ") END" +
		" ELSE false END", nil
}

func (p *postgreSQL) unlock() (string, error) { return "SELECT pg_advisory_unlock_all()", nil }

func (p *postgreSQL) tables() string {
	return "SELECT table_name FROM information_schema.tables" +
		" WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
}

func (p *postgreSQL) drop(ctx context.Context, conn *sql.Conn, tables []string) error {
	_, err := conn.ExecContext(ctx, "DROP TABLE IF EXISTS "+quoteAll(tables, doubleQuote)+" CASCADE")
	return err
}

// doubleQuote returns an identifier in quotes.
func doubleQuote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
