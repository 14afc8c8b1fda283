package auroradataapi

import (
	"database/sql/driver"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

// checkArgument prepares one argument: it asks a driver.Valuer for its value and
// follows pointers. Everything else is left as it is until the type is known that
// the database wants.
func checkArgument(e engine.Engine, arg *driver.NamedValue) (err error) {
	arg.Value, err = e.Resolve(arg.Value)
	return err
}

// native returns the driver whose arguments statements of PostgreSQL take.
func native(e engine.Engine) postgres.Native {
	database, _ := e.(postgres.Engine)
	return database.Native
}

// CheckNamedValue prepares an argument. What is an option stays, for ExecContext and
// QueryContext, and so does a part of a bulk write.
func (c *conn) CheckNamedValue(arg *driver.NamedValue) error {
	if _, ok := arg.Value.(bulkJob); ok || c.optionOf(arg.Value) != noPgxOption {
		return nil
	}
	return checkArgument(c.engine, arg)
}

// CheckNamedValue prepares an argument. An option is dropped: the statement has been
// prepared.
func (s *stmt) CheckNamedValue(arg *driver.NamedValue) error {
	if s.conn.optionOf(arg.Value) != noPgxOption {
		return driver.ErrRemoveArgument
	}
	return checkArgument(s.conn.engine, arg)
}
