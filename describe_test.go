package auroradataapi_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// newDescribing returns a service for a driver that asks for types.
func newDescribing(t *testing.T, steps ...step) *service {
	t.Helper()
	s := newService(t, steps...)
	s.config.DefaultQueryExecMode = auroradataapi.QueryExecModeDescribe
	return s
}

// inferred answers the question for types outside a transaction.
func inferred(types ...string) step {
	return databaseError("ERROR: " + array(types) + "; Where: PL/pgSQL function inline_code_block line 1 at RAISE; SQLState: ADA01")
}

// prepared answers the question for types in a transaction.
func prepared(types ...string) []step {
	return []step{updated("0"), answer(fmt.Sprintf(`{"numberOfRecordsUpdated":0,"records":[[{"stringValue":%q}]]}`, array(types)))}
}

func array(types []string) string {
	if len(types) == 0 {
		return "[]"
	}
	return `["pg_catalog.` + strings.Join(types, `", "pg_catalog.`) + `"]`
}

func steps(lists ...[]step) (all []step) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// texts returns the SQL texts of the requests, and the operations of those that
// have none. The question for types is DO.
func (s *service) texts() []string {
	var texts []string
	for _, r := range s.got() {
		switch {
		case strings.HasPrefix(r.SQL, "DO "):
			texts = append(texts, "DO")
		case strings.Contains(r.SQL, "pg_prepared_statements"):
			texts = append(texts, "TYPES")
		case r.SQL == "":
			texts = append(texts, r.Operation)
		default:
			texts = append(texts, r.SQL)
		}
	}
	return texts
}

func (s *service) wantTexts(want ...string) {
	s.t.Helper()
	if got := s.texts(); !reflect.DeepEqual(got, want) {
		s.t.Errorf("got requests\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// mustExec runs statements, each given by its text and arguments.
func mustExec(t *testing.T, x interface {
	Exec(string, ...any) (sql.Result, error)
}, query string, args ...any) {
	t.Helper()
	if _, err := x.Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func TestInferOutsideTransaction(t *testing.T) {
	s := newDescribing(t, inferred("uuid", "text"), updated("1"), updated("1"))
	db := s.open()
	for range 2 {
		mustExec(t, db, "insert into t values ($1, $2, 'it''s') -- again", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "a")
	}
	const statement = "insert into t values ((:1::uuid), :2, 'it''s')"
	s.wantTexts("DO", statement, statement)
	question := s.got()[0]
	if want := "PREPARE auroradataapi AS insert into t values ($1, $2, ''''it''''''''s'''')"; !strings.Contains(question.SQL, want) {
		t.Errorf("asks %s, which does not have %s", question.SQL, want)
	}
	if len(question.Parameters) > 0 || question.TransactionID != "" || question.Database != "orders" {
		t.Errorf("asks with %+v", question)
	}
}

func TestInferInTransaction(t *testing.T) {
	s := newDescribing(t, steps([]step{began("tx-1")}, prepared("int4"), []step{updated("1"), updated("1")},
		prepared("bool"), []step{updated("1"), committed(), updated("1")})...)
	db := s.open()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	mustExec(t, tx, "update t set a = $1", 1)
	mustExec(t, tx, "update t set a = $1", 2)
	mustExec(t, tx, "update t set b = $1", true)
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	mustExec(t, db, "update t set a = $1", 3)
	s.wantTexts("/BeginTransaction",
		"PREPARE auroradataapi_1 AS update t set a = $1", "TYPES", "update t set a = (:1::int4)", "update t set a = (:1::int4)",
		"PREPARE auroradataapi_2 AS update t set b = $1", "TYPES", "update t set b = :1",
		"/CommitTransaction", "update t set a = (:1::int4)")
	for _, r := range s.got()[1:8] {
		if r.TransactionID != "tx-1" || r.Database != "" {
			t.Errorf("%s is sent to %q, transaction %q", r.SQL, r.Database, r.TransactionID)
		}
	}
}

func TestNothingToInfer(t *testing.T) {
	tests := []struct {
		name, query string
		args        []any
	}{
		{"no arguments", "select 1", nil},
		{"not to be prepared", "call p($1)", []any{1}},
		{"wrong number of arguments", "select $1", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newDescribing(t)
			s.steps = []step{updated("0")}
			_, err := s.open().Exec(tt.query, tt.args...)
			if err != nil {
				s.steps = nil
			}
			if got := s.texts(); len(got) > 1 || len(got) == 1 && got[0] == "DO" {
				t.Errorf("got requests %q", got)
			}
		})
	}
}

// TestInferNamed: neither comments around it nor the order of arguments nor the names of
// placeholders make another question.
func TestInferNamed(t *testing.T) {
	s := newDescribing(t, inferred("int4", "uuid"), updated("0"), updated("0"), updated("0"))
	db := s.open()
	mustExec(t, db, "update t set n = :n where id = :id", sql.Named("n", 1), sql.Named("id", "a"))
	mustExec(t, db, "update t set n = :n where id = :id -- x", sql.Named("id", "a"), sql.Named("n", 1))
	mustExec(t, db, "update t set n = $1 where id = $2", 1, "a")
	s.wantTexts("DO",
		"update t set n = (:1::int4) where id = (:2::uuid)",
		"update t set n = (:2::int4) where id = (:1::uuid)",
		"update t set n = (:1::int4) where id = (:2::uuid)")
}

func TestPrepareDescribes(t *testing.T) {
	s := newDescribing(t, inferred("int4"), updated("0"), inferred())
	db := s.open()
	statement, err := db.Prepare("update t set n = $1")
	if err != nil {
		t.Fatal(err)
	}
	defer statement.Close()
	if _, err := statement.Exec(1); err != nil {
		t.Fatal(err)
	}
	unchanged, err := db.Prepare("select 1")
	if err != nil {
		t.Fatal(err)
	}
	defer unchanged.Close()
	s.wantTexts("DO", "update t set n = (:1::int4)", "DO")
}

// TestPrepareOfNoStatement: what begins no statement is an error of Prepare; what
// PostgreSQL does not prepare is left alone.
func TestPrepareOfNoStatement(t *testing.T) {
	s := newDescribing(t, databaseError(`ERROR: syntax error at or near "invalid"; SQLState: 42601`), databaseError(`ERROR: syntax error at or near "invalid"; Position: 26; SQLState: 42601`))
	db := s.open()
	var e *auroradataapi.Error
	if _, err := db.Prepare("invalid sql"); !errors.As(err, &e) || e.Code != "42601" {
		t.Errorf("got %v, want 42601", err)
	}
	calls := len(s.got())
	for _, query := range []string{"create table t (a int)", "call p()", "-- nothing"} {
		statement, err := db.Prepare(query)
		if err != nil {
			t.Errorf("%s: %v", query, err)
			continue
		}
		statement.Close()
	}
	if n := len(s.got()); n != calls {
		t.Errorf("got %d calls for statements that cannot be prepared, want none", n-calls)
	}
}

func TestCannotBePrepared(t *testing.T) {
	const inBlock = `ERROR: column "nope" does not exist; Where: SQL statement "PREPARE …"; SQLState: 42703`
	located := `ERROR: column "nope" does not exist; Hint: h; Position: ` + fmt.Sprint(len("PREPARE auroradataapi AS select $1, n")) + `; SQLState: 42703`
	tests := []struct {
		name     string
		run      func(db *sql.DB) error
		steps    []step
		position int
		requests int
	}{
		{"outside", exec1, []step{databaseError(inBlock), databaseError(located)}, 21, 2},
		{"prepare", func(db *sql.DB) error { _, err := db.Prepare("/* é */ select $1, nope"); return err },
			[]step{databaseError(inBlock), databaseError(located)}, 20, 2},
		{"works alone", exec1, []step{databaseError(inBlock), updated("0")}, 0, 2},
		{"fails otherwise alone", exec1, []step{databaseError(inBlock), databaseError("ERROR: x; SQLState: 57014")}, 0, 2},
		{"in a transaction", func(db *sql.DB) error {
			tx, err := db.Begin()
			if err != nil {
				return err
			}
			defer tx.Rollback()
			_, err = tx.Exec("/* é */  select $1, nope", 1)
			return err
		}, []step{began("t"), databaseError(strings.Replace(located, "AS", "_1 AS", 1)), rolledBack()}, 0, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newDescribing(t, tt.steps...)
			err := tt.run(s.open())
			var e *auroradataapi.Error
			if !errors.As(err, &e) || e.Code != "42703" {
				t.Fatalf("got %v, want 42703", err)
			}
			if tt.position > 0 && e.Position != tt.position {
				t.Errorf("got position %d, want %d", e.Position, tt.position)
			}
			if n := len(s.got()); n != tt.requests {
				t.Errorf("got %d requests, want %d", n, tt.requests)
			}
		})
	}
}

func exec1(db *sql.DB) error {
	_, err := db.Exec("/* é */  select $1, nope", 1)
	return err
}

// TestTypesChanged runs a statement whose types are remembered and that fails.
func TestTypesChanged(t *testing.T) {
	mismatch := databaseError(`ERROR: column "n" is of type uuid but expression is of type integer; SQLState: 42804`)
	const before, after = "update t set n = (:1::int4)", "update t set n = (:1::uuid)"
	tests := []struct {
		name  string
		steps []step
		texts []string
		code  string
	}{
		{"other types", []step{mismatch, inferred("uuid"), updated("1")}, []string{before, "DO", after}, ""},
		{"fails again", []step{mismatch, inferred("uuid"), mismatch}, []string{before, "DO", after}, "42804"},
		{"the same types", []step{mismatch, inferred("int4")}, []string{before, "DO"}, "42804"},
		{"cannot be prepared any more", []step{mismatch, databaseError("ERROR: x; SQLState: 42P01"), databaseError("ERROR: x; SQLState: 42P01")}, []string{before, "DO", "PREPARE auroradataapi AS update t set n = $1"}, "42804"},
		{"another error", []step{databaseError("ERROR: x; SQLState: 23505")}, []string{before}, "23505"},
		{"no answer", []step{dropped()}, []string{before}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newDescribing(t, append([]step{inferred("int4"), updated("1")}, tt.steps...)...)
			db := s.open()
			mustExec(t, db, "update t set n = $1", "1")
			_, err := db.Exec("update t set n = $1", "1")
			var e *auroradataapi.Error
			if errors.As(err, &e); tt.code != "" && (e == nil || e.Code != tt.code) {
				t.Errorf("got %v, want %s", err, tt.code)
			}
			s.wantTexts(append([]string{"DO", before}, tt.texts...)...)
		})
	}
}

// TestTypesChangedInTransaction: the transaction is aborted, and the next one
// asks again.
func TestTypesChangedInTransaction(t *testing.T) {
	s := newDescribing(t, inferred("int4"), updated("1"), began("t"), databaseError("ERROR: x; SQLState: 42804"), rolledBack(), inferred("uuid"), updated("1"))
	db := s.open()
	mustExec(t, db, "update t set n = $1", "1")
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("update t set n = $1", "1"); err == nil {
		t.Error("no error")
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	mustExec(t, db, "update t set n = $1", "1")
	s.wantTexts("DO", "update t set n = (:1::int4)", "/BeginTransaction", "update t set n = (:1::int4)",
		"/RollbackTransaction", "DO", "update t set n = (:1::uuid)")
}

// TestRefusedForOldType: an argument that does not suit the type that the driver
// remembers may suit the one that the server wants now.
func TestRefusedForOldType(t *testing.T) {
	s := newDescribing(t, inferred("text"), updated("1"), inferred("int4"), updated("1"), inferred("int4"))
	db := s.open()
	mustExec(t, db, "update t set n = $1", "a")
	mustExec(t, db, "update t set n = $1", 1)
	_, err := db.Exec("update t set n = $1", true)
	if want := "bind argument $1: the server wants int4, for which there is no form of this bool"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
	s.wantTexts("DO", "update t set n = :1", "DO", "update t set n = (:1::int4)", "DO")
}

// TestTypesMayChange: what changes objects makes the driver ask again, and in a
// transaction only the transaction until it is committed.
func TestTypesMayChange(t *testing.T) {
	const query = "update t set n = $1"
	do := func(steps ...step) []step { return steps }
	t.Run("outside a transaction", func(t *testing.T) {
		s := newDescribing(t, inferred("int4"), updated("1"), updated("0"), inferred("int8"), updated("1"))
		db := s.open()
		mustExec(t, db, query, 1)
		mustExec(t, db, "alter table t alter n type int8")
		mustExec(t, db, query, 1)
		s.wantTexts("DO", "update t set n = (:1::int4)", "alter table t alter n type int8", "DO", "update t set n = :1")
	})
	for _, commit := range []bool{true, false} {
		t.Run(fmt.Sprintf("in a transaction, commit %v", commit), func(t *testing.T) {
			s := newDescribing(t, steps(do(inferred("int4"), updated("1"), began("t"), updated("0")), prepared("int8"), do(updated("1")))...)
			want := []string{"DO", "update t set n = (:1::int4)", "/BeginTransaction", "drop table x",
				"PREPARE auroradataapi_1 AS " + query, "TYPES", "update t set n = :1"}
			if commit {
				s.steps = append(s.steps, committed(), inferred("int8"), updated("1"))
				want = append(want, "/CommitTransaction", "DO", "update t set n = :1")
			} else {
				s.steps = append(s.steps, rolledBack(), updated("1"))
				want = append(want, "/RollbackTransaction", "update t set n = (:1::int4)")
			}
			db := s.open()
			mustExec(t, db, query, 1)
			tx, err := db.Begin()
			if err != nil {
				t.Fatal(err)
			}
			mustExec(t, tx, "drop table x")
			mustExec(t, tx, query, 1)
			end := tx.Rollback
			if commit {
				end = tx.Commit
			}
			if err := end(); err != nil {
				t.Fatal(err)
			}
			mustExec(t, db, query, 1)
			s.wantTexts(want...)
		})
	}
}

// TestSearchPath: what a search path makes of a text is remembered apart, and
// other settings do not matter.
func TestSearchPath(t *testing.T) {
	const query = "update t set n = $1"
	s := newDescribing(t, steps([]step{inferred("int4"), updated("1"), began("t"), updated("0"), updated("1"), updated("0")}, prepared("int8"),
		[]step{updated("1"), committed(), began("t"), updated("0"), updated("1"), updated("0")}, prepared("bool"),
		[]step{updated("1"), rolledBack(), updated("1")})...)
	db := s.open()
	begin := func() *sql.Tx {
		tx, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		return tx
	}
	mustExec(t, db, query, 1)
	tx := begin()
	mustExec(t, tx, "set local statement_timeout = 5")
	mustExec(t, tx, query, 1)
	mustExec(t, tx, "set local search_path = x")
	mustExec(t, tx, query, 1)
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	tx = begin()
	mustExec(t, tx, "set local search_path = x")
	mustExec(t, tx, query, 1)
	mustExec(t, tx, "rollback to s")
	mustExec(t, tx, query, true)
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	mustExec(t, db, query, 1)
	const int4, int8 = "update t set n = (:1::int4)", "update t set n = :1"
	s.wantTexts("DO", int4, "/BeginTransaction", "set local statement_timeout = 5", int4,
		"set local search_path = x", "PREPARE auroradataapi_1 AS "+query, "TYPES", int8, "/CommitTransaction",
		"/BeginTransaction", "set local search_path = x", int8,
		"rollback to s", "PREPARE auroradataapi_1 AS "+query, "TYPES", "update t set n = :1", "/RollbackTransaction", int4)
}

// TestLongStatementIsAskedQuietly: a text that has no room in a block is prepared
// in a transaction of its own.
func TestLongStatementIsAskedQuietly(t *testing.T) {
	query := "select $1 /*+ " + strings.Repeat("'", 20_000) + " */"
	s := newDescribing(t, steps([]step{began("t")}, prepared("text"), []step{rolledBack(), updated("0")})...)
	mustExec(t, s.open(), query, "a")
	got := s.texts()
	if len(got) != 5 || got[0] != "/BeginTransaction" || !strings.HasPrefix(got[1], "PREPARE auroradataapi AS select $1") ||
		got[2] != "TYPES" || got[3] != "/RollbackTransaction" || !strings.HasPrefix(got[4], "select :1") {
		t.Errorf("got requests %.40q", got)
	}
}

// TestInferUnanswered: a statement that was not sent has no unknown outcome.
func TestInferUnanswered(t *testing.T) {
	for _, step := range []step{dropped(), failure(http.StatusInternalServerError, "InternalServerErrorException", "no")} {
		_, err := newDescribing(t, step, step, step).open().Exec("insert into t values ($1)", "a")
		if err == nil || errors.Is(err, auroradataapi.ErrOutcomeUnknown) || !strings.Contains(err.Error(), "describe statement: ") {
			t.Errorf("got %v", err)
		}
	}
}

func TestDescribeQuietly(t *testing.T) {
	s := newDescribing(t, steps([]step{began("t")}, prepared("uuid"), []step{rolledBack(), updated("0"), began("t"),
		databaseError("ERROR: no; Position: 30; SQLState: 42703"), rolledBack()})...)
	s.config.DescribeQuietly = true
	db := s.open()
	mustExec(t, db, "update t set u = $1", "a")
	_, err := db.Exec("update t set x = $1", "a")
	var e *auroradataapi.Error
	if !errors.As(err, &e) || e.Code != "42703" || e.Position != 30-len("PREPARE auroradataapi AS ") {
		t.Errorf("got %+v", e)
	}
	s.wantTexts("/BeginTransaction", "PREPARE auroradataapi AS update t set u = $1", "TYPES", "/RollbackTransaction",
		"update t set u = (:1::uuid)", "/BeginTransaction", "PREPARE auroradataapi AS update t set x = $1", "/RollbackTransaction")
}

// TestTooLongToDescribe: not even a transaction has room for a text.
func TestTooLongToDescribe(t *testing.T) {
	s := newDescribing(t, began("t"), rolledBack())
	_, err := s.open().Exec("select $1 -- x\n"+strings.Repeat(", 1", 22_000), "a")
	if !errors.Is(err, auroradataapi.ErrRequestTooLarge) {
		t.Errorf("got %v", err)
	}
}

// TestInferInTransactionFails has the question answered in wrong ways.
func TestInferInTransactionFails(t *testing.T) {
	for name, step := range map[string]step{
		"no records":  updated("0"),
		"not types":   answer(`{"records":[[{"stringValue":"x"}]]}`),
		"two columns": answer(`{"records":[[{"stringValue":"[]"},{"stringValue":"[]"}]]}`),
		"no row":      answer(`{"records":[]}`),
		"error":       databaseError("ERROR: x; SQLState: 57014"),
	} {
		t.Run(name, func(t *testing.T) {
			s := newDescribing(t, began("t"), updated("0"), step, rolledBack())
			tx, err := s.open().Begin()
			if err != nil {
				t.Fatal(err)
			}
			defer tx.Rollback()
			if _, err := tx.Exec("select $1", "a"); err == nil {
				t.Error("no error")
			}
		})
	}
}

func TestInferFails(t *testing.T) {
	tests := []struct {
		name string
		step step
		want string
	}{
		{"success", updated("0"), "the server did not answer"},
		{"not types", databaseError("ERROR: [1]; SQLState: ADA01"), "read types of prepared statement"},
		{"too few types", inferred(), "server knows 0 parameters of 1"},
		{"service", failure(http.StatusForbidden, "AccessDeniedException", "no"), "describe statement: AccessDeniedException: no"},
		{"truncated answer", answer(`{`), "describe statement: read answer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := newDescribing(t, tt.step).open().Exec("select $1", "hunter2")
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

// TestDescriptionsAreBounded: the text that was not used for the longest is
// forgotten.
func TestDescriptionsAreBounded(t *testing.T) {
	d := auroradataapi.NewDescriptions(2)
	for _, sql := range []string{"a", "b", "a", "c", "a", "a"} {
		d.Ask(sql)
	}
	for sql, want := range map[string]bool{"a": true, "b": false, "c": true} {
		if got := d.Knows(sql); got != want {
			t.Errorf("%s is remembered: %v, want %v", sql, got, want)
		}
	}
}

// TestDescriptionsAreShared runs one statement in many goroutines.
func TestDescriptionsAreShared(t *testing.T) {
	s := newDescribing(t)
	s.answers = func(r request) step {
		if strings.HasPrefix(r.SQL, "DO ") {
			return inferred("int4")
		}
		return updated("1")
	}
	db := s.open()
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			for range 20 {
				if _, err := db.ExecContext(context.Background(), fmt.Sprintf("update t%d set n = $1", i%3), 1); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if n := len(s.got()); n < 403 || n > 460 {
		t.Errorf("got %d requests, want 400 and the first questions", n)
	}
}
