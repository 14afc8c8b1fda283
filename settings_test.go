package auroradataapi_test

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// configured answers to a SELECT of set_config.
func configured(value string) step {
	return answer(`{"numberOfRecordsUpdated":0,"records":[[{"stringValue":"` + value + `"}]],"columnMetadata":[` +
		`{"name":"set_config","label":"set_config","typeName":"text","type":12,"nullable":2,"precision":2147483647}]}`)
}

// TestSettingsAreRestored tells the calls, and what of statements is sent in which
// transaction.
func TestSettingsAreRestored(t *testing.T) {
	no := databaseError("ERROR: no; SQLState: 22023; Position: 3")
	tests := []struct {
		name  string
		texts []string
		steps []step
		calls []string
		err   string // of the last text
	}{
		{
			"one setting", []string{"set a = 1", "select 1"},
			[]step{updated("0"), began("T1"), updated("0"), selected("1"), committed()},
			[]string{"set a = 1", "/BeginTransaction", "T1 set a = 1", "T1 select 1", "T1 /CommitTransaction"}, "",
		}, {
			"two settings", []string{"set a = 1; set b = 'x'", "select 1"},
			[]step{began("T1"), updated("0"), updated("0"), committed(), began("T2"), updated("0"), selected("1"), committed()},
			[]string{
				"/BeginTransaction", "T1 set a = 1", "T1 set b = 'x'", "T1 /CommitTransaction",
				"/BeginTransaction", "T2 DO 'BEGIN EXECUTE ''set a = 1''; EXECUTE ''set b = ''''x''''''; END'", "T2 select 1", "T2 /CommitTransaction",
			}, "",
		}, {
			"reset", []string{"set a = 1", "reset a", "select 1"},
			[]step{updated("0"), began("T1"), updated("0"), updated("0"), committed(), selected("1")},
			[]string{"set a = 1", "/BeginTransaction", "T1 set a = 1", "T1 reset a", "T1 /CommitTransaction", "select 1"}, "",
		}, {
			"reset of the role", []string{"set role a", "reset role", "select 1"},
			[]step{updated("0"), updated("0"), selected("1")},
			[]string{"set role a", "reset role", "select 1"}, "",
		}, {
			"setting that fails", []string{"set a = 1", "set b = 1", "select 1"},
			[]step{no, updated("0"), began("T1"), updated("0"), selected("1"), committed()},
			[]string{"set a = 1", "set b = 1", "/BeginTransaction", "T1 set b = 1", "T1 select 1", "T1 /CommitTransaction"}, "",
		}, {
			"setting that is not committed", []string{"begin", "set a = 1", "rollback", "select 1"},
			[]step{began("T1"), updated("0"), rolledBack(), selected("1")},
			[]string{"/BeginTransaction", "T1 set a = 1", "T1 /RollbackTransaction", "select 1"}, "",
		}, {
			"statement that fails", []string{"set a = 1", "update t set a = 1"},
			[]step{updated("0"), began("T1"), updated("0"), no, rolledBack()},
			[]string{"set a = 1", "/BeginTransaction", "T1 set a = 1", "T1 update t set a = 1", "T1 /RollbackTransaction"}, "22023",
		}, {
			"setting that cannot be restored", []string{"set a = 1", "update t set a = 1"},
			[]step{updated("0"), began("T1"), no, rolledBack()},
			[]string{"set a = 1", "/BeginTransaction", "T1 set a = 1", "T1 /RollbackTransaction"}, "22023",
		}, {
			"commit that fails", []string{"set a = 1", "update t set a = 1"},
			[]step{updated("0"), began("T1"), updated("0"), updated("1"), databaseError("ERROR: no; SQLState: 23503")},
			[]string{"set a = 1", "/BeginTransaction", "T1 set a = 1", "T1 update t set a = 1", "T1 /CommitTransaction"}, "23503",
		}, {
			"modes", []string{"set default_transaction_read_only = on", "begin isolation level serializable", "select 1", "commit"},
			[]step{updated("0"), began("T1"), updated("0"), updated("0"), selected("1"), committed()},
			[]string{
				"set default_transaction_read_only = on", "/BeginTransaction", "T1 SET TRANSACTION READ ONLY, isolation level serializable",
				"T1 set default_transaction_read_only = on", "T1 select 1", "T1 /CommitTransaction",
			}, "",
		}, {
			"no snapshot before the first query", []string{"set a = 1; set b = 1", "begin isolation level repeatable read", "set transaction read only", "lock table t", "rollback"},
			[]step{began("T1"), updated("0"), updated("0"), committed(), began("T2"), updated("0"), updated("0"), updated("0"), updated("0"), updated("0"), rolledBack()},
			[]string{
				"/BeginTransaction", "T1 set a = 1", "T1 set b = 1", "T1 /CommitTransaction",
				"/BeginTransaction", "T2 SET TRANSACTION isolation level repeatable read", "T2 set transaction read only", "T2 set a = 1", "T2 set b = 1", "T2 lock table t", "T2 /RollbackTransaction",
			}, "",
		}, {
			"nothing to restore for", []string{"set a = 1", "begin", "commit", "set transaction read only"},
			[]step{updated("0"), began("T1"), committed(), began("T2"), updated("0"), committed()},
			[]string{"set a = 1", "/BeginTransaction", "T1 /CommitTransaction", "/BeginTransaction", "T2 set transaction read only", "T2 /CommitTransaction"}, "",
		}, {
			"savepoint", []string{"begin", "savepoint s", "set a = 1", "rollback to s", "commit", "select 1"},
			[]step{began("T1"), updated("0"), updated("0"), updated("0"), committed(), selected("1")},
			[]string{"/BeginTransaction", "T1 savepoint s", "T1 set a = 1", "T1 rollback to s", "T1 /CommitTransaction", "select 1"}, "",
		}, {
			"set_config", []string{"select set_config('a', 'x' || 'y', false)", "select set_config('b', '1', true)", "select 1"},
			[]step{configured("xy"), began("T1"), configured("xy"), configured("1"), committed(), began("T2"), configured("xy"), selected("1"), committed()},
			[]string{
				"select set_config('a', 'x' || 'y', false)",
				"/BeginTransaction", "T1 SELECT pg_catalog.set_config('a', 'xy', false)", "T1 select set_config('b', '1', true)", "T1 /CommitTransaction",
				"/BeginTransaction", "T2 SELECT pg_catalog.set_config('a', 'xy', false)", "T2 select 1", "T2 /CommitTransaction",
			}, "",
		}, {
			"not in a transaction", []string{"set a = 1", "vacuum t", "savepoint s"},
			[]step{updated("0"), updated("0"), databaseError("ERROR: no block; SQLState: 25P01")},
			[]string{"set a = 1", "vacuum t", "savepoint s"}, "25P01",
		}, {
			"not in a transaction but with names", []string{"set search_path = x", "create database d", "create index concurrently i on t (a)"},
			[]step{updated("0"), updated("0")},
			[]string{"set search_path = x", "create database d"}, "with search_path set",
		}, {
			"not in a transaction and not as somebody else", []string{"set role x", "create database d"},
			[]step{updated("0")},
			[]string{"set role x"}, "RESET role",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t, tt.steps...)
			db := s.open()
			db.SetMaxOpenConns(1)
			c, err := db.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			for _, text := range tt.texts {
				_, err = c.ExecContext(t.Context(), text)
			}
			if (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("got %v, want %q", err, tt.err)
			}
			if calls := s.calls(); !slices.Equal(calls, tt.calls) {
				t.Errorf("calls %q\nwant  %q", calls, tt.calls)
			}
		})
	}
}

// TestSettingsOfPool: a connection keeps its settings when it goes back to the
// pool, as that of a native driver does.
func TestSettingsOfPool(t *testing.T) {
	s := newService(t, updated("0"), began("T1"), updated("0"), selected("1"), rolledBack(), began("T2"), updated("0"), selected("1"), committed())
	db := s.open()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("set a = 1"); err != nil {
		t.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("select 1"); err != nil {
		t.Error(err)
	}
	if err := tx.Rollback(); err != nil {
		t.Error(err)
	}
	if _, err := db.Exec("select 2"); err != nil {
		t.Error(err)
	}
	want := []string{
		"set a = 1", "/BeginTransaction", "T1 set a = 1", "T1 select 1", "T1 /RollbackTransaction",
		"/BeginTransaction", "T2 set a = 1", "T2 select 2", "T2 /CommitTransaction",
	}
	if calls := s.calls(); !slices.Equal(calls, want) {
		t.Errorf("calls %q\nwant  %q", calls, want)
	}
}

// TestLostAnswerInBlock: a statement in a transaction of the driver's own has not
// taken effect if the commit was never sent.
func TestLostAnswerInBlock(t *testing.T) {
	tests := []struct {
		name    string
		steps   []step
		unknown bool
	}{
		{"statement", []step{began("T1"), updated("0"), dropped(), rolledBack()}, false},
		{"failing service", []step{began("T1"), updated("0"), failure(500, "InternalServerErrorException", ""), rolledBack()}, false},
		{"begin", []step{dropped(), dropped(), dropped()}, false},
		{"commit", []step{began("T1"), updated("0"), updated("1"), dropped(), notFound()}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			db := newService(t, append([]step{updated("0")}, tt.steps...)...).open()
			db.SetMaxOpenConns(1)
			if _, err := db.Exec("set a = 1"); err != nil {
				t.Fatal(err)
			}
			_, err := db.Exec("update t set a = 1")
			if err == nil || errors.Is(err, auroradataapi.ErrOutcomeUnknown) != tt.unknown {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestSettingThatCannotBeRestored: the error is the server's, with a word about
// where it comes from, and no position in a text that the caller did not write.
func TestSettingThatCannotBeRestored(t *testing.T) {
	db := newService(t, updated("0"), began("T1"), databaseError("ERROR: no role; Position: 3; SQLState: 22023"), rolledBack()).open()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("set role a"); err != nil {
		t.Fatal(err)
	}
	_, err := db.Exec("select 1")
	var e *auroradataapi.Error
	if !errors.As(err, &e) || e.Code != "22023" || e.Position != 0 || !strings.Contains(e.Hint, "RESET") {
		t.Errorf("got %#v", e)
	}
}

// TestTypesWithSettings: the question about types has the settings in front, and
// what is remembered is so for the search path.
func TestTypesWithSettings(t *testing.T) {
	for _, quietly := range []bool{false, true} {
		var questions []string
		s := newService(t)
		s.config.DefaultQueryExecMode, s.config.DescribeQuietly = auroradataapi.QueryExecModeDescribe, quietly
		s.answers = func(r request) step {
			switch {
			case r.Operation == "/BeginTransaction":
				return began("T")
			case r.Operation == "/CommitTransaction":
				return committed()
			case r.Operation == "/RollbackTransaction":
				return rolledBack()
			case strings.Contains(r.SQL, "ADA01"):
				questions = append(questions, r.SQL)
				return databaseError(`ERROR: ["pg_catalog.int4"]; SQLState: ADA01`)
			case strings.HasPrefix(r.SQL, "PREPARE"):
				questions = append(questions, r.SQL)
			case strings.Contains(r.SQL, "pg_prepared_statements"):
				return configured(`[\"pg_catalog.int4\"]`)
			}
			return updated("1")
		}
		db := s.open()
		db.SetMaxOpenConns(1)
		for _, text := range []string{"set search_path = a", "set b = 1", "set search_path = c", "set b = 2", "set search_path = a", "reset search_path"} {
			if _, err := db.Exec(text); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if _, err := db.Exec("update t set a = $1", "1"); err != nil {
					t.Fatal(err)
				}
			}
		}
		if len(questions) != 3 {
			t.Fatalf("quietly %v: asked %q, want one question for each search path", quietly, questions)
		}
		if !quietly && (!strings.Contains(questions[0], "EXECUTE ''set search_path = a''; EXECUTE ''PREPARE") || !strings.Contains(questions[1], "EXECUTE ''set search_path = c''")) {
			t.Errorf("asked %q", questions)
		}
	}
}

// TestStatementWithoutSettingsIsLogged as a warning.
func TestStatementWithoutSettingsIsLogged(t *testing.T) {
	var log strings.Builder
	s := newService(t, updated("0"), updated("0"))
	s.config.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn}))
	db := s.open()
	db.SetMaxOpenConns(1)
	for _, text := range []string{"set lock_timeout = '2s'", "drop index concurrently i"} {
		if _, err := db.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
	if got := log.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "without the settings") || !strings.Contains(got, "drop index concurrently i") {
		t.Errorf("logged %q", got)
	}
}

func TestSettingsWithCanceledContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := newService(t)
	s.answers = func(r request) step {
		switch r.Operation {
		case "/BeginTransaction":
			return began("T1")
		case "/RollbackTransaction":
			return rolledBack()
		}
		if r.SQL == "update t set a = 1" {
			cancel()
		}
		return updated("1")
	}
	db := s.open()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, "set a = 1"); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(ctx, "update t set a = 1"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if calls := s.calls(); calls[len(calls)-1] != "T1 /RollbackTransaction" {
		t.Errorf("calls %q", calls)
	}
}

// TestSetConfigArguments: a name and a scope may come as arguments.
func TestSetConfigArguments(t *testing.T) {
	tests := []struct {
		text string
		args []any
		kept bool
	}{
		{"select set_config($1, $2, $3)", []any{"standard_conforming_strings", "off", false}, false},
		{"select set_config($1, $2, $3)", []any{"a", "1", false}, true},
		{"select set_config($1, $2, $3)", []any{"a", "1", true}, false},
		{"select set_config(:name, '1', :local)", []any{sql.Named("name", "a"), sql.Named("local", "false")}, true},
		{"select set_config($1, '1', false)", []any{7}, false},
		{"select set_config('a', '1', false) from t", nil, false},
	}
	for _, tt := range tests {
		s := newService(t)
		s.answers = func(r request) step {
			switch r.Operation {
			case "/BeginTransaction":
				return began("T1")
			case "/CommitTransaction":
				return committed()
			}
			return configured("off")
		}
		db := s.open()
		db.SetMaxOpenConns(1)
		var value string
		if err := db.QueryRow(tt.text, tt.args...).Scan(&value); err != nil || value != "off" {
			t.Errorf("%s: got %q, %v", tt.text, value, err)
		}
		if err := db.QueryRow("select 1").Scan(&value); err != nil {
			t.Error(err)
		}
		kept := slices.ContainsFunc(s.calls(), func(call string) bool { return strings.HasPrefix(call, "T1 SELECT pg_catalog.set_config(") })
		if calls := s.calls(); kept != tt.kept {
			t.Errorf("%s with %v: calls %q", tt.text, tt.args, calls)
		}
	}
}
