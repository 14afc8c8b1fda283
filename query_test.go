package auroradataapi_test

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi"
)

func TestArguments(t *testing.T) {
	n := 5
	type m = map[string]any
	p := func(name string, value m) parameter { return parameter{Name: name, Value: value} }
	tests := []struct {
		name       string
		query      string
		args       []any
		sql        string
		parameters []parameter
	}{
		{"none", "select 1", nil, "select 1", nil},
		{"in order", "select $1, $2", []any{1, "a"}, "select :1, :2", []parameter{p("1", m{"longValue": 1.0}), p("2", m{"stringValue": "a"})}},
		{"out of order and repeated", "select $2, $1, $2", []any{1, "a"}, "select :2, :1, :2", []parameter{p("2", m{"stringValue": "a"}), p("1", m{"longValue": 1.0})}},
		{"explicit cast", "select $1::uuid", []any{"x"}, "select :1::uuid", []parameter{p("1", m{"stringValue": "x"})}},
		{"cast", "select $1", []any{time.Unix(0, 0)}, "select (:1::timestamptz)", []parameter{p("1", m{"stringValue": "1970-01-01 00:00:00Z"})}},
		{"null", "select $1", []any{nil}, "select :1", []parameter{p("1", m{"isNull": true})}},
		{"pointer", "select $1", []any{&n}, "select :1", []parameter{p("1", m{"longValue": 5.0})}},
		{"nil pointer", "select $1", []any{(*time.Time)(nil)}, "select :1", []parameter{p("1", m{"isNull": true})}},
		{"sql.Null", "select $1, $2", []any{sql.NullString{}, sql.Null[int32]{V: 7, Valid: true}}, "select :1, :2", []parameter{p("1", m{"isNull": true}), p("2", m{"longValue": 7.0})}},
		{"valuer", "select $1", []any{valuer{value: "v"}}, "select :1", []parameter{p("1", m{"stringValue": "v"})}},
		{"nil valuer", "select $1", []any{(*valuer)(nil)}, "select :1", []parameter{p("1", m{"isNull": true})}},
		{"nil valuer by pointer", "select $1", []any{(*pointerValuer)(nil)}, "select :1", []parameter{p("1", m{"stringValue": "nobody"})}},
		{"valuer of a pointer", "select $1", []any{valuer{value: &n}}, "select :1", []parameter{p("1", m{"longValue": 5.0})}},
		{"bytes", "select $1", []any{[]byte("ab")}, "select :1", []parameter{p("1", m{"blobValue": "YWI="})}},
		{"big uint", "select $1", []any{uint64(math.MaxUint64)}, "select (:1::numeric)", []parameter{p("1", m{"stringValue": "18446744073709551615"})}},
		{"names", "select :b, :a, :b", []any{sql.Named("a", 1), sql.Named("b", true)}, "select :2, :1, :2", []parameter{p("2", m{"booleanValue": true}), p("1", m{"longValue": 1.0})}},
		{"names do not count with $n", "select $1", []any{sql.Named("a", 1)}, "select :1", []parameter{p("1", m{"longValue": 1.0})}},
		{"no placeholder in a literal", "select '$1 :a', $1", []any{1}, "select '$1 :a', :1", []parameter{p("1", m{"longValue": 1.0})}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, prepared := range []bool{false, true} {
				s := newService(t, updated("0"))
				if err := exec(s.open(), prepared, tt.query, tt.args); err != nil {
					t.Fatal(err)
				}
				r := s.got()[0]
				if r.IncludeResultMetadata {
					t.Errorf("prepared %v: asks for metadata that nobody looks at", prepared)
				}
				if r.SQL != tt.sql || !reflect.DeepEqual(r.Parameters, tt.parameters) {
					t.Errorf("prepared %v: got %q %v, want %q %v", prepared, r.SQL, r.Parameters, tt.sql, tt.parameters)
				}
			}
		})
	}
}

func exec(db *sql.DB, prepared bool, query string, args []any) error {
	if !prepared {
		_, err := db.Exec(query, args...)
		return err
	}
	statement, err := db.Prepare(query)
	if err != nil {
		return err
	}
	defer statement.Close()
	_, err = statement.Exec(args...)
	return err
}

type valuer struct {
	value driver.Value
	err   error
}

func (v valuer) Value() (driver.Value, error) { return v.value, v.err }

// pointerValuer has a value even for nil.
type pointerValuer struct{ name string }

func (v *pointerValuer) Value() (driver.Value, error) {
	if v == nil {
		return "nobody", nil
	}
	return v.name, nil
}

// QueryExecMode has the name of a type of pgx.
type QueryExecMode int32

func (QueryExecMode) RewriteQuery(string) string { return "drop table users" }

// TestNoPgxOption: what only looks like an option of pgx is an argument.
func TestNoPgxOption(t *testing.T) {
	s := newService(t, updated("1"))
	if _, err := s.open().Exec("select $1", QueryExecMode(5)); err != nil {
		t.Fatal(err)
	}
	if got := s.got()[0]; got.SQL != "select (:1::int4)" || got.Parameters[0].Value["longValue"] != 5.0 {
		t.Errorf("got %+v", got)
	}
}

func TestArgumentErrors(t *testing.T) {
	tests := []struct {
		name  string
		query string
		args  []any
		want  string
	}{
		{"too few", "select $1, $2", []any{1}, "statement takes 2 arguments, got 1"},
		{"too many", "select $1", []any{1, 2}, "statement takes 1 arguments, got 2"},
		{"not wanted", "select 1", []any{1}, "statement takes 0 arguments, got 1"},
		{"a question mark", "select ?", []any{1}, "placeholders are $1, $2, … or :name"},
		{"not wanted, nor a statement", "-- $1", []any{1}, "statement takes 0 arguments, got 1"},
		{"gap", "select $2, $4", []any{1, 2, 3, 4}, "could not determine data type of parameter $1 (SQLSTATE 42P18)"},
		{"more than PostgreSQL counts", "select $1", make([]any, 65536), "got 65536 arguments, PostgreSQL takes 65535"},
		{"number beyond what PostgreSQL counts", "select $65536", []any{1}, "at character 8: parameter number too large: the greatest is $65535"},
		{"mixed", "select $1, :a", []any{1}, "text mixes $1 and :a"},
		{"not named", "select :a", []any{1}, "pass every argument with sql.Named"},
		{"unknown name", "select :a", []any{sql.Named("a", 1), sql.Named("b", "hunter2")}, "statement has no placeholder :b"},
		{"missing name", "select :a, :b", []any{sql.Named("a", 1)}, "no argument for placeholder :b"},
		{"name given twice", "select :a", []any{sql.Named("a", 1), sql.Named("a", 2)}, "argument :a is given twice"},
		{"unsupported type", "select $1", []any{struct{ password string }{"hunter2"}}, "bind argument $1: unsupported argument type"},
		{"unsupported type by name", "select :a", []any{sql.Named("a", map[string]int{})}, "bind argument :a: unsupported argument type map[string]int"},
		{"circle", "select $1", []any{circle()}, "bind argument $1: unsupported argument type"},
		{"invalid UTF-8", "select $2, $1", []any{"hunter2\xff", "a"}, `invalid byte sequence for encoding "UTF8": argument $1 (SQLSTATE 22021)`},
		{"failing valuer", "select $1", []any{valuer{err: errors.New("valuer is broken")}}, "valuer is broken"},
		{"several statements", "select $1; select 2", []any{1}, "cannot insert multiple commands into a prepared statement (SQLSTATE 42601)"},
		{"unreadable", "select 'a", nil, "unterminated quoted string at or near \"'a\" (SQLSTATE 42601)"},
		{"setting", "set standard_conforming_strings = off", nil, "E'…'"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := newService(t).open().Exec(tt.query, tt.args...)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error tells a value: %v", err)
			}
		})
	}
}

type ring *ring

// circle returns a pointer to itself.
func circle() ring {
	var r ring
	r = &r
	return r
}

func TestNumInput(t *testing.T) {
	tests := []struct {
		query string
		want  int
	}{
		{"select 1", 0}, {"select $1, $3", 3}, {"select :a, :b, :a", 2}, {"", 0}, {"select a[x:b]", -1},
	}
	connector, err := auroradataapi.NewConnector(newService(t).config)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := connector.Connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		statement, err := conn.Prepare(tt.query)
		if err != nil {
			t.Fatal(err)
		}
		if got := statement.NumInput(); got != tt.want {
			t.Errorf("NumInput of %q = %d, want %d", tt.query, got, tt.want)
		}
	}
}

func TestQuery(t *testing.T) {
	s := newService(t, answer(`{"numberOfRecordsUpdated":0,
		"columnMetadata":[
			{"name":"id","label":"id","typeName":"serial","nullable":0,"precision":10},
			{"name":"price","label":"price","typeName":"numeric","nullable":1,"precision":10,"scale":2},
			{"name":"at","label":"at","typeName":"timestamptz","nullable":1}],
		"records":[
			[{"longValue":1},{"stringValue":"12.30"},{"stringValue":"2024-02-29 11:14:15.123456"}],
			[{"longValue":2},{"isNull":true},{"isNull":true}]]}`))
	rows, err := s.open().Query("select * from orders")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	if !s.got()[0].IncludeResultMetadata {
		t.Error("the query does not ask for metadata")
	}
	types, err := rows.ColumnTypes()
	if err != nil {
		t.Fatal(err)
	}
	if name, scan := types[0].DatabaseTypeName(), types[0].ScanType(); name != "INT4" || scan != reflect.TypeFor[int32]() {
		t.Errorf("first column is %s, scanned into %v", name, scan)
	}
	if nullable, ok := types[0].Nullable(); nullable || !ok {
		t.Errorf("first column nullable: %v, %v", nullable, ok)
	}
	if precision, scale, ok := types[1].DecimalSize(); precision != 10 || scale != 2 || !ok {
		t.Errorf("second column has %d, %d, %v", precision, scale, ok)
	}
	want := [][]any{
		{int64(1), "12.30", time.Date(2024, 2, 29, 11, 14, 15, 123456000, time.UTC)},
		{int64(2), nil, nil},
	}
	var got [][]any
	for rows.Next() {
		var id, price, at any
		if err := rows.Scan(&id, &price, &at); err != nil {
			t.Fatal(err)
		}
		got = append(got, []any{id, price, at})
	}
	if err := rows.Err(); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}

func TestQueryWithoutRows(t *testing.T) {
	tests := []struct {
		name    string
		query   string
		steps   []step
		columns []string
	}{
		{"empty result", "select 1 as a where false", []step{answer(`{"records":[],"columnMetadata":[{"name":"a","typeName":"int4"}]}`)}, []string{"a"}},
		{"no result", "update t set a = 1", []step{updated("3")}, []string{}},
		{"no statement", " -- nothing\n", nil, []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows, err := newService(t, tt.steps...).open().Query(tt.query)
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			if columns, err := rows.Columns(); err != nil || !reflect.DeepEqual(columns, tt.columns) {
				t.Errorf("columns %q, %v, want %q", columns, err, tt.columns)
			}
			if rows.Next() || rows.Err() != nil {
				t.Errorf("there is a row, or the error %v", rows.Err())
			}
		})
	}
}

func TestRowsAffected(t *testing.T) {
	tests := []struct {
		name  string
		query string
		steps []step
		want  int64
	}{
		{"update", "update t set a = 1", []step{updated("3")}, 3},
		{"rows returned", "insert into t default values returning 1", []step{answer(`{"numberOfRecordsUpdated":0,"records":[[{"longValue":1}],[{"longValue":2}]]}`)}, 2},
		{"no count in the command tag", "show server_version", []step{answer(`{"numberOfRecordsUpdated":0,"records":[[{"stringValue":"15"}]]}`)}, 0},
		{"definition", "create table t ()", []step{updated("0")}, 0},
		{"no statement", ";", nil, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			result, err := newService(t, tt.steps...).open().Exec(tt.query)
			if err != nil {
				t.Fatal(err)
			}
			if n, err := result.RowsAffected(); n != tt.want || err != nil {
				t.Errorf("RowsAffected = %d, %v, want %d", n, err, tt.want)
			}
			if _, err := result.LastInsertId(); err == nil || err.Error() != "LastInsertId is not supported by this driver" {
				t.Errorf("LastInsertId: %v", err)
			}
		})
	}
}

func TestTooLarge(t *testing.T) {
	tests := []struct {
		name  string
		query string
		args  []any
	}{
		{"request", "select $1", []any{strings.Repeat("x", 4<<20)}},
		{"statement", "comment on table t is '" + strings.Repeat("é", 65536) + "'", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := newService(t).open().Exec(tt.query, tt.args...); !errors.Is(err, auroradataapi.ErrRequestTooLarge) {
				t.Errorf("got %v", err)
			}
		})
	}
	s := newService(t, updated("0"))
	if _, err := s.open().Exec("select '" + strings.Repeat("é", 65536-9) + "'"); err != nil {
		t.Errorf("65,536 characters are refused: %v", err)
	}
}
