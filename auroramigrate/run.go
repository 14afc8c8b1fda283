package auroramigrate

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/golang-migrate/migrate/v4/database"

	"github.com/auroradataapi/auroradataapi"
)

// Run runs the text of a migration. What the database says against it is a
// database.Error.
func (d *driver) Run(migration io.Reader) error {
	text, err := io.ReadAll(migration)
	if err != nil {
		return fmt.Errorf("auroramigrate: read migration: %w", err)
	}
	if strings.TrimSpace(string(text)) == "" {
		return nil
	}
	ctx := d.ctx
	if d.config.StatementTimeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, d.config.StatementTimeout)
		defer cancel()
	}
	if _, err := d.conn.ExecContext(ctx, string(text)); err != nil {
		return d.fail(text, err)
	}
	return nil
}

// fail returns the error of a migration that has failed, a database.Error by itself if
// nothing else went wrong.
func (d *driver) fail(migration []byte, err error) error {
	failed := failure(migration, err)
	if err := d.rollBack(); err != nil {
		return errors.Join(failed, err)
	}
	return failed
}

// rollBack ends a transaction that a failed migration has begun itself. Otherwise
// PostgreSQL would refuse to tell the version, and MySQL would keep the half that did
// not fail with the next version that is set. Without one it makes no call.
func (d *driver) rollBack() error {
	ctx, cancel := d.withoutCancel()
	defer cancel()
	_, err := d.conn.ExecContext(ctx, "ROLLBACK")
	if err == nil || errors.Is(err, sql.ErrConnDone) || errors.Is(err, sqldriver.ErrBadConn) {
		return nil // a connection that was lost has no transaction
	}
	return fmt.Errorf("auroramigrate: roll back: %w", err)
}

// failure returns golang-migrate's error for a migration, with the line and the column
// if the database has told the position.
func failure(migration []byte, err error) error {
	f := database.Error{OrigErr: err, Err: "migration failed", Query: migration}
	var e *auroradataapi.Error
	if !errors.As(err, &e) {
		return f
	}
	if e.Message != "" {
		f.Err += ": " + e.Message
	}
	if line, column, ok := lineAndColumn(string(migration), e.Position); ok {
		f.Line = uint(line)
		f.Err += fmt.Sprintf(" (column %d)", column)
	}
	if e.Detail != "" {
		f.Err += ", " + e.Detail
	}
	return f
}

// lineAndColumn returns where a character is, counted from 1 like the lines and the
// columns, and false if the text has no such character.
func lineAndColumn(text string, position int) (line, column int, ok bool) {
	line = 1
	for _, r := range text {
		position, column = position-1, column+1
		if position == 0 {
			return line, column, true
		}
		if r == '\n' {
			line, column = line+1, 0
		}
	}
	// The end of the text is where an error is found that misses something.
	return line, column + 1, position == 1
}
