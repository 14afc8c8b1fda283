package auroradataapi_test

import (
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// Answers to statements with a guard.
var (
	failedByGuard = databaseError(`ERROR: invalid input syntax for type boolean: "auroradataapi result of 1234567 octets"; SQLState: 22P02`)
	keptByGuard   = answer(`{"columnMetadata":[{"name":"age","label":"age","typeName":"text","nullable":1}],"records":[[{"isNull":true}]]}`)
	keptPages     = answer(`{"records":[[{"stringValue":"[[0, 2, 8, 8], [1, 1, 3, 3]]"}]]}`)
	nothingKept   = answer(`{"records":[[{"isNull":true}]]}`)
	firstKept     = answer(`{"records":[[{"stringValue":"(a)(\"b\")"}]]}`)
	secondKept    = answer(`{"records":[[{"stringValue":"(c)"}]]}`)
	text          = columnsOf("age text")
)

// functions answers the question for types and functions.
func functions(volatile, sets bool) step {
	return databaseError(fmt.Sprintf(`ERROR: {"parameters" : [], "results" : null, "functions" : {"volatile" : %v, "sets" : %v}}; SQLState: ADA01`, volatile, sets))
}

// guardCase is what becomes of statements that are run one after the other.
type guardCase struct {
	name  string
	begin bool // in a transaction
	exec  bool
	runs  []string
	args  []any
	steps []step

	texts []string
	rows  []int // of each run
}

const (
	callsF     = "select f() as age"
	callsAlone = "WITH auroradataapi AS MATERIALIZED (select f() as age) SELECT auroradataapi.*"
	askKept    = "SELECT current_setting('auroradataapi.kept_1', true)"
	readFirst  = "SELECT substr(current_setting('auroradataapi.kept_1_0'), 1, 8)"
	readSecond = "SELECT substr(current_setting('auroradataapi.kept_1_1'), 1, 3) || set_config('auroradataapi.kept_1_0', '', true)"
	beginning  = "/BeginTransaction"
	committing = "/CommitTransaction"
)

var guardCases = []guardCase{
	{
		name: "returns little", runs: []string{returnsAge, returnsAge}, steps: []step{text, selected("1"), selected("1")},
		texts: []string{ageProbe, ageAlone + failing, ageAlone + failing}, rows: []int{1, 1},
	},
	{
		name: "returns much, and again", runs: []string{returnsAge, returnsAge},
		steps: []step{text, failedByGuard,
			began("t"), keptByGuard, keptPages, firstKept, secondKept, committed(),
			began("t"), selected("1"), committed()},
		texts: []string{ageProbe, ageAlone + failing,
			beginning, ageAlone + keeping, askKept, readFirst, readSecond, committing,
			beginning, ageAlone + keeping, committing},
		rows: []int{3, 1},
	},
	{
		name: "returns much, and rows are counted", exec: true, runs: []string{returnsAge},
		steps: []step{text, failedByGuard, began("t"), keptByGuard, keptPages, committed()},
		texts: []string{ageProbe, ageAlone + failing, beginning, ageAlone + keeping, askKept, committing}, rows: []int{3},
	},
	{
		name: "returns much in a transaction", begin: true, runs: []string{returnsAge},
		steps: append(prepared(), text, keptByGuard, keptPages, firstKept, secondKept),
		texts: []string{"PREPARE auroradataapi_1 AS " + returnsAge, "TYPES", ageProbe, ageAlone + keeping, askKept, readFirst, readSecond}, rows: []int{3},
	},
	{
		name: "returns one null in a transaction", begin: true, runs: []string{returnsAge},
		steps: append(prepared(), text, keptByGuard, nothingKept),
		texts: []string{"PREPARE auroradataapi_1 AS " + returnsAge, "TYPES", ageProbe, ageAlone + keeping, askKept}, rows: []int{1},
	},
	{
		name: "inserts what it has", runs: []string{"insert into t values ($1), ($2) returning id"}, args: []any{1, 2},
		steps: []step{preparedWith([]string{"int4", "int4"}, []string{"int4"}), selected("1")},
		texts: []string{"DO", "insert into t values ((:1::int4)), ((:2::int4)) returning id"}, rows: []int{1},
	},
	{
		name: "inserts a large value", runs: []string{"insert into t values ($1) returning id"}, args: []any{strings.Repeat("x", 1<<19)},
		steps: []step{preparedWith([]string{"text"}, []string{"int4"}), selected("1")},
		texts: []string{"DO", "WITH auroradataapi AS MATERIALIZED (insert into t values (:1) returning id) SELECT auroradataapi.*" + failing}, rows: []int{1},
	},
	{
		name: "inserts and returns what is there", runs: []string{"insert into t values ($1) on conflict (id) do update set n = 1 returning n"}, args: []any{1},
		steps: []step{preparedWith([]string{"int4"}, []string{"int4"}), selected("1")},
		texts: []string{"DO", "WITH auroradataapi AS MATERIALIZED (insert into t values ((:1::int4)) on conflict (id) do update set n = 1 returning n) SELECT auroradataapi.*" + failing},
		rows:  []int{1},
	},
	{
		name: "returns nothing", exec: true, runs: []string{"update t set n = 1"}, steps: []step{updated("5")}, texts: []string{"update t set n = 1"}, rows: []int{5},
	},
	{
		name: "function that does something", runs: []string{callsF, callsF},
		steps: []step{functions(true, true), began("t"), selected("1"), committed(), selected("1")},
		texts: []string{"DO", beginning, callsAlone + keeping, committing, callsAlone + failing}, rows: []int{1, 1},
	},
	{
		name: "function that returns more than before", runs: []string{callsF, callsF},
		steps: []step{functions(true, true), began("t"), selected("1"), committed(),
			failedByGuard, began("t"), selected("1"), committed()},
		texts: []string{"DO", beginning, callsAlone + keeping, committing, callsAlone + failing, beginning, callsAlone + keeping, committing}, rows: []int{1, 1},
	},
	{
		name: "function of one value", runs: []string{callsF, callsF}, steps: []step{functions(true, false), selected("1"), selected("1")},
		texts: []string{"DO", callsF, callsF}, rows: []int{1, 1},
	},
	{
		name: "function that only reads", runs: []string{callsF, callsF}, steps: []step{functions(false, true), selected("1"), selected("1")},
		texts: []string{"DO", callsF, callsF}, rows: []int{1, 1},
	},
	{
		name: "function in a transaction", begin: true, runs: []string{callsF}, steps: []step{selected("1")}, texts: []string{callsAlone + keeping}, rows: []int{1},
	},
	{
		name: "functions that are known", runs: []string{"select nextval('s')", "select count(*) from t, generate_series(1, 2) x(a)"},
		steps: []step{selected("1"), selected("1")}, texts: []string{"select nextval('s')", "select count(*) from t, generate_series(1, 2) x(a)"}, rows: []int{1, 1},
	},
	{
		name: "no place for a guard", runs: []string{"(with a as (delete from t returning age) select age from a)"}, steps: []step{text, selected("1")},
		texts: []string{"SELECT * FROM (with a as (SELECT age FROM t) select age from a) AS auroradataapi LIMIT 0", "(with a as (delete from t returning age) select age from a)"}, rows: []int{1},
	},
	{
		name: "function of a table", begin: true, runs: []string{"select f() from t; "}, steps: []step{selected("1")},
		texts: []string{"WITH auroradataapi AS MATERIALIZED (select f() from t) SELECT auroradataapi.*" + keeping}, rows: []int{1},
	},
	{
		name: "no room for a guard", runs: []string{"update t set n = 1 where n <> '" + strings.Repeat("x", 65_400) + "' returning n"},
		steps: []step{text, selected("1")},
		texts: []string{"SELECT * FROM (SELECT n FROM t) AS auroradataapi LIMIT 0", "update t set n = 1 where n <> '" + strings.Repeat("x", 65_400) + "' returning n"}, rows: []int{1},
	},
	{
		name: "never", runs: []string{returnsAge}, args: []any{auroradataapi.StreamingNever}, steps: []step{text, selected("1")},
		texts: []string{ageProbe, returnsAge}, rows: []int{1},
	},
	{
		name: "always", runs: []string{returnsAge}, args: []any{auroradataapi.StreamingAlways}, steps: []step{text, began("t"), selected("1"), committed()},
		texts: []string{ageProbe, beginning, ageAlone + keeping, committing}, rows: []int{1},
	},
}

func TestGuards(t *testing.T) {
	for _, tt := range guardCases {
		t.Run(tt.name, func(t *testing.T) {
			s := newDescribing(t, tt.steps...)
			want := tt.texts
			var db runner = s.open()
			if tt.begin {
				s.steps = append(append([]step{began("t")}, s.steps...), rolledBack())
				db, want = inTransaction(t, db), append([]string{beginning}, want...)
			}
			for i, query := range tt.runs {
				if rows := tt.run(t, db, query); rows != tt.rows[i] {
					t.Errorf("run %d: got %d rows, want %d", i, rows, tt.rows[i])
				}
			}
			if got := s.shortTexts(); !reflect.DeepEqual(got, want) {
				t.Errorf("got requests\n%.5000s\nwant\n%.5000s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// run runs a statement and returns how many rows it has returned or affected.
func (c guardCase) run(t *testing.T, db runner, query string) (n int) {
	t.Helper()
	if c.exec {
		result, err := db.Exec(query, c.args...)
		if err != nil {
			t.Fatal(err)
		}
		rows, _ := result.RowsAffected()
		return int(rows)
	}
	rows, err := db.Query(query, c.args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestTooLargeWithoutGuard: the error says what has become of the statement.
func TestTooLargeWithoutGuard(t *testing.T) {
	tooLarge := failure(http.StatusBadRequest, "UnsupportedResultException", "The result exceeds the size limit 1 MB.")
	tests := []struct {
		name    string
		query   string
		begin   bool
		unknown bool
		says    string
	}{
		{name: "procedure", query: "call p()", unknown: true, says: "outcome unknown: the result exceeds the 1 MiB that the Data API returns, and the statement has run; whether it was committed is not known"},
		{name: "cursor", query: "fetch all from c", begin: true, says: "and the statement has run, and the transaction is still open"},
		{name: "function of one value", query: "select set_config('a.b', 'c', false)", unknown: true, says: "outcome unknown"},
		{name: "insert of one row", query: "insert into t values (1) returning *", unknown: true, says: "outcome unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t, tooLarge)
			var db runner = s.open()
			if tt.begin {
				s.steps = []step{began("t"), tooLarge, rolledBack()}
				db = inTransaction(t, db)
			}
			_, err := db.Exec(tt.query)
			if !errors.Is(err, auroradataapi.ErrResultTooLarge) || errors.Is(err, auroradataapi.ErrOutcomeUnknown) != tt.unknown || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// inTransaction begins a transaction that is rolled back in the end.
func inTransaction(t *testing.T, db runner) runner {
	t.Helper()
	tx, err := db.(*sql.DB).Begin()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := tx.Rollback(); err != nil {
			t.Error(err)
		}
	})
	return tx
}

// TestFunctionsAreRemembered: what the server has said of functions holds in a
// transaction too, where it is not asked.
func TestFunctionsAreRemembered(t *testing.T) {
	s := newDescribing(t, functions(false, true), selected("1"), began("t"), selected("1"), rolledBack())
	db := s.open()
	mustExec(t, db, callsF)
	mustExec(t, inTransaction(t, db), callsF)
	if got, want := s.shortTexts(), []string{"DO", callsF, beginning, callsF}; !reflect.DeepEqual(got, want) {
		t.Errorf("got requests %q, want %q", got, want)
	}
}
