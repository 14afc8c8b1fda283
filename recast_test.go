package auroradataapi_test

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi"
)

// columnsOf answers a probe. Columns are written as name and type.
func columnsOf(columns ...string) step { return rowsOf(columns) }

// rowsOf answers with rows of texts.
func rowsOf(columns []string, rows ...[]string) step {
	type column struct {
		Name     string `json:"name"`
		Label    string `json:"label"`
		TypeName string `json:"typeName"`
		Nullable int    `json:"nullable"`
	}
	var body struct {
		Columns []column              `json:"columnMetadata"`
		Records [][]map[string]string `json:"records"`
	}
	for _, c := range columns {
		name, typeName, _ := strings.Cut(c, " ")
		body.Columns = append(body.Columns, column{name, name, typeName, 1})
	}
	body.Records = [][]map[string]string{}
	for _, row := range rows {
		var record []map[string]string
		for _, text := range row {
			record = append(record, map[string]string{"stringValue": text})
		}
		body.Records = append(body.Records, record)
	}
	text, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return answer(string(text))
}

func refusedType(name string) step {
	return failure(http.StatusBadRequest, "UnsupportedResultException", "The result contains the unsupported data type "+name+".")
}

func internalFailure() step {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Amzn-Errortype", "InternalFailure")
		w.WriteHeader(http.StatusInternalServerError)
	}
}

// preparedWith answers the question for types on PostgreSQL 16 and later.
func preparedWith(parameters, results []string) step {
	names, err := json.Marshal(results)
	if err != nil {
		panic(err)
	}
	return databaseError(fmt.Sprintf(`ERROR: {"parameters" : %s, "results" : %s}; SQLState: ADA01`, array(parameters), names))
}

// shortTexts returns the texts of the requests, with the driver's own part of
// those that it has rewritten cut off, but for what guard they have.
func (s *service) shortTexts() []string {
	texts := s.texts()
	for i := range texts {
		fails := strings.Contains(texts[i], "'auroradataapi result of '")
		text, _, _ := strings.Cut(texts[i], " FROM auroradataapi WHERE ")
		text, _, keeps := strings.Cut(text, " FROM (SELECT (SELECT CASE ")
		switch {
		case fails:
			text += failing
		case keeps:
			text += keeping
		}
		texts[i] = strings.ReplaceAll(text, "pg_catalog.", "")
	}
	return texts
}

// The guards of statements that are sent.
const (
	failing = " [fails if large]"
	keeping = " [keeps if large]"
)

// recastCase is what becomes of statements that are run one after the other, until
// the first error, each as often as it is written.
type recastCase struct {
	name  string
	modes string // describe if empty
	begin bool   // in a transaction
	runs  []string
	args  []any
	steps []step

	texts []string // what is sent
	fails string   // the error of the last run; empty if there is none
	is    error
}

const (
	agesOf = "select age from t"
	// What is sent for it.
	agesProbe = "SELECT * FROM (select age from t) AS auroradataapi LIMIT 0"
	agesCast  = `WITH auroradataapi AS MATERIALIZED (select age from t) SELECT CAST("age" AS text) AS "age"`

	returnsAge = "update t set n = 1 returning age"
	ageAlone   = "WITH auroradataapi AS MATERIALIZED (update t set n = 1 returning age) SELECT auroradataapi.*"
	ageProbe   = "SELECT * FROM (SELECT age FROM t) AS auroradataapi LIMIT 0"
	ageCast    = `WITH auroradataapi AS MATERIALIZED (update t set n = 1 returning age) SELECT CAST("age" AS text) AS "age"`
	ageTexts   = `WITH auroradataapi AS MATERIALIZED (update t set n = 1 returning age), ` +
		`auroradataapi_texts (c1) AS MATERIALIZED (SELECT CAST("age" AS text) FROM auroradataapi) SELECT c1 AS "age"`
)

var (
	day      = rowsOf([]string{"age text"}, []string{"1 day"})
	interval = columnsOf("age interval")
	int4     = columnsOf("age int4")
)

var recastCases = []recastCase{
	{
		name: "ordinary results cost nothing", runs: []string{agesOf, agesOf},
		steps: []step{selected("1"), selected("1")}, texts: []string{agesOf, agesOf},
	},
	{
		name: "refused, and remembered", runs: []string{agesOf, "/* again */ " + agesOf},
		steps: []step{refusedType("INTERVAL"), interval, day, day}, texts: []string{agesOf, agesProbe, agesCast, "/* again */ " + agesCast},
	},
	{
		name: "another column is refused than was remembered", runs: []string{agesOf, agesOf},
		steps: []step{refusedType("INTERVAL"), columnsOf("age interval", "d int4"), day, refusedType("XML"), columnsOf("age interval", "d xml"), day},
		texts: []string{agesOf, agesProbe,
			`WITH auroradataapi AS MATERIALIZED (select age from t) SELECT CAST("age" AS text) AS "age", "d"`,
			`WITH auroradataapi AS MATERIALIZED (select age from t) SELECT CAST("age" AS text) AS "age", "d"`, agesProbe,
			`WITH auroradataapi AS MATERIALIZED (select age from t) SELECT CAST("age" AS text) AS "age", CAST(xml_out("d") AS text) AS "d"`},
	},
	{
		name: "refused in a transaction", begin: true, runs: []string{agesOf, agesOf},
		steps: []step{refusedType("INTERVAL"), interval, day, day}, texts: []string{agesOf, agesProbe, agesCast, agesCast},
	},
	{
		name: "transaction has gone", begin: true, runs: []string{agesOf},
		steps: []step{refusedType("INTERVAL"), databaseError("ERROR: x; SQLState: 25P02")}, texts: []string{agesOf, agesProbe},
		fails: "UnsupportedResultException: The result contains the unsupported data type INTERVAL.", is: auroradataapi.ErrUnsupportedResult,
	},
	{
		name: "refused for one thing after the other", runs: []string{agesOf},
		steps: []step{refusedType("INTERVAL"), columnsOf("age interval", "d date"), internalFailure(), rowsOf([]string{"age text", "d text"}, []string{"1 day", "infinity"})},
		texts: []string{agesOf, agesProbe,
			`WITH auroradataapi AS MATERIALIZED (select age from t) SELECT CAST("age" AS text) AS "age", "d"`,
			`WITH auroradataapi AS MATERIALIZED (select age from t) SELECT CAST("age" AS text) AS "age", to_json("d") #>> '{}' AS "d"`},
	},
	{
		name: "refused for what is not there", runs: []string{agesOf}, steps: []step{refusedType("INTERVAL"), int4}, texts: []string{agesOf, agesProbe},
		fails: "The result contains the unsupported data type INTERVAL.", is: auroradataapi.ErrUnsupportedResult,
	},
	{
		name: "the service fails for another reason", runs: []string{agesOf}, steps: []step{internalFailure(), int4}, texts: []string{agesOf, agesProbe},
		fails: "outcome unknown: InternalFailure", is: auroradataapi.ErrOutcomeUnknown,
	},
	{
		name: "refused whatever is cast", runs: []string{agesOf}, steps: []step{refusedType("INTERVAL"), interval, refusedType("INTERVAL")},
		texts: []string{agesOf, agesProbe, agesCast}, fails: "unsupported data type INTERVAL", is: auroradataapi.ErrUnsupportedResult,
	},
	{
		name: "a function that may do something", modes: "exec", begin: true, runs: []string{"select f() as age"}, steps: []step{refusedType("INTERVAL"), interval},
		texts: []string{"WITH auroradataapi AS MATERIALIZED (select f() as age) SELECT auroradataapi.*" + keeping, "SELECT * FROM (select f() as age) AS auroradataapi LIMIT 0"},
		fails: `auroradataapi: execute statement: the Data API does not return column "age" of type interval: write age::text`, is: auroradataapi.ErrUnsupportedResult,
	},
	{
		name: "no statement to be nested", runs: []string{"explain (format xml) select 1"}, steps: []step{refusedType("xml")}, texts: []string{"explain (format xml) select 1"},
		fails: "unsupported data type xml", is: auroradataapi.ErrUnsupportedResult,
	},
	{
		name: "arguments", runs: []string{"select age from t where n = $1"}, args: []any{1},
		steps: []step{inferred("int4"), refusedType("INTERVAL"), interval, day},
		texts: []string{"DO", "select age from t where n = (:1::int4)", "SELECT * FROM (select age from t where n = (:1::int4)) AS auroradataapi LIMIT 0",
			`WITH auroradataapi AS MATERIALIZED (select age from t where n = (:1::int4)) SELECT CAST("age" AS text) AS "age"`},
	},
	{
		name: "types of results known, none refused", runs: []string{"select age from t where n = $1", "select age from t where n = $1"}, args: []any{1},
		steps: []step{preparedWith([]string{"int4"}, []string{"int4"}), selected("1"), selected("1")},
		texts: []string{"DO", "select age from t where n = (:1::int4)", "select age from t where n = (:1::int4)"},
	},
	{
		name: "types of results known, one refused", runs: []string{"select lower(age) age from t where n = $1"}, args: []any{1},
		steps: []step{preparedWith([]string{"int4"}, []string{"interval"}), interval, day},
		texts: []string{"DO", "SELECT * FROM (select lower(age) age from t where n = (:1::int4)) AS auroradataapi LIMIT 0",
			`WITH auroradataapi AS MATERIALIZED (select lower(age) age from t where n = (:1::int4)) SELECT CAST("age" AS text) AS "age"`},
	},

	{
		name: "rows returned", runs: []string{returnsAge, returnsAge},
		steps: []step{interval, day, day}, texts: []string{ageProbe, ageCast + failing, ageCast + failing},
	},
	{
		name: "rows returned of ordinary types", runs: []string{returnsAge, returnsAge},
		steps: []step{int4, selected("1"), selected("1")}, texts: []string{ageProbe, ageAlone + failing, ageAlone + failing},
	},
	{
		name: "rows returned in a transaction", begin: true, runs: []string{returnsAge, returnsAge},
		steps: append(prepared(), interval, day, day), texts: []string{"PREPARE auroradataapi_1 AS " + returnsAge, "TYPES", ageProbe, ageTexts + keeping, ageTexts + keeping},
	},
	{
		name: "rows returned, other values", runs: []string{"insert into t values (1) returning age", "insert into t values (2), (3) returning age"},
		steps: []step{interval, day, day}, texts: []string{ageProbe,
			`WITH auroradataapi AS MATERIALIZED (insert into t values (1) returning age) SELECT CAST("age" AS text) AS "age"`,
			`WITH auroradataapi AS MATERIALIZED (insert into t values (2), (3) returning age) SELECT CAST("age" AS text) AS "age"`},
	},
	{
		name: "rows returned, other values, in a transaction", begin: true, runs: []string{"insert into t values (1) returning age", "insert into t values (2) returning age"},
		steps: append(prepared(), int4, selected("1"), selected("1")), texts: []string{"PREPARE auroradataapi_1 AS insert into t values (1) returning age", "TYPES", ageProbe,
			"insert into t values (1) returning age", "insert into t values (2) returning age"},
	},
	{
		name: "rows returned, other values and by now other columns", runs: []string{"insert into t values (1) returning age", "insert into t values (2) returning age"},
		steps: []step{interval, day, databaseError("ERROR: x; SQLState: 42804"), int4, selected("1")}, texts: []string{ageProbe,
			`WITH auroradataapi AS MATERIALIZED (insert into t values (1) returning age) SELECT CAST("age" AS text) AS "age"`,
			`WITH auroradataapi AS MATERIALIZED (insert into t values (2) returning age) SELECT CAST("age" AS text) AS "age"`,
			ageProbe, "insert into t values (2) returning age"},
	},
	{
		name: "rows returned, and by now another column that is refused", runs: []string{"insert into t values (1) returning age", "insert into t values (2) returning age"},
		steps: []step{interval, day, databaseError("ERROR: x; SQLState: 42804"), columnsOf("age money"), day}, texts: []string{ageProbe,
			`WITH auroradataapi AS MATERIALIZED (insert into t values (1) returning age) SELECT CAST("age" AS text) AS "age"`,
			`WITH auroradataapi AS MATERIALIZED (insert into t values (2) returning age) SELECT CAST("age" AS text) AS "age"`,
			ageProbe, `WITH auroradataapi AS MATERIALIZED (insert into t values (2) returning age) SELECT CAST("age" AS text) AS "age"`},
	},
	{
		name: "rows returned that cannot be asked for in a transaction", begin: true, runs: []string{"insert into t values (1) returning now() age"},
		steps: []step{selected("1")}, texts: []string{"WITH auroradataapi AS MATERIALIZED (insert into t values (1) returning now() age) SELECT auroradataapi.*" + keeping},
	},
	{
		name: "cannot be asked for", runs: []string{returnsAge, returnsAge},
		steps: []step{databaseError("ERROR: x; SQLState: 42501"), selected("1"), selected("1")}, texts: []string{ageProbe, ageAlone + failing, ageAlone + failing},
	},
	{
		name: "cannot be asked for, and refused", runs: []string{returnsAge},
		steps: []step{databaseError("ERROR: x; SQLState: 42501"), refusedType("INTERVAL"), interval}, texts: []string{ageProbe, ageAlone + failing, ageProbe},
		fails: `auroradataapi: execute statement: outcome unknown: the Data API does not return column "age" of type interval: write age::text`, is: auroradataapi.ErrOutcomeUnknown,
	},
	{
		name: "fails as it is for a column", runs: []string{returnsAge}, steps: []step{int4, databaseError("ERROR: x; SQLState: 42703")}, texts: []string{ageProbe, ageAlone + failing},
		fails: "42703",
	},
	{
		name: "cannot be asked for lack of an answer", runs: []string{returnsAge},
		steps: []step{failure(http.StatusForbidden, "ForbiddenException", "x")}, texts: []string{ageProbe}, fails: "ForbiddenException: x",
	},
	{
		name: "fails in a transaction", begin: true, runs: []string{returnsAge},
		steps: []step{databaseError("ERROR: x; SQLState: 42P01")}, texts: []string{"PREPARE auroradataapi_1 AS " + returnsAge}, fails: "SQLSTATE 42P01",
	},
	{
		name: "rows not returned", runs: []string{"update t set n = 1", "with a as (select 1) select * from a", "delete from t where returning_ = 1"},
		steps: []step{updated("1"), selected("1"), updated("1")}, texts: []string{"update t set n = 1", "with a as (select 1) select * from a", "delete from t where returning_ = 1"},
	},
	{
		name: "rows returned, with arguments in another clause", runs: []string{"update t set n = $1 where m = $2 returning age + $3 age"}, args: []any{1, 2, "1 day"},
		steps: []step{inferred("int4", "int4", "interval"), interval, day},
		texts: []string{"DO", `SELECT * FROM (SELECT age + (:3::interval) age FROM t) AS auroradataapi LIMIT 0`,
			`WITH auroradataapi AS MATERIALIZED (update t set n = (:1::int4) where m = (:2::int4) returning age + (:3::interval) age) SELECT CAST("age" AS text) AS "age"` + failing},
	},
	{
		name: "rows returned, types known", runs: []string{"update t set n = $1 returning age"}, args: []any{1},
		steps: []step{preparedWith([]string{"int4"}, []string{"int4"}), selected("1")}, texts: []string{"DO", "WITH auroradataapi AS MATERIALIZED (update t set n = (:1::int4) returning age) SELECT auroradataapi.*" + failing},
	},
	{
		name: "rows returned of a refused type that cannot be asked for", begin: true, runs: []string{"update t set n = $1 returning old.age"}, args: []any{1},
		steps: append(prepared("int4")[:1], answer(`{"records":[[{"stringValue":"{\"parameters\":[\"pg_catalog.int4\"],\"results\":[\"interval\"]}"}]]}`)),
		texts: []string{"PREPARE auroradataapi_1 AS update t set n = $1 returning old.age", "TYPES"},
		fails: "the Data API does not return a type of the result: cast it to text", is: auroradataapi.ErrUnsupportedResult,
	},
	{
		name: "rows returned, without asking", modes: "exec simple", runs: []string{returnsAge},
		steps: []step{refusedType("INTERVAL"), interval}, texts: []string{ageAlone + failing, ageProbe},
		fails: `outcome unknown: the Data API does not return column "age" of type interval: write age::text`, is: auroradataapi.ErrOutcomeUnknown,
	},
	{
		name: "modifies in WITH", runs: []string{"with a as (delete from t returning *) select age from a"}, steps: []step{interval, day},
		texts: []string{"SELECT * FROM (with a as (SELECT * FROM t) select age from a) AS auroradataapi LIMIT 0",
			`with a as (delete from t returning *) , auroradataapi AS MATERIALIZED (select age from a) SELECT CAST("age" AS text) AS "age"` + failing},
	},
	{
		name: "modifies in WITH in parentheses", runs: []string{"(with a as (delete from t returning age) select age from a)"}, steps: []step{interval},
		texts: []string{"SELECT * FROM (with a as (SELECT age FROM t) select age from a) AS auroradataapi LIMIT 0"},
		fails: `execute statement: the Data API does not return column "age" of type interval: write age::text`, is: auroradataapi.ErrUnsupportedResult,
	},

	{
		name: "returns other columns by now", runs: []string{agesOf, agesOf, agesOf},
		steps: []step{refusedType("INTERVAL"), interval, day, databaseError("ERROR: x; SQLState: 42601"), selected("1"), selected("1")},
		texts: []string{agesOf, agesProbe, agesCast, agesCast, agesOf, agesOf},
	},
	{
		name: "returns other columns by now in a transaction", begin: true, runs: []string{agesOf, agesOf},
		steps: []step{refusedType("INTERVAL"), interval, day, databaseError("ERROR: x; SQLState: 42804")},
		texts: []string{agesOf, agesProbe, agesCast, agesCast}, fails: "SQLSTATE 42804",
	},
	{
		name: "objects change", runs: []string{agesOf, "alter table t alter age type int4", agesOf},
		steps: []step{refusedType("INTERVAL"), interval, day, updated("0"), selected("1")},
		texts: []string{agesOf, agesProbe, agesCast, "alter table t alter age type int4", agesOf},
	},
	{
		name: "fails otherwise", runs: []string{agesOf, agesOf},
		steps: []step{refusedType("INTERVAL"), interval, day, databaseError("ERROR: x; SQLState: 57014")},
		texts: []string{agesOf, agesProbe, agesCast, agesCast}, fails: "SQLSTATE 57014",
	},
}

// TestRecast runs each case by Query and by Exec.
func TestRecast(t *testing.T) {
	for _, tt := range recastCases {
		modes := strings.Fields(tt.modes)
		if len(modes) == 0 {
			modes = []string{"describe"}
		}
		for _, mode := range modes {
			for _, exec := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s, %s, exec %v", tt.name, mode, exec), func(t *testing.T) { tt.run(t, mode, exec) })
			}
		}
	}
}

// runner is a sql.DB or Tx.
type runner interface {
	Exec(query string, args ...any) (sql.Result, error)
	Query(query string, args ...any) (*sql.Rows, error)
}

func (c recastCase) run(t *testing.T, mode string, exec bool) {
	s := newService(t, c.steps...)
	if err := s.setMode(mode); err != nil {
		t.Fatal(err)
	}
	want := c.texts
	var db runner = s.open()
	if c.begin {
		s.steps = append(append([]step{began("t")}, s.steps...), rolledBack())
		tx, err := db.(*sql.DB).Begin()
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := tx.Rollback(); err != nil {
				t.Error(err)
			}
		}()
		db, want = tx, append([]string{"/BeginTransaction"}, want...)
	}
	err := c.runAll(db, exec)
	if c.fails == "" && err != nil || c.fails != "" && (err == nil || !strings.Contains(err.Error(), c.fails)) {
		t.Errorf("got %v, want %q", err, c.fails)
	}
	if c.is != nil && !errors.Is(err, c.is) {
		t.Errorf("%v is not %v", err, c.is)
	}
	if got := s.shortTexts(); !reflect.DeepEqual(got, want) {
		t.Errorf("got requests\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// runAll runs the statements until one fails.
func (c recastCase) runAll(db runner, exec bool) error {
	for _, query := range c.runs {
		if exec {
			if _, err := db.Exec(query, c.args...); err != nil {
				return err
			}
			continue
		}
		rows, err := db.Query(query, c.args...)
		if err != nil {
			return err
		}
		if err := rows.Close(); err != nil {
			return err
		}
	}
	return nil
}

// setMode sets the mode by its name.
func (s *service) setMode(name string) error {
	for _, mode := range []auroradataapi.QueryExecMode{auroradataapi.QueryExecModeDescribe, auroradataapi.QueryExecModeExec, auroradataapi.QueryExecModeSimple} {
		if mode.String() == name {
			s.config.DefaultQueryExecMode = mode
			return nil
		}
	}
	return fmt.Errorf("no mode %s", name)
}

// TestRecastColumns: columns that were cast are described as they are, and the
// others as the service describes them now.
func TestRecastColumns(t *testing.T) {
	s := newDescribing(t, refusedType("INTERVAL"), columnsOf("age interval", "born date"),
		rowsOf([]string{"age text", "born timestamp"}, []string{"1 day", "2024-02-29 00:00:00"}))
	rows, err := s.open().Query("select age, born from t")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"INTERVAL", "TIMESTAMP"} {
		if got := types[i].DatabaseTypeName(); got != want {
			t.Errorf("column %d has type %s, want %s", i, got, want)
		}
	}
	var age, born any
	if !rows.Next() || rows.Scan(&age, &born) != nil || age != "1 day" {
		t.Errorf("got %v, %v", age, born)
	}
}

// TestRecastByArguments: if types follow from Go types, then so do columns.
func TestRecastByArguments(t *testing.T) {
	s := newService(t, refusedType("INTERVAL"), columnsOf("v interval"), rowsOf([]string{"v text"}), rowsOf([]string{"v text"}), selected("1"))
	db := s.open()
	const query = "select coalesce($1, null) as v"
	for _, arg := range []any{day1, 2 * day1, 1} {
		mustExec(t, db, query, arg)
	}
	if texts := s.texts(); !strings.HasPrefix(texts[3], "WITH ") || strings.HasPrefix(texts[4], "WITH ") {
		t.Errorf("got requests %q", texts)
	}
}

const day1 = 24 * time.Hour

// TestRecastPosition: an error is where the caller has written what it is about.
func TestRecastPosition(t *testing.T) {
	const nested = "/* c */ WITH auroradataapi AS MATERIALIZED (select é, nope::interval age"
	s := newDescribing(t, refusedType("INTERVAL"), interval, databaseError(fmt.Sprintf("ERROR: x; Position: %d; SQLState: 22P02", len([]rune(nested[:strings.Index(nested, "nope")]))+1)))
	_, err := s.open().Query("/* c */ select é, nope::interval age")
	var e *auroradataapi.Error
	if want := len([]rune("/* c */ select é, n")); !errors.As(err, &e) || e.Position != want {
		t.Errorf("got %v at %d, want %d", err, e.Position, want)
	}
}

// TestRecastCommits: a result that was refused on the way does not make Commit ask
// whether the transaction is alive.
func TestRecastCommits(t *testing.T) {
	s := newDescribing(t, began("t"), refusedType("INTERVAL"), interval, day, committed())
	tx, err := s.open().Begin()
	if err != nil {
		t.Fatal(err)
	}
	mustExec(t, tx, agesOf)
	if err := tx.Commit(); err != nil {
		t.Error(err)
	}
}

// TestRecastTooLong: a statement that has no room for its casts is not sent again.
func TestRecastTooLong(t *testing.T) {
	query := "select age from t where a in (" + strings.Repeat("1, ", 21_820) + "1)"
	s := newDescribing(t, refusedType("INTERVAL"), interval)
	if _, err := s.open().Exec(query); !errors.Is(err, auroradataapi.ErrRequestTooLarge) {
		t.Errorf("got %v", err)
	}
}

// TestRecastAskedAgain: columns that the server could not tell because the
// statement fails are asked for again.
func TestRecastAskedAgain(t *testing.T) {
	missing := databaseError("ERROR: x; SQLState: 42P01")
	s := newDescribing(t, missing, missing, interval, day)
	db := s.open()
	if _, err := db.Exec(returnsAge); err == nil {
		t.Error("no error")
	}
	mustExec(t, db, returnsAge)
	if got, want := s.shortTexts(), []string{ageProbe, ageAlone + failing, ageProbe, ageCast + failing}; !reflect.DeepEqual(got, want) {
		t.Errorf("got requests %q, want %q", got, want)
	}
}
