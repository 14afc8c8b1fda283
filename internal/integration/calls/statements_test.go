package calls_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/ngrok/sqlmw"

	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// statements counts what goes to a native driver: each statement, and the begin and
// the end of each transaction. That many calls are the least that the Data API could
// do with, if the library sends what it sends.
type statements struct {
	sqlmw.NullInterceptor
	n atomic.Int64
}

var native = new(statements)

func init() {
	sql.Register("pgx-counted", sqlmw.Driver(stdlib.GetDefaultDriver(), native))
	sql.Register("mysql-counted", sqlmw.Driver(mysql.MySQLDriver{}, native))
}

// counting opens the database natively so that its statements are counted.
func counting(t *testing.T, d bothways.Database) *sql.DB {
	t.Helper()
	db, err := sql.Open(d.Driver+"-counted", d.NativeDSN)
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	return db
}

func (s *statements) ConnBeginTx(ctx context.Context, c driver.ConnBeginTx, o driver.TxOptions) (context.Context, driver.Tx, error) {
	s.n.Add(1)
	return s.NullInterceptor.ConnBeginTx(ctx, c, o)
}

func (s *statements) ConnExecContext(ctx context.Context, c driver.ExecerContext, query string, args []driver.NamedValue) (driver.Result, error) {
	result, err := s.NullInterceptor.ConnExecContext(ctx, c, query, args)
	s.countUnlessSkipped(err)
	return result, err
}

func (s *statements) ConnQueryContext(ctx context.Context, c driver.QueryerContext, query string, args []driver.NamedValue) (context.Context, driver.Rows, error) {
	ctx, rows, err := s.NullInterceptor.ConnQueryContext(ctx, c, query, args)
	s.countUnlessSkipped(err)
	return ctx, rows, err
}

// countUnlessSkipped counts a statement unless the driver wants it prepared first.
func (s *statements) countUnlessSkipped(err error) {
	if !errors.Is(err, driver.ErrSkip) {
		s.n.Add(1)
	}
}

func (s *statements) ConnPing(ctx context.Context, c driver.Pinger) error {
	s.n.Add(1)
	return s.NullInterceptor.ConnPing(ctx, c)
}

func (s *statements) StmtExecContext(ctx context.Context, c driver.StmtExecContext, query string, args []driver.NamedValue) (driver.Result, error) {
	s.n.Add(1)
	return s.NullInterceptor.StmtExecContext(ctx, c, query, args)
}

func (s *statements) StmtQueryContext(ctx context.Context, c driver.StmtQueryContext, query string, args []driver.NamedValue) (context.Context, driver.Rows, error) {
	s.n.Add(1)
	return s.NullInterceptor.StmtQueryContext(ctx, c, query, args)
}

func (s *statements) TxCommit(ctx context.Context, tx driver.Tx) error {
	s.n.Add(1)
	return s.NullInterceptor.TxCommit(ctx, tx)
}

func (s *statements) TxRollback(ctx context.Context, tx driver.Tx) error {
	s.n.Add(1)
	return s.NullInterceptor.TxRollback(ctx, tx)
}
