package auroradataapi_test

import (
	"database/sql"
	"errors"
	"fmt"
	"math"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// newMySQL returns a scripted service of a cluster of MySQL.
func newMySQL(t *testing.T, steps ...step) *service {
	t.Helper()
	s := newService(t, steps...)
	s.config.Engine, s.config.DefaultQueryExecMode = auroradataapi.EngineMySQL, auroradataapi.QueryExecModeDescribe
	return s
}

// returned answers with one row of columns of types, each with a value.
func returned(values ...string) step {
	columns, fields := make([]string, len(values)), make([]string, len(values))
	for i, v := range values {
		typeName, field, _ := strings.Cut(v, " = ")
		columns[i] = fmt.Sprintf(`{"name":"c%d","label":"c%d","typeName":%q,"nullable":1,"precision":1}`, i, i, typeName)
		fields[i] = field
	}
	records := "[" + strings.Join(fields, ",") + "]"
	if strings.Join(fields, "") == "" {
		records = ""
	}
	return answer(`{"numberOfRecordsUpdated":0,"records":[` + records + `],"columnMetadata":[` + strings.Join(columns, ",") + `]}`)
}

func TestMySQLArguments(t *testing.T) {
	p := func(name, kind string, value any) parameter {
		return parameter{Name: name, Value: map[string]any{kind: value}}
	}
	tests := []struct {
		name       string
		query      string
		args       []any
		sql        string
		parameters []parameter
	}{
		{"none", "select 1", nil, "select 1", nil},
		{"placeholders without arguments are for the server", "select ?", nil, "select ?", nil},
		{"in order", "select ?, ?", []any{1, "a"}, "select :1, :2", []parameter{p("1", "longValue", 1.0), p("2", "stringValue", "a")}},
		{"names", "select :b, :a, :b", []any{sql.Named("a", 1), sql.Named("b", true)}, "select :2, :1, :2", []parameter{p("2", "longValue", 1.0), p("1", "longValue", 1.0)}},
		{"great number", "select 1 limit ?", []any{uint64(math.MaxUint64)}, "select 1 limit 18446744073709551615", nil},
		{"bytes", "select ?, ?", []any{[]byte("a"), []byte{0xff}}, "select :1, :2", []parameter{p("1", "stringValue", "a"), p("2", "blobValue", "/w==")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newMySQL(t, updated("0"))
			if _, err := s.open().Exec(tt.query, tt.args...); err != nil {
				t.Fatal(err)
			}
			if r := s.got()[0]; r.SQL != tt.sql || !reflect.DeepEqual(r.Parameters, tt.parameters) {
				t.Errorf("got %q %v, want %q %v", r.SQL, r.Parameters, tt.sql, tt.parameters)
			}
		})
	}
}

func TestMySQLArgumentErrors(t *testing.T) {
	tests := []struct {
		name  string
		query string
		args  []any
		want  string
	}{
		{"too few", "select ?, ?", []any{1}, "sql: expected 2 arguments, got 1"},
		{"too many", "select ?", []any{1, 2}, "sql: expected 1 arguments, got 2"},
		{"no placeholder", "select 1", []any{1}, "sql: expected 0 arguments, got 1"},
		{"no such name", "select :a", []any{sql.Named("b", 1)}, "statement has no placeholder :b"},
		{"mixed", "select :a, ?", []any{1}, "text mixes ? and :a"},
		{"refused", "select ?", []any{[]int{1}}, "unsupported type []int, a slice of int"},
		{"several statements", "select ?; select 2", []any{1}, "Error 1064 (42000): You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near 'select 2' at line 1"},
		{"unterminated", "select\n'a", nil, "near ''a' at line 2"},
		{"nothing", " ", nil, "Error 1065 (42000): Query was empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := newMySQL(t).open().Exec(tt.query, tt.args...); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func TestMySQLResult(t *testing.T) {
	tests := []struct {
		name     string
		body     string
		id, rows int64
	}{
		{"no key", `{"generatedFields":[],"numberOfRecordsUpdated":2}`, 0, 2},
		{"keys", `{"generatedFields":[{"longValue":7},{"longValue":8}],"numberOfRecordsUpdated":2}`, 7, 2},
		{"great key", `{"generatedFields":[{"stringValue":"18446744073709551615"}],"numberOfRecordsUpdated":1}`, -1, 1},
		{"rows", `{"numberOfRecordsUpdated":0,"records":[[{"longValue":1}]]}`, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			result, err := newMySQL(t, answer(tt.body)).open().Exec("insert into t values (1), (2)")
			if err != nil {
				t.Fatal(err)
			}
			id, idErr := result.LastInsertId()
			rows, rowsErr := result.RowsAffected()
			if id != tt.id || rows != tt.rows || idErr != nil || rowsErr != nil {
				t.Errorf("got %d, %v, %d, %v", id, idErr, rows, rowsErr)
			}
		})
	}
}

func TestMySQLError(t *testing.T) {
	s := newMySQL(t, databaseError("Duplicate entry 'a' for key 't.u'; Error code: 1062; SQLState: 23000"))
	_, err := s.open().Exec("insert into t values ('a')")
	var e *auroradataapi.Error
	if !errors.As(err, &e) {
		t.Fatal(err)
	}
	if want := "Error 1062 (23000): Duplicate entry 'a' for key 't.u'"; err.Error() != want {
		t.Errorf("got %s, want %s", err, want)
	}
	if e.Number != 1062 || e.SQLState() != "23000" || e.TableName != "t" || e.ConstraintName != "u" {
		t.Errorf("got %+v", e)
	}
}

// TestMySQLRecast: columns of which the service tells too little are cast, and the
// next time at once.
func TestMySQLRecast(t *testing.T) {
	const (
		plain  = "select b from t order by 1"
		recast = "WITH auroradataapi (c1) AS (select b from t order by 1 LIMIT 18446744073709551615) SELECT CAST(c1 AS BINARY) FROM auroradataapi ORDER BY c1"
	)
	truth, digits, bit := returned(`BIT = {"booleanValue":true}`), returned(`VARBINARY = {"blobValue":"LTc="}`), returned(`VARBINARY = {"blobValue":"AQ=="}`)
	tests := []struct {
		name  string
		query string
		steps []step
		texts []string
		want  []any // of each run
		types string
	}{
		{"number", plain, []step{truth, digits, digits}, []string{plain, recast, recast}, []any{int64(-7), int64(-7)}, "TINYINT"},
		{"bit", plain, []step{truth, bit, bit}, []string{plain, recast, recast}, []any{[]byte{1}, []byte{1}}, "BIT"},
		{
			"other columns by now", plain, []step{truth, digits, databaseError("x; Error code: 1353; SQLState: HY000"), returned(`INT = {"longValue":3}`)},
			[]string{plain, recast, recast, plain}, []any{int64(-7), int64(3)}, "INT",
		},
		{"function of the program's", "select f(b) from t", []step{truth, truth}, []string{"select f(b) from t", "select f(b) from t"}, []any{int64(1), int64(1)}, "TINYINT"},
		{
			"counted for FOUND_ROWS", "select sql_calc_found_rows b from t limit 1", []step{truth, truth},
			[]string{"select sql_calc_found_rows b from t limit 1", "select sql_calc_found_rows b from t limit 1"}, []any{int64(1), int64(1)}, "TINYINT",
		},
		{"no query", "show b", []step{truth, truth}, []string{"show b", "show b"}, []any{int64(1), int64(1)}, "TINYINT"},
		{
			"not to be read as a part", plain, []step{truth, databaseError("x; Error code: 1064; SQLState: 42000"), truth},
			[]string{plain, recast, plain}, []any{int64(1), int64(1)}, "TINYINT",
		},
		{
			"refused type", "select g from t",
			[]step{refusedType("GEOMETRY"), returned("GEOMETRY = "), returned(`VARBINARY = {"blobValue":"AQ=="}`), returned(`VARBINARY = {"blobValue":"AQ=="}`)},
			[]string{
				"select g from t", "select g from t LIMIT 0",
				"WITH auroradataapi (c1) AS (select g from t) SELECT CAST(c1 AS BINARY) FROM auroradataapi",
				"WITH auroradataapi (c1) AS (select g from t) SELECT CAST(c1 AS BINARY) FROM auroradataapi",
			}, []any{[]byte{1}, []byte{1}}, "GEOMETRY",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newMySQL(t, tt.steps...)
			db := s.open()
			types := ""
			for i, want := range tt.want {
				var got any
				got, types = firstValue(t, db, tt.query)
				if !reflect.DeepEqual(got, want) {
					t.Errorf("run %d: got %#v, want %#v", i, got, want)
				}
			}
			if types != tt.types || !slices.Equal(s.texts(), tt.texts) {
				t.Errorf("got %s\n%s\nwant %s\n%s", types, strings.Join(s.texts(), "\n"), tt.types, strings.Join(tt.texts, "\n"))
			}
		})
	}
}

// firstValue returns the only value of a query and the name of its type.
func firstValue(t *testing.T, db *sql.DB, query string) (value any, typeName string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil || !rows.Next() {
		t.Fatal(err, rows.Err())
	}
	if err := rows.Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value, types[0].DatabaseTypeName()
}

// TestMySQLUnprintable: a time that the service cannot write is asked for as text. If
// that cannot be, the error says what to write.
func TestMySQLUnprintable(t *testing.T) {
	unprintable := failure(http.StatusInternalServerError, "InternalFailure", "")
	s := newMySQL(t, unprintable, returned("TIME = ", "BIGINT = "), returned(`VARBINARY = {"blobValue":"LTgzODo1OTo1OQ=="}`, `BIGINT = {"longValue":1}`))
	var clock string
	var n int
	if err := s.open().QueryRow("select v, n from t where n = ? limit ?", 1, 2).Scan(&clock, &n); err != nil {
		t.Fatal(err)
	}
	if clock != "-838:59:59" || n != 1 {
		t.Errorf("got %s, %d", clock, n)
	}
	requests := s.got()
	if r := requests[1]; r.SQL != "select v, n from t where n = :1 LIMIT 0" || len(r.Parameters) != 1 {
		t.Errorf("the columns were asked for by %s with %v", r.SQL, r.Parameters)
	}
	if r := requests[2]; r.SQL != "WITH auroradataapi (c1, c2) AS (select v, n from t where n = :1 limit :2) SELECT CAST(c1 AS BINARY), c2 FROM auroradataapi" || len(r.Parameters) != 2 {
		t.Errorf("the values were asked for by %s with %v", r.SQL, r.Parameters)
	}
}

// TestMySQLPrepare: the server prepares a statement once, and what it does not prepare
// is not checked.
func TestMySQLPrepare(t *testing.T) {
	tests := []struct {
		name  string
		query string
		steps []step
		texts []string
		want  string
	}{
		{"fine", `select '\\a', ?`, []step{updated("0")}, []string{`PREPARE auroradataapi FROM 'select ''\\\\a'', ?'`}, ""},
		{"not to be prepared", "select 1", []step{databaseError("This command is not supported in the prepared statement protocol yet; Error code: 1295; SQLState: HY000")}, []string{"PREPARE auroradataapi FROM 'select 1'"}, ""},
		{
			"wrong", "select nope", []step{databaseError("Unknown column 'nope' in 'field list'; Error code: 1054; SQLState: 42S22"), databaseError("Unknown column 'nope' in 'field list'; Error code: 1054; SQLState: 42S22")},
			[]string{"PREPARE auroradataapi FROM 'select nope'", "PREPARE auroradataapi FROM 'select nope'"}, "Error 1054 (42S22): Unknown column 'nope' in 'field list'",
		},
		{"nothing but a comment", "-- x", nil, nil, ""},
		{"too long", "select '" + strings.Repeat("x", 65530) + "'", nil, nil, ""},
		{"nothing", "", nil, nil, "Error 1065 (42000): Query was empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newMySQL(t, tt.steps...)
			db := s.open()
			for range 2 {
				statement, err := db.Prepare(tt.query)
				if statement != nil {
					_ = statement.Close()
				}
				if errorText := fmt.Sprint(err); tt.want == "" && err != nil || tt.want != "" && errorText != tt.want {
					t.Errorf("got %v, want %s", err, tt.want)
				}
			}
			if !slices.Equal(s.texts(), tt.texts) {
				t.Errorf("got %q, want %q", s.texts(), tt.texts)
			}
		})
	}
}

// TestMySQLScript: the statements of a text are run one by one, and an error of a later
// one comes behind the results of those before.
func TestMySQLScript(t *testing.T) {
	s := newMySQL(t, returned(`INT = {"longValue":1}`), updated("1"), databaseError("no; Error code: 1064; SQLState: 42000"))
	rows, err := s.open().Query("select 1; update t set n = 1; selec 2; select 3")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	if !rows.Next() || rows.Next() {
		t.Error("not one row")
	}
	if rows.NextResultSet() || fmt.Sprint(rows.Err()) != "Error 1064 (42000): no" {
		t.Errorf("got %v", rows.Err())
	}
	if want := []string{"select 1", "update t set n = 1", "selec 2"}; !slices.Equal(s.texts(), want) {
		t.Errorf("got %q, want %q", s.texts(), want)
	}
}

// TestMySQLRefused: the error of a statement that cannot be run once more says what to
// write.
func TestMySQLRefused(t *testing.T) {
	unprintable := failure(http.StatusInternalServerError, "InternalFailure", "")
	tests := []struct {
		name  string
		steps []step
		want  string
	}{
		{"type", []step{refusedType("GEOMETRY")}, "the Data API does not return GEOMETRY: write CAST(… AS BINARY)"},
		{"times", []step{unprintable}, "InternalFailure: maybe since the Data API does not return zero dates, and times below 0 or above 24 hours: write CAST(… AS BINARY)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := newMySQL(t, tt.steps...).open().Query("select f(v) from t")
			if err == nil || !strings.HasSuffix(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// TestMySQLRefusedInTransaction: what the service refuses on the way does not abort the
// transaction, whose commit asks nothing.
func TestMySQLRefusedInTransaction(t *testing.T) {
	unprintable := failure(http.StatusInternalServerError, "InternalFailure", "")
	s := newMySQL(t, began("T1"), unprintable, returned("DATE = "), returned(`VARBINARY = {"blobValue":"MDAwMC0wMC0wMA=="}`), committed())
	tx, err := s.open().Begin()
	if err != nil {
		t.Fatal(err)
	}
	var day sql.NullTime
	if err := tx.QueryRow("with q as (select d from t) select d from q").Scan(&day); err != nil || !day.Time.IsZero() {
		t.Errorf("got %v, %v", day, err)
	}
	if err := tx.Commit(); err != nil {
		t.Error(err)
	}
}
