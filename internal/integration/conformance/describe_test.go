package conformance_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"net"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// TestDescribeErrors: a statement that cannot be prepared fails as with pgx, also
// with the same position, outside a transaction, in one, and in Prepare.
func TestDescribeErrors(t *testing.T) {
	statements := []string{
		"select nope, $1 from failing_to_describe",
		"select 'é', \"é\" /* ' é */, $1 + nope from failing_to_describe",
		"select * from nothing where id = $1",
		"selec $1", // is not prepared at all
		"select 'é' form $1",
		"select $1 where",
		"update failing_to_describe set n = $1 where u = 1",
		"insert into failing_to_describe (n, u) values ($1, 2::int)",
		"select nofunc($1)",
		"select $1 + $1::no_type",
		"select sum(n) from failing_to_describe group by $1 having u",
		"with x as (select $1) select y from x",
		"select ';', $1, E'\\'', $$:a$$, nope",
		"select unnest($1)",
	}
	create(t, "table failing_to_describe (n int, u uuid)")
	counts := newTally(t)
	runs := map[string]func(*sql.DB, string) error{
		"exec": func(db *sql.DB, query string) error {
			_, err := db.Exec(query, 1)
			return err
		},
		"exec in a transaction": func(db *sql.DB, query string) error {
			tx, err := db.Begin()
			if err != nil {
				return err
			}
			defer tx.Rollback()
			_, err = tx.Exec(query, 1)
			return err
		},
		"prepare": func(db *sql.DB, query string) error {
			_, err := db.Prepare(query)
			return err
		},
	}
	for _, name := range slices.Sorted(maps.Keys(runs)) { // the document has them in order
		run := runs[name]
		for _, query := range statements {
			if query == "selec $1" && name == "prepare" {
				continue
			}
			compareModes(t, counts, name+": "+query, undescribed(name, query), func(w way) string { return describePosition(run(w.db, query)) })
		}
	}
}

// undescribed are the differences in a mode that does not describe statements.
func undescribed(run, query string) exceptions {
	switch {
	case run == "prepare":
		return exceptions{{"exec simple", func(_, ours string) bool { return ours == "no error\n" }, foundLater}}
	case query == "select 'é' form $1":
		return exceptions{{"simple", instead("$1", "'1'"), "the text that PostgreSQL reads has the argument's constant in it"}}
	case query == "select nofunc($1)" || query == "select unnest($1)":
		return exceptions{{"exec", func(_, ours string) bool {
			return strings.Contains(ours, "(bigint) does not exist (SQLSTATE 42883) at 8")
		}, ownType}}
	}
	return nil
}

// describePosition tells what is wrong with a statement, and where.
func describePosition(err error) string {
	if err == nil {
		return "no error\n"
	}
	position := reflect.ValueOf(err)
	var state interface{ SQLState() string }
	if errors.As(err, &state) {
		position = reflect.Indirect(reflect.ValueOf(state)).FieldByName("Position")
	}
	return fmt.Sprintf("%v at %v\n", err, position)
}

// TestFailedDescriptionAborts: a statement that cannot be prepared aborts the
// transaction, as with a native driver.
func TestFailedDescriptionAborts(t *testing.T) {
	compareBehaviours(t, []behaviour{{name: "bad statement", do: func(ctx context.Context, r *transcript, w way) {
		tx, err := w.db.BeginTx(ctx, nil)
		if err != nil {
			r.err("begin", err)
			return
		}
		r.exec(ctx, tx, "insert into thing (id) values ($1)", 1)
		r.exec(ctx, tx, "savepoint s")
		r.exec(ctx, tx, "insert into thing (nope) values ($1)", 1)
		r.exec(ctx, tx, "insert into thing (id) values ($1)", 2)
		r.exec(ctx, tx, "rollback to s")
		r.exec(ctx, tx, "insert into thing (id) values ($1)", 3)
		r.err("commit", tx.Commit())
		r.query(ctx, w, w.db, "select id from thing order by id")
	}}})
}

const staleTypes = "the driver asks again after a statement that may change types; pgx goes by the types that it remembers"

// differsIn accepts another end of a line that starts in some way.
func differsIn(start, pgx, ours string) difference { return instead(start+pgx, start+ours) }

// TestTypesChange changes tables behind the back of statements that have run, by
// the driver and past it.
func TestTypesChange(t *testing.T) {
	compareBehaviours(t, []behaviour{
		{name: "by the connector", do: func(ctx context.Context, r *transcript, w way) {
			r.exec(ctx, w.db, "insert into thing (id, name) values ($1, $2)", 1, "1")
			r.exec(ctx, w.db, "alter table thing alter name type int using name::int")
			r.exec(ctx, w.db, "insert into thing (id, name) values ($1, $2)", 2, 2)
		}, differs: differsIn("insert into thing (id, name) values ($1, $2): ", "without SQLSTATE", "1 rows, <nil>"), why: staleTypes, modes: "describe"},
		{name: "by somebody else", do: func(ctx context.Context, r *transcript, w way) {
			r.exec(ctx, w.db, "insert into thing (id, name) values ($1, $2)", 1, "1")
			if _, err := cluster.Native.ExecContext(ctx, "alter table thing alter name type int using name::int"); err != nil {
				r.err("alter", err)
			}
			w.forget()
			r.exec(ctx, w.db, "insert into thing (id, name) values ($1, $2)", 2, "2")
			r.exec(ctx, w.db, "insert into thing (id, name) values ($1, $2)", 3, 3)
			r.query(ctx, w, w.db, "select * from thing order by id")
		}, differs: func(_, ours string) bool { return strings.Contains(ours, ": 42804\n") }, why: notAssigned, modes: "exec"},
		{name: "a temporary table", do: func(ctx context.Context, r *transcript, w way) {
			r.exec(ctx, w.db, "update thing set name = $1", "a")
			tx, err := w.db.BeginTx(ctx, nil)
			if err != nil {
				r.err("begin", err)
				return
			}
			r.exec(ctx, tx, "create temp table thing (name int)")
			r.exec(ctx, tx, "insert into thing (name) values ($1)", 1)
			r.exec(ctx, tx, "update thing set name = $1", 2)
			r.err("rollback", tx.Rollback())
			r.exec(ctx, w.db, "update thing set name = $1", "b")
		}, differs: differsIn("update thing set name = $1: ", "without SQLSTATE", "1 rows, <nil>"), why: staleTypes, modes: "describe"},
	})
}

// TestCalls counts the requests that asking for types costs.
func TestCalls(t *testing.T) {
	create(t, "table counted (n int, t text)")
	transport := &counter{base: http.DefaultTransport}
	config := cluster.Config()
	config.AWSConfig.HTTPClient = &http.Client{Transport: transport}
	db, err := testcluster.Open(config)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	expect := func(what string, want int64, do func() error) {
		t.Helper()
		before := transport.requests.Load()
		if err := do(); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if got := transport.requests.Load() - before; got != want {
			t.Errorf("%s: got %d requests, want %d", what, got, want)
		}
	}
	insert := func(x execer, query string) func() error {
		return func() error { _, err := x.ExecContext(t.Context(), query, 1); return err }
	}
	expect("first time", 2, insert(db, "insert into counted (n) values ($1)"))
	expect("second time", 1, insert(db, "insert into counted (n) values ($1)"))
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	expect("known, in a transaction", 1, insert(tx, "insert into counted (n) values ($1)"))
	expect("first time in a transaction", 3, insert(tx, "update counted set n = $1"))
	expect("second time in a transaction", 1, insert(tx, "update counted set n = $1"))
	expect("commit", 1, tx.Commit)
	expect("known from a transaction", 1, insert(db, "update counted set n = $1"))
	expect("no arguments", 1, func() error { _, err := db.Exec("delete from counted where n = 5"); return err })
	long := "insert into counted (n, t) values ($1, '" + strings.Repeat("''", 20_000) + "')"
	expect("a long text", 5, insert(db, long))
	expect("a long text again", 1, insert(db, long))
}

// counter counts requests.
type counter struct {
	base     http.RoundTripper
	requests atomic.Int64
}

func (c *counter) RoundTrip(r *http.Request) (*http.Response, error) {
	c.requests.Add(1)
	return c.base.RoundTrip(r)
}

// typedValues are arguments for types that the table of arguments does not have.
var typedValues = []struct {
	expr   string
	values []any
}{
	{"posint", args(1, "2", -1)},
	{"email", args("a@b", "a", []byte("a@b"))},
	{"pair", args("(1,x)")},
	{"citext", args("A", []byte("a"))},
	{"hstore", args(`"a"=>"1"`)},
	{"ltree", args("a.b")},
	{"cidr", args("10.0.0.0/8", net.IPNet{IP: net.IPv4(10, 0, 0, 0).To4(), Mask: net.CIDRMask(8, 32)})},
	{"macaddr", args("08:00:2b:01:02:03", net.HardwareAddr{8, 0, 0x2b, 1, 2, 3})},
	{"bit(3)", args("101", "1")},
	{"varbit", args("10101")},
	{"\"char\"", args("a")},
	{"name", args("a")},
	{"oid", args(1, uint32(1<<32-1), "5", -1)},
	{"xml", args("<a/>", []byte("<b/>"))},
	{"money", args("1.5")},
	{"timetz", args("13:14:15+02")},
	{"point", args("(1,2)")},
	{"box", args("(1,1),(0,0)")},
	{"tsvector", args("a b")},
	{"tsquery", args("a & b")},
	{"jsonpath", args("$.a")},
	{"regclass", args("pg_class")},
	{"int4range", args("[1,2)")},
	{"int4multirange", args("{[1,2)}")},
	{"numeric(5,2)", args(1.005, "1.005", big.NewInt(7), 12345, float32(0.1))},
	{"varchar(3)", args("abc", "abcd", "abc ")},
	{"char(3)", args("a", "abcd")},
	{"timestamp(3)", args(time.Date(2024, 2, 29, 13, 14, 15, 123_456_789, time.UTC))},
	{"interval hour to minute", args("1:02:03", time.Hour)},
	{"int2[]", args([]int{1, 2}, []int{1 << 20}, [][]int16{{1}, {2}}, []any{1, "2", nil})},
	{"text[]", args([]*string{nil, &one}, []sql.NullString{{}}, []stringValuer{{"a"}}, [][]string{{"a"}, {"b", "c"}}, []int{})},
	{"uuid[]", args([]uuidValuer{{1}}, [][16]byte{{1}}, []string{"6ba7b810-9dad-11d1-80b4-00c04fd430c8"})},
	{"bytea[]", args([][]byte{{0, 1}, nil, {}})},
	{"jsonb[]", args([]fruit{{1}}, []map[string]any{{"a": 1}}, []string{`{"a":1}`})},
	{"timestamptz[]", args([]time.Time{someday})},
	{"float4[]", args([]float32{0.1, 1e20})},
	{"mood[]", args([]string{"ok", "sad"}, "{ok}")},
	{"bool[]", args([]bool{true}, []string{"yes"})},
	{"numeric[]", args([]float64{0.1, 1e30}, []uint64{1 << 63})},
	{"int4[]", args([2]int{1, 2}, [][]int{}, [][]int{{}}, []int{}, []sql.NullInt64{{Int64: 3, Valid: true}, {}})},
}

var typedDifferences = map[string]exceptions{
	`[]uint8 "<b/>" into xml`:                       {{"exec", anyFailure, "a []byte is a bytea: pass a string"}},
	"[]uint64 [9223372036854775808] into numeric[]": {{"exec", anyFailure, "pass the text of the array: the mode takes no []uint64 with a number beyond int64"}},
}

// TestTypedValues inserts them, and reads them as text. There is a cast in the text
// for modes in which arguments are typed by their Go type.
func TestTypedValues(t *testing.T) {
	counts := newTally(t)
	for i, c := range typedValues {
		table := fmt.Sprintf("typed_%d", i)
		create(t, fmt.Sprintf("table %s (v %s)", table, c.expr))
		for _, v := range c.values {
			what := nameOf(v) + " into " + c.expr
			compareModes(t, counts, what, typedDifferences[what], func(w way) string {
				cast := ""
				if w.db == typedByGo || w.db == pgxModes["exec"] {
					cast = "::" + c.expr
				}
				query := fmt.Sprintf("insert into %s (v) values ($1%s) returning v::text", table, cast)
				return anyError(w.observe(t.Context(), w.db, query, v))
			})
		}
	}
}

// anyError unifies errors: which of driver and server refuses an argument does
// not matter.
func anyError(outcome string) string {
	if isError(outcome) {
		return "error\n"
	}
	return outcome
}
