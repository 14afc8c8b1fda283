package transfer_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/transfer"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// open returns a database of an engine.
func open(t *testing.T, engine auroradataapi.Engine) *sql.DB {
	t.Helper()
	if engine == auroradataapi.EngineMySQL {
		return emulator.RunT(t, &emulator.Fixture{Engine: emulator.MySQL}).DB
	}
	return emulator.RunT(t).DB
}

func mustExec(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%.200s: %v", statement, err)
		}
	}
}

var engines = []auroradataapi.Engine{auroradataapi.EnginePostgreSQL, auroradataapi.EngineMySQL}

// TestRoundTrip exports a table with columns of all types and imports it into
// another, on both engines and in both formats, and compares every value.
func TestRoundTrip(t *testing.T) {
	for _, engine := range engines {
		t.Run(engine.String(), func(t *testing.T) {
			t.Parallel()
			db := open(t, engine)
			cases := mySQLTypes
			if engine == auroradataapi.EnginePostgreSQL {
				cases = withArrays(postgreSQLTypes)
				mustExec(t, db, supportingTypes...)
			}
			makeTable(t, db, cases)
			for _, format := range []string{transfer.CSV, transfer.JSONLines} {
				copied := "copied_" + format
				if engine == auroradataapi.EngineMySQL {
					mustExec(t, db, "create table "+copied+" like original")
				} else {
					mustExec(t, db, "create table "+copied+" (like original)")
				}
				text := exported(t, db, transfer.Options{Engine: engine, Format: format})
				n, err := transfer.Import(context.Background(), db, transfer.Target{Table: transfer.Table{copied}}, strings.NewReader(text), transfer.Options{Engine: engine, Format: format})
				if err != nil {
					t.Fatalf("%s: %v", format, err)
				}
				compare(t, db, engine, cases, copied, n)
				if again := exported(t, db, transfer.Options{Engine: engine, Format: format}); again != text {
					t.Errorf("%s: exported twice, got %s and %s", format, text, again)
				}
			}
		})
	}
}

func exported(t *testing.T, db *sql.DB, options transfer.Options) string {
	t.Helper()
	var out bytes.Buffer
	query, err := transfer.Table{"original"}.Query(context.Background(), db, options.Engine)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := transfer.Export(context.Background(), db, query+" order by id", &out, options); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// withArrays adds an array with each value and NULL for types that are none.
func withArrays(cases []typeCase) []typeCase {
	all := cases
	for _, c := range cases {
		if strings.HasSuffix(c.expr, "[]") {
			continue
		}
		array := typeCase{expr: c.expr + "[]"}
		for _, v := range c.values {
			array.values = append(array.values, fmt.Sprintf("array[(%s)::%s, null]", v, c.expr))
		}
		all = append(all, array)
	}
	return all
}

// makeTable makes the table "original": a column for each type, the first row all
// NULL, the others with the values of each in turn.
func makeTable(t *testing.T, db *sql.DB, cases []typeCase) {
	t.Helper()
	columns, most := []string{"id int primary key"}, 0
	for i, c := range cases {
		columns = append(columns, fmt.Sprintf("c%d %s", i, c.expr))
		most = max(most, len(c.values))
	}
	mustExec(t, db, "create table original ("+strings.Join(columns, ", ")+")", "insert into original (id) values (0)")
	for row := range most {
		names, values := []string{"id"}, []string{fmt.Sprint(row + 1)}
		for i, c := range cases {
			if row < len(c.values) {
				names, values = append(names, fmt.Sprintf("c%d", i)), append(values, c.values[row])
			}
		}
		mustExec(t, db, "insert into original ("+strings.Join(names, ", ")+") values ("+strings.Join(values, ", ")+")")
	}
}

// compare holds each value of a copy against the original.
func compare(t *testing.T, db *sql.DB, engine auroradataapi.Engine, cases []typeCase, copied string, rows int64) {
	t.Helper()
	var want int64
	if err := db.QueryRow("select count(*) from original").Scan(&want); err != nil || rows != want {
		t.Errorf("%s: got %d rows, want %d, error %v", copied, rows, want, err)
	}
	for i, c := range cases {
		text := "%s.c%d::text"
		differ := "is distinct from"
		if engine == auroradataapi.EngineMySQL {
			text, differ = "hex(%s.c%d)", "<=>"
		}
		a, b := fmt.Sprintf(text, "a", i), fmt.Sprintf(text, "b", i)
		query := fmt.Sprintf("select %s, %s from original a join %s b on a.id = b.id where %s %s %s", a, b, copied, a, differ, b)
		if engine == auroradataapi.EngineMySQL {
			query = strings.Replace(query, " where ", " where not ", 1)
		}
		found, err := db.Query(query)
		if err != nil {
			t.Fatalf("%s: %v", c.expr, err)
		}
		for found.Next() {
			var x, y any
			if err := found.Scan(&x, &y); err != nil {
				t.Fatal(err)
			}
			t.Errorf("%s of %s: got %s, want %s", c.expr, copied, y, x)
		}
		if err := found.Err(); err != nil {
			t.Fatalf("%s: %v", c.expr, err)
		}
		found.Close()
	}
}
