package auroradataapi_test

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi"
)

// TestSimple: in mode simple the arguments are part of the text, and nothing is
// sent but the statement.
func TestSimple(t *testing.T) {
	tests := []struct {
		name  string
		query string
		args  []any
		want  string
	}{
		{"none", "select 1", nil, "select 1"},
		{"in order", "select $1, $2", []any{1, "a"}, "select  '1',  'a'"},
		{"out of order and repeated", "select $2,$1,$2", []any{1, nil}, "select  NULL, '1', NULL"},
		{"names", "select :b, :a", []any{sql.Named("a", 1), sql.Named("b", true)}, "select  't',  '1'"},
		{"optional name", "select a[x:b]", []any{sql.Named("b", 2)}, "select a[x '2']"},
		{"behind a minus", "select 1-$1", []any{-1}, "select 1- '-1'"},
		{"behind a word", "select x:a", []any{sql.Named("a", `e\`)}, `select x E'e\\'`},
		{"behind a constant", "select 'a'\n$1", []any{"b"}, "select 'a'\n/**/ 'b'"},
		{"before a constant", "select $1\n'b'", []any{"a"}, "select  'a'\n/**/'b'"},
		{"beside each other", "select $1$2", []any{"a", "b"}, "select  'a'  'b'"},
		{"cast", "select $1::timestamptz", []any{time.Unix(0, 0)}, "select  '1970-01-01 00:00:00Z'::timestamptz"},
		{"slice", "select a[$1:$2]", []any{1, 2}, "select a[ '1':  '2']"},
		{"where no parameter can be", "alter role r password $1", []any{"it's"}, "alter role r password  'it''s'"},
		{"that look like code", "select $1", []any{`'; drop table users; -- :a \`}, `select  E'''; drop table users; -- :a \\'`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t, updated("1"), updated("1"))
			s.config.DefaultQueryExecMode = auroradataapi.QueryExecModeSimple
			db := s.open()
			if _, err := db.Exec(tt.query, tt.args...); err != nil {
				t.Fatal(err)
			}
			prepared, err := db.Prepare(tt.query)
			if err != nil {
				t.Fatal(err)
			}
			defer prepared.Close()
			if _, err := prepared.Exec(tt.args...); err != nil {
				t.Fatal(err)
			}
			for _, r := range s.got() {
				if r.SQL != tt.want || len(r.Parameters) > 0 {
					t.Errorf("sent %q with %d parameters, want %q", r.SQL, len(r.Parameters), tt.want)
				}
			}
		})
	}
}

// TestSimpleScripts: the statements of a text take their arguments from one list.
func TestSimpleScripts(t *testing.T) {
	s := newService(t, began("T1"), updated("1"), updated("1"), updated("1"), committed(),
		began("T2"), updated("1"), updated("1"), committed())
	s.config.DefaultQueryExecMode = auroradataapi.QueryExecModeSimple
	db := s.open()
	if _, err := db.Exec("insert into a values ($3); analyze a; insert into b values ($1, $2)", 1, 2, "x"); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("insert into a values (:x); insert into b values (:y, :x)", sql.Named("y", 2), sql.Named("x", 1)); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"/BeginTransaction", "T1 insert into a values ( 'x')", "T1 analyze a", "T1 insert into b values ( '1',  '2')", "T1 /CommitTransaction",
		"/BeginTransaction", "T2 insert into a values ( '1')", "T2 insert into b values ( '2',  '1')", "T2 /CommitTransaction",
	}
	if got := s.calls(); !slices.Equal(got, want) {
		t.Errorf("calls:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestSimpleErrors: nothing is sent.
func TestSimpleErrors(t *testing.T) {
	tests := []struct {
		name  string
		query string
		args  []any
		want  string
	}{
		{"too few", "select $1, $2", []any{1}, "statement takes 2 arguments, got 1"},
		{"not used", "select $2, $4", []any{1, 2, 3, 4}, "no placeholder for argument $1"},
		{"too few for the second", "select $1; select $2", []any{1}, "statement takes 2 arguments, got 1"},
		{"too many for several", "select $1; select $2", []any{1, 2, 3}, "no placeholder for argument $3"},
		{"not used by several", "select $3; select $1", []any{1, 2, 3}, "no placeholder for argument $2"},
		{"name not used by several", "select :a; select :b", []any{sql.Named("a", 1), sql.Named("b", 1), sql.Named("c", 1)}, "no placeholder for argument :c"},
		{"more than PostgreSQL counts", "select $1", make([]any, 65536), "got 65536 arguments, PostgreSQL takes 65535"},
		{"number beyond what PostgreSQL counts", "select $65536", []any{1}, "at character 8: parameter number too large: the greatest is $65535"},
		{"NUL", "select $1, $2", []any{1, "hunter2\x00"}, "bind argument $2: text has a NUL character"},
		{"NUL by name", "select :a", []any{sql.Named("a", "hunter2\x00")}, "bind argument :a: text has a NUL character"},
		{"NUL for the second", "select $1; select $2", []any{1, "hunter2\x00"}, "bind argument $2: text has a NUL character"},
		{"invalid UTF-8", "select $1", []any{"hunter2\xff"}, `invalid byte sequence for encoding "UTF8": argument $1 (SQLSTATE 22021)`},
		{"map", "select $1", []any{map[string]string{"password": "hunter2"}}, "bind argument $1: unsupported argument type map[string]string"},
		{"too large", "select $1", []any{strings.Repeat("hunter2", 10000)}, "in mode simple the arguments are part of it: use another mode"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t)
			s.config.DefaultQueryExecMode = auroradataapi.QueryExecModeSimple
			_, err := s.open().Exec(tt.query, tt.args...)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error tells a value: %v", err)
			}
			if tooLarge := tt.name == "too large"; errors.Is(err, auroradataapi.ErrRequestTooLarge) != tooLarge {
				t.Errorf("errors.Is ErrRequestTooLarge: %v", err)
			}
		})
	}
}

// TestRepeatedArguments: where PostgreSQL pairs up expressions, an argument that
// occurs twice is a constant, since the service would make two parameters of it.
func TestRepeatedArguments(t *testing.T) {
	large := strings.Repeat("x", 40000)
	tests := []struct {
		name       string
		query      string
		args       []any
		want       string
		parameters int
	}{
		{"group by", "select lower($1) from t group by lower($1)", []any{"a'"}, "select lower(('a'''::text)) from t group by lower(('a'''::text))", 0},
		{"names", "select lower(:a) from t group by lower(:a)", []any{sql.Named("a", int32(1))}, "select lower(('1'::int4)) from t group by lower(('1'::int4))", 0},
		{"others stay", "select lower($1), $2 from t group by lower($1)", []any{[]byte{1}, 5}, `select lower((E'\\x01'::bytea)), :2 from t group by lower((E'\\x01'::bytea))`, 1},
		{"distinct", "select distinct lower($1) order by lower($1)", []any{1.5}, "select distinct lower(('1.5'::float8)) order by lower(('1.5'::float8))", 0},
		{"null", "select lower($1) group by lower($1)", []any{nil}, "select lower((NULL)) group by lower((NULL))", 0},
		{"once", "select lower($1) group by 1", []any{1}, "select lower(:1) group by 1", 1},
		{"only ordered", "select lower($1) order by lower($1)", []any{1}, "select lower(:1) order by lower(:1)", 1},
		{"not grouped", `select $1, 'group by', "group" /* group by */ where $1 is not null`, []any{1}, `select :1, 'group by', "group"   where :1 is not null`, 1},
		{"no room for it", "select lower($1) group by lower($1)", []any{large}, "select lower(:1) group by lower(:1)", 1},
		{"cannot be a constant", "select lower($1) group by lower($1)", []any{"\x00"}, "select lower(:1) group by lower(:1)", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t, updated("1"))
			if _, err := s.open().Exec(tt.query, tt.args...); err != nil {
				t.Fatal(err)
			}
			if got := s.got()[0]; got.SQL != tt.want || len(got.Parameters) != tt.parameters {
				t.Errorf("sent %q with %d parameters\nwant %q with %d", got.SQL, len(got.Parameters), tt.want, tt.parameters)
			}
		})
	}
}

// TestUnpreparedArguments: what cannot be described and has its types inferred is
// sent with constants, unless there is no room for them.
func TestUnpreparedArguments(t *testing.T) {
	large := strings.Repeat("x", 70000)
	tests := []struct {
		name       string
		query      string
		args       []any
		want       string
		parameters int
	}{
		{"call", "call p($1, $2)", []any{"a", nil}, "call p( 'a',  NULL)", 0},
		{"explain", "explain select $1", []any{1}, "explain select  '1'", 0},
		{"no room", "call p($1)", []any{large}, "call p(:1)", 1},
		{"another statement", "comment on table t is $1", []any{"a"}, "comment on table t is :1", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t, updated("1"))
			s.config.DefaultQueryExecMode = auroradataapi.QueryExecModeDescribe
			if _, err := s.open().Exec(tt.query, tt.args...); err != nil {
				t.Fatal(err)
			}
			if got := s.got()[0]; got.SQL != tt.want || len(got.Parameters) != tt.parameters {
				t.Errorf("sent %q with %d parameters, want %q with %d", got.SQL, len(got.Parameters), tt.want, tt.parameters)
			}
		})
	}
}

// TestManyNames: each of many arguments gets to its placeholder, whatever the order.
func TestManyNames(t *testing.T) {
	const n = 10_000
	var names []string
	var args []any
	for i := range n {
		names = append(names, fmt.Sprintf(":n%d", i))
		args = append(args, sql.Named(fmt.Sprintf("n%d", n-1-i), i))
	}
	s := newService(t, updated("1"))
	mustExec(t, s.open(), "call f("+strings.Join(names, ",")+")", args...)
	request := s.got()[0]
	for i, p := range request.Parameters {
		if p.Name != strconv.Itoa(n-i) || p.Value["longValue"] != float64(n-1-i) {
			t.Fatalf("parameter %d is %s: %v", i, p.Name, p.Value)
		}
	}
	if !strings.HasPrefix(request.SQL, "call f(:10000,:9999,") || len(request.Parameters) != n {
		t.Errorf("got %d parameters, %.40s", len(request.Parameters), request.SQL)
	}
}
