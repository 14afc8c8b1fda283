package auroradataapi

import (
	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

// As lets errors.As find another driver's error in an error of the database, so
// that code written for that driver goes on working:
//
//	var pgErr *pgconn.PgError
//	if errors.As(err, &pgErr) && pgErr.Code == "23505" {
//
// target may point to a *pgconn.PgError, of github.com/jackc/pgx/v5/pgconn or of
// github.com/jackc/pgconn, or to a *pq.Error of github.com/lib/pq; for an error of
// MySQL it may point to a *mysql.MySQLError of github.com/go-sql-driver/mysql. It is
// set to a new error with what this one has; the other fields are empty: those for the
// schema, the data type, the internal query and the place in PostgreSQL's source.
// The text of the *pq.Error does not name the position. No other target is touched,
// and no target by an error that is not the database's. A type assertion,
// err.(*pgconn.PgError), fails as before.
func (e *Error) As(target any) bool {
	m := e.databaseMessage()
	if m.Number != 0 {
		return mysql.As(m, target)
	}
	return postgres.As(m, target)
}

// databaseMessage is the opposite of newDatabaseError.
func (e *Error) databaseMessage() engine.Message {
	return engine.Message{
		Severity: e.Severity, Code: e.Code, Message: e.Message, Detail: e.Detail, Hint: e.Hint,
		Position: e.Position, Where: e.Where, Number: e.Number,
		TableName: e.TableName, ColumnName: e.ColumnName, ConstraintName: e.ConstraintName,
	}
}
