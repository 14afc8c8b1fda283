package conformance_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// way is one of the two ways to the database.
type way struct {
	name   string
	native bool
	db     *sql.DB
	mysql  bool // the engine is MySQL, whose native driver says which columns are nullable
	libpq  bool // the native driver is lib/pq
}

func ways() (pgx, ours way) {
	return way{name: "pgx", native: true, db: cluster.Native}, way{name: "driver", db: cluster.DataAPI}
}

// modes are the driver's modes, the default first.
func modes() []way {
	return []way{{name: "describe", db: cluster.DataAPI}, {name: "exec", db: typedByGo}, {name: "simple", db: simple}}
}

// mode is a mode of the driver with pgx in the mode that it is measured by.
type mode struct{ ours, pgx way }

func describeMode() mode {
	pgx, _ := ways()
	return mode{modes()[0], pgx}
}

// execMode is measured by pgx's default. There is nothing like it in pgx: in its
// own mode exec it sends texts without types, as with its simple protocol.
func execMode() mode {
	pgx, _ := ways()
	return mode{modes()[1], pgx}
}

func simpleMode() mode {
	return mode{modes()[2], way{name: "pgx simple_protocol", native: true, db: pgxModes["simple"]}}
}

// pgxModes are pgx's own modes that are named as those of the driver, for what
// differs from its default.
var pgxModes = map[string]*sql.DB{}

// openPgxModes opens the database through pgx in its own modes.
func openPgxModes() error {
	config, err := pgx.ParseConfig(cluster.Server.BackendDSN(testcluster.ID))
	if err != nil {
		return err
	}
	for name, mode := range map[string]pgx.QueryExecMode{"exec": pgx.QueryExecModeExec, "simple": pgx.QueryExecModeSimpleProtocol} {
		config.DefaultQueryExecMode = mode
		pgxModes[name] = stdlib.OpenDB(*config.Copy())
	}
	return nil
}

// queryer is a sql.DB, Conn or Tx.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// observe runs a query and returns all that a program can see of its result, as
// lines of text: column names, column types, each value, or the error. What pgx
// does on purpose otherwise is translated:
//
//   - a timestamptz is in the local time zone; the driver's is in UTC
//   - a type that pgx does not know has its OID for a name; the driver's has its
//     name
func (w way) observe(ctx context.Context, q queryer, query string, args ...any) string {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return describeError(err)
	}
	defer rows.Close()
	var b strings.Builder
	types, err := rows.ColumnTypes()
	if err != nil {
		return describeError(err)
	}
	for _, t := range types {
		b.WriteString(w.describeColumn(ctx, t))
	}
	for rows.Next() {
		values := make([]any, len(types))
		pointers := make([]any, len(types))
		for i := range values {
			pointers[i] = &values[i]
		}
		if err := rows.Scan(pointers...); err != nil {
			return b.String() + describeError(err)
		}
		for i, v := range values {
			b.WriteString(w.describeValue(types[i], v) + "\n")
		}
	}
	if err := rows.Err(); err != nil {
		b.WriteString(describeError(err))
	}
	return b.String()
}

func (w way) describeColumn(ctx context.Context, t *sql.ColumnType) string {
	name := t.DatabaseTypeName()
	switch {
	case w.libpq:
		name = libPQName(name)
	case w.native && !w.mysql:
		name = typeName(ctx, name)
	}
	text := fmt.Sprintf("column %q %s %v", t.Name(), name, t.ScanType())
	if length, ok := t.Length(); ok {
		text += fmt.Sprintf(" length %d", length)
	}
	if precision, scale, ok := t.DecimalSize(); ok {
		text += fmt.Sprintf(" decimal %d,%d", precision, scale)
	}
	if nullable, ok := t.Nullable(); ok && w.mysql {
		text += fmt.Sprintf(" nullable %v", nullable)
	}
	return text + "\n"
}

// namedByOID has the names of types for which pgx has given the OID.
var namedByOID sync.Map

// typeName returns the name of a type for which pgx has given its OID.
func typeName(ctx context.Context, name string) string {
	oid, err := strconv.ParseUint(name, 10, 32)
	if err != nil {
		return name
	}
	err = cluster.Native.QueryRowContext(ctx, "select upper(typname) from pg_type where oid = $1", oid).Scan(&name)
	if err != nil {
		return err.Error()
	}
	namedByOID.Store(name, true)
	return name
}

func (w way) describeValue(column *sql.ColumnType, v any) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case time.Time:
		if w.native && !w.libpq && column.DatabaseTypeName() == "TIMESTAMPTZ" {
			v = v.UTC()
		}
		return "time.Time " + v.Format(time.RFC3339Nano) + " " + v.Location().String()
	case string, []byte:
		return fmt.Sprintf("%T %q", v, v)
	}
	return fmt.Sprintf("%T %v", v, v)
}

// nameOf names a Go value by its type and, in short, by what it is.
func nameOf(v any) string {
	name := strings.ReplaceAll(fmt.Sprintf("%T", v), "conformance_test.", "")
	text := fmt.Sprint(v)
	switch v := v.(type) {
	case string:
		text = strconv.Quote(v)
	case []byte:
		text = strconv.Quote(string(v))
	default:
		if b, err := json.Marshal(v); err == nil {
			text = string(b)
		}
	}
	if len(text) > 60 {
		text = fmt.Sprintf("%.40s… (%d bytes)", text, len(text))
	}
	return name + " " + text
}

// describeError returns the one thing about an error of the database that both
// ways must agree on here.
func describeError(err error) string { return "error " + nameError(err) + "\n" }

// nameError returns the SQLSTATE of an error, behind its number if it is one of
// MySQL's, or, of one that has none, whether it is one that programs compare.
func nameError(err error) string {
	var numbered *mysql.MySQLError
	if errors.As(err, &numbered) {
		return fmt.Sprintf("%d (%s)", numbered.Number, numbered.SQLState)
	}
	var e interface{ SQLState() string }
	if errors.As(err, &e) && e.SQLState() != "" {
		return e.SQLState()
	}
	for _, known := range []error{nil, auroradataapi.ErrUnsupportedResult, context.Canceled, context.DeadlineExceeded, sql.ErrNoRows, sql.ErrTxDone, sql.ErrConnDone} {
		if errors.Is(err, known) {
			return fmt.Sprint(known)
		}
	}
	return "without SQLSTATE"
}
