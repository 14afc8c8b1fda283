package conformance_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"io"
	"testing"

	"github.com/jackc/pgx/v5/stdlib"

	"github.com/auroradataapi/auroradataapi"
)

// driverInterface is an optional interface of database/sql/driver.
type driverInterface struct {
	on, name string
	has      func(any) bool
	why      string // the driver differs from pgx/stdlib in it; empty if not
}

func implements[T any](x any) bool { _, ok := x.(T); return ok }

// Interfaces that package driver has given up.
type (
	deprecatedExecer interface {
		Exec(query string, args []driver.Value) (driver.Result, error)
	}
	deprecatedQueryer interface {
		Query(query string, args []driver.Value) (driver.Rows, error)
	}
	deprecatedConverter interface {
		ColumnConverter(i int) driver.ValueConverter
	}
)

var driverInterfaces = []driverInterface{
	{"driver", "driver.Driver", implements[driver.Driver], ""},
	{"driver", "driver.DriverContext", implements[driver.DriverContext], ""},
	{"connector", "driver.Connector", implements[driver.Connector], ""},
	{"connector", "io.Closer", implements[io.Closer], "closing the sql.DB closes the connector's idle HTTP connections"},
	{"conn", "driver.Conn", implements[driver.Conn], ""},
	{"conn", "driver.Pinger", implements[driver.Pinger], ""},
	{"conn", "driver.ConnBeginTx", implements[driver.ConnBeginTx], ""},
	{"conn", "driver.ConnPrepareContext", implements[driver.ConnPrepareContext], ""},
	{"conn", "driver.ExecerContext", implements[driver.ExecerContext], ""},
	{"conn", "driver.QueryerContext", implements[driver.QueryerContext], ""},
	{"conn", "driver.Execer", implements[deprecatedExecer], ""},
	{"conn", "driver.Queryer", implements[deprecatedQueryer], ""},
	{"conn", "driver.NamedValueChecker", implements[driver.NamedValueChecker], ""},
	{"conn", "driver.SessionResetter", implements[driver.SessionResetter], ""},
	{"conn", "driver.Validator", implements[driver.Validator], "a connection whose transaction was left open or is dead is not used again"},
	{"stmt", "driver.StmtExecContext", implements[driver.StmtExecContext], ""},
	{"stmt", "driver.StmtQueryContext", implements[driver.StmtQueryContext], ""},
	{"stmt", "driver.NamedValueChecker", implements[driver.NamedValueChecker], "arguments of a prepared statement are checked as those of others; pgx falls back on its connection"},
	{"stmt", "driver.ColumnConverter", implements[deprecatedConverter], ""},
	{"rows", "driver.RowsNextResultSet", implements[driver.RowsNextResultSet], "a text of several statements has a result set for each, as with lib/pq; pgx has the last"},
	{"rows", "driver.RowsColumnTypeScanType", implements[driver.RowsColumnTypeScanType], ""},
	{"rows", "driver.RowsColumnTypeDatabaseTypeName", implements[driver.RowsColumnTypeDatabaseTypeName], ""},
	{"rows", "driver.RowsColumnTypeLength", implements[driver.RowsColumnTypeLength], ""},
	{"rows", "driver.RowsColumnTypeNullable", implements[driver.RowsColumnTypeNullable], "the service says which columns are nullable"},
	{"rows", "driver.RowsColumnTypePrecisionScale", implements[driver.RowsColumnTypePrecisionScale], ""},
	{"result", "driver.Result", implements[driver.Result], ""},
}

// TestDriverInterfaces holds the interfaces that the driver implements against
// those of pgx/stdlib.
func TestDriverInterfaces(t *testing.T) {
	counts := newTally(t)
	pgx := driverParts(t, cluster.Native)
	pgx["driver"], pgx["connector"] = stdlib.GetDefaultDriver(), connectorOf(t, stdlib.GetDefaultDriver(), "host=localhost")
	for _, mode := range modes() {
		ours := driverParts(t, mode.db)
		ours["driver"] = mode.db.Driver()
		connector, err := auroradataapi.NewConnector(cluster.Config())
		if err != nil {
			t.Fatal(err)
		}
		ours["connector"] = connector
		for _, i := range driverInterfaces {
			want, got := fmt.Sprintln(i.has(pgx[i.on])), fmt.Sprintln(i.has(ours[i.on]))
			var differs difference
			if i.why != "" {
				differs = instead("false", "true")
			}
			compareUnless(t, counts.in(mode), differs, i.why, i.on+": "+i.name, want, got)
		}
	}
}

func connectorOf(t *testing.T, d driver.Driver, dsn string) driver.Connector {
	t.Helper()
	connector, err := d.(driver.DriverContext).OpenConnector(dsn)
	if err != nil {
		t.Fatal(err)
	}
	return connector
}

// driverParts are the parts of a driver that a connection leads to, by name.
func driverParts(t *testing.T, db *sql.DB) map[string]any {
	t.Helper()
	parts := map[string]any{}
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	err = conn.Raw(func(raw any) error {
		parts["conn"] = raw
		if err := addParts(t.Context(), parts, raw); err != nil {
			return fmt.Errorf("%T: %w", raw, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

// addParts adds what a raw connection gives.
func addParts(ctx context.Context, parts map[string]any, raw any) error {
	return addPartsOf(ctx, parts, raw, "select $1::text")
}

// addPartsOf does so with a statement that has an argument.
func addPartsOf(ctx context.Context, parts map[string]any, raw any, statement string) error {
	stmt, err := raw.(driver.ConnPrepareContext).PrepareContext(ctx, statement)
	if err != nil {
		return err
	}
	defer stmt.Close()
	parts["stmt"] = stmt
	rows, err := raw.(driver.QueryerContext).QueryContext(ctx, "select 1", nil)
	if err != nil {
		return err
	}
	parts["rows"] = rows
	if err := rows.Close(); err != nil {
		return err
	}
	parts["result"], err = raw.(driver.ExecerContext).ExecContext(ctx, "select 1", nil)
	return err
}

// TestNumInput holds the number of arguments of prepared statements against pgx.
func TestNumInput(t *testing.T) {
	counts := newTally(t)
	for _, text := range []string{"select 1", "select $1::text", "select $2::text, $1::int, $2", "select ':a $3', $1::int", "select (array[1])[1:$1]"} {
		compareModes(t, counts, text, nil, func(w way) string {
			conn, err := w.db.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			var n int
			err = conn.Raw(func(raw any) error {
				stmt, err := raw.(driver.Conn).Prepare(text)
				if err != nil {
					return err
				}
				n = stmt.NumInput()
				return stmt.Close()
			})
			return fmt.Sprintln(n, err)
		})
	}
}
