package auroradataapi_test

import (
	"database/sql"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// longList is a list of values that a statement has no room for.
var longList = strings.Repeat("(1), ", 70_000/5) + "(2)"

// TestLongText has a statement that is too long go as a parameter.
func TestLongText(t *testing.T) {
	const (
		store, count = "SELECT pg_catalog.set_config('auroradataapi.text_1', :1, true) IS NULL", "SELECT CAST(pg_catalog.current_setting('auroradataapi.text_1') AS pg_catalog.int8)"
		fetch        = "FETCH ALL FROM auroradataapi_text_1"
	)
	stored, rows := selected("1"), answer(`{"columnMetadata":[{"name":"n","label":"n","typeName":"int8","nullable":1}],"records":[[{"longValue":14001}]]}`)
	for _, tt := range []struct {
		name  string
		mySQL bool
		begin bool
		sql   string
		query bool
		steps []step
		texts []string
	}{
		{
			name: "rows counted", sql: "insert into t values " + longList,
			steps: []step{began("t"), stored, updated("0"), rows, committed()},
			texts: []string{"/BeginTransaction", store, "DO", count, "/CommitTransaction"},
		},
		{
			name: "rows counted in a transaction", begin: true, sql: "insert into t values " + longList,
			steps: []step{began("t"), stored, updated("0"), rows, committed()},
			texts: []string{"/BeginTransaction", store, "DO", count, "/CommitTransaction"},
		},
		{
			name: "rows returned", sql: "insert into t values " + longList + " returning n", query: true,
			steps: []step{began("t"), stored, updated("0"), rows, committed()},
			texts: []string{"/BeginTransaction", store, "DO", fetch, "/CommitTransaction"},
		},
		{
			name: "rows returned in a transaction", begin: true, sql: "select * from t where n in (" + longList + ")", query: true,
			steps: []step{began("t"), stored, updated("0"), rows, updated("0"), committed()},
			texts: []string{"/BeginTransaction", store, "DO", fetch, "CLOSE auroradataapi_text_1", "/CommitTransaction"},
		},
		{
			name: "MySQL", mySQL: true, sql: "insert into t values " + longList,
			steps: []step{began("t"), updated("0"), updated("0"), updated("14001"), committed()},
			texts: []string{"/BeginTransaction", "SET @auroradataapi_text = :1", "PREPARE auroradataapi FROM @auroradataapi_text", "EXECUTE auroradataapi", "/CommitTransaction"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newDescribing(t, tt.steps...)
			if tt.mySQL {
				s = newMySQL(t, tt.steps...)
			}
			n, err := runLong(s.open(), tt.begin, tt.query, tt.sql)
			if err != nil || n != 14001 {
				t.Errorf("%d rows, %v", n, err)
			}
			if got := s.texts(); !reflect.DeepEqual(got, tt.texts) {
				t.Errorf("got requests %q, want %q", got, tt.texts)
			}
			if got := s.got()[1].Parameters[0].Value["stringValue"]; got != tt.sql {
				t.Error("got another text as the parameter")
			}
		})
	}
}

// runLong runs a statement, in a transaction or not, and returns how many rows it has
// affected, or the number that it has returned.
func runLong(db *sql.DB, begin, query bool, text string) (n int64, err error) {
	if !begin {
		return runOne(db, query, text)
	}
	tx, err := db.Begin()
	if err != nil {
		return 0, err
	}
	n, err = runOne(tx, query, text)
	return n, errors.Join(err, tx.Commit())
}

func runOne(on interface {
	Exec(string, ...any) (sql.Result, error)
	QueryRow(string, ...any) *sql.Row
}, query bool, text string,
) (n int64, err error) {
	if query {
		err = on.QueryRow(text).Scan(&n)
		return n, err
	}
	result, err := on.Exec(text)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// TestLongTextRefused: what is none of rows and queries stays too long, and nothing is
// sent.
func TestLongTextRefused(t *testing.T) {
	for _, tt := range []struct {
		name, sql string
		service   func(*testing.T, ...step) *service
	}{
		{"DDL", "create table t (n int default (" + longList + "))", newDescribing},
		{"SELECT INTO", "select " + longList + " into t", newDescribing},
		{"query of MySQL", "select " + longList, newMySQL},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := tt.service(t).open().Exec(tt.sql); !errors.Is(err, auroradataapi.ErrRequestTooLarge) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestNearlyLongText has statements that are too long to be prepared and have no
// arguments: they are run unprepared.
func TestNearlyLongText(t *testing.T) {
	const rest = "insert into t (a) values ('') returning n"
	for _, length := range []int{65_520, 65_536, 65_537} {
		text := strings.Replace(rest, "''", "'"+strings.Repeat("x", length-len(rest))+"'", 1)
		t.Run(strconv.Itoa(length), func(t *testing.T) {
			run := []step{columnsOf("n int4"), selected("1")}
			if length > 65_536 {
				run = []step{selected("1"), updated("0"), selected("1"), updated("0")}
			}
			steps := append([]step{began("t")}, append(run, committed())...)
			tx, err := newDescribing(t, steps...).open().Begin()
			if err != nil {
				t.Fatal(err)
			}
			stmt, err := tx.Prepare(text)
			if err != nil {
				t.Fatal(err)
			}
			var n int
			if err := stmt.QueryRow().Scan(&n); err != nil || n != 1 {
				t.Errorf("got %d, %v", n, err)
			}
			if err := tx.Commit(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestLongTextRefusedResult: in a transaction that goes on, the cursor of a result that
// the service refuses is closed.
func TestLongTextRefusedResult(t *testing.T) {
	s := newDescribing(t, began("t"), selected("1"), updated("0"), refusedType("INTERVAL"), updated("0"), rolledBack())
	tx, err := s.open().Begin()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := tx.Query("select age from t where n in (" + longList + ")")
	if err == nil {
		rows.Close()
	}
	if !errors.Is(err, auroradataapi.ErrUnsupportedResult) {
		t.Errorf("got %v", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Error(err)
	}
	if got := s.texts(); len(got) != 6 || got[4] != "CLOSE auroradataapi_text_1" {
		t.Errorf("got requests %q", got)
	}
}
