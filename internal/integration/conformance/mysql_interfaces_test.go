package conformance_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"testing"

	"github.com/go-sql-driver/mysql"

	"github.com/auroradataapi/auroradataapi"
)

// mySQLInterfaceDifferences are the interfaces, by what they are on and their
// name, that one of both ways has alone, and why.
var mySQLInterfaceDifferences = map[string]string{
	"connector: io.Closer":              "closing the sql.DB closes the connector's idle HTTP connections",
	"conn: driver.Execer":               "package driver has given it up",
	"conn: driver.Queryer":              "package driver has given it up",
	"stmt: driver.ColumnConverter":      "package driver has given it up",
	"rows: driver.RowsColumnTypeLength": "the service tells lengths",
}

// TestMySQLDriverInterfaces holds the interfaces that the driver implements
// against those of go-sql-driver/mysql.
func TestMySQLDriverInterfaces(t *testing.T) {
	counts := newMySQLTally(t)
	native, ours := mySQLParts(t, mySQL.Native), mySQLParts(t, mySQL.DataAPI)
	native["driver"], native["connector"] = mysql.MySQLDriver{}, connectorOf(t, mysql.MySQLDriver{}, "/")
	connector, err := auroradataapi.NewConnector(mySQL.Config())
	if err != nil {
		t.Fatal(err)
	}
	ours["driver"], ours["connector"] = connector.Driver(), connector
	for _, i := range driverInterfaces {
		what := i.on + ": " + i.name
		want, got := fmt.Sprintln(i.has(native[i.on])), fmt.Sprintln(i.has(ours[i.on]))
		var differs difference
		if why := mySQLInterfaceDifferences[what]; why != "" {
			differs = func(native, ours string) bool { return native != ours }
		}
		compareUnless(t, counts, differs, mySQLInterfaceDifferences[what], what, want, got)
	}
}

// mySQLParts are the parts of a driver that a connection leads to, by name.
func mySQLParts(t *testing.T, db *sql.DB) map[string]any {
	t.Helper()
	parts := map[string]any{}
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	err = conn.Raw(func(raw any) error {
		parts["conn"] = raw
		return addPartsOf(t.Context(), parts, raw, "select ?")
	})
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

// TestMySQLNumInput holds the number of arguments of prepared statements.
func TestMySQLNumInput(t *testing.T) {
	counts := newMySQLTally(t)
	for _, text := range list("select 1", "select ?", "select ?, ?, '?', \"?\"", "select `?` from (select 1 as `?`) q where 1 = ? -- ?") {
		compareMySQL(t, counts, text, nil, "", func(w way) string {
			conn, err := w.db.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			var n int
			err = conn.Raw(func(raw any) error {
				stmt, err := raw.(driver.ConnPrepareContext).PrepareContext(context.Background(), text)
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
