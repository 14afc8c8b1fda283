package conformance_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/auroradataapi/auroradataapi"
)

// TestPgxOptions: what pgx takes in front of the arguments does the same here.
func TestPgxOptions(t *testing.T) {
	create(t, "table options (n int4, s text, u uuid)")
	native(t, "insert into options values (1, 'a', '6ba7b810-9dad-11d1-80b4-00c04fd430c8'), (2, 'b', null)")
	cases := []textCase{
		{sql: "select n from options where s = $1", args: args(pgx.QueryExecModeSimpleProtocol, "a")},
		{sql: "select n from options where s = $1", args: args(pgx.QueryExecModeCacheStatement, "a")},
		{sql: "select n from options where s = $1", args: args(pgx.QueryExecModeDescribeExec, "a")},
		{sql: "select n from options where s = $1", args: args(pgx.QueryExecModeExec, "a")},
		{sql: "select n from options where u = $1", args: args(pgx.QueryExecModeExec, "6ba7b810-9dad-11d1-80b4-00c04fd430c8")},
		{sql: "select count(*) from options", args: args(pgx.QueryExecModeSimpleProtocol)},
		{sql: "select $1 || $2", args: args(pgx.QueryExecModeSimpleProtocol, 1, true)}, // which cannot be described
		{sql: "select n from options where s = $1", args: args(pgx.QueryExecModeSimpleProtocol)},
		{sql: "select n from options where n = $1", args: args(pgx.QueryResultFormatsByOID{23: 1}, 1)},
		{sql: "select n from options where n = $1", args: args(pgx.QueryResultFormats{0}, pgx.QueryExecModeExec, int32(1))},
		{sql: "select n from options where n = @n and s = @s and n = @n", args: args(pgx.NamedArgs{"n": 1, "s": "a"})},
		{sql: "select n from options where s = @s", args: args(&pgx.NamedArgs{"s": stringValuer{"b"}})},
		{sql: "select '@s', s, \"s\" /* @s */ from options where s = @s -- @s", args: args(pgx.NamedArgs{"s": "a"})},
		{sql: "select n from options where s = @s", args: args(pgx.QueryExecModeSimpleProtocol, pgx.NamedArgs{"s": "a"})},
		{sql: "select n from options where s is not distinct from @nothing::text", args: args(pgx.NamedArgs{})},
		{sql: "select n from options where s = @s", args: args(pgx.StrictNamedArgs{"s": "a"})},
		{sql: "select n from options where s = @s", args: args(pgx.StrictNamedArgs{"s": "a", "n": 1})},
		{sql: "select n from options where s = @s", args: args(pgx.StructArgs(struct {
			S string `db:"s"`
		}{"a"}))},
		{sql: "select n from options where s = @s", args: args(pgx.StructArgs(1))},
		{sql: "select n from options where s = $1", args: args("a", pgx.QueryExecModeExec)}, // is an argument
	}
	counts := newTally(t)
	for i, c := range cases {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			compareModes(t, counts, c.title(), c.exceptions(), func(w way) string { return w.observeInTransaction(t, c) })
		})
	}
}

// TestPgxOptionsExec: the same for statements without rows.
func TestPgxOptionsExec(t *testing.T) {
	compareBehaviours(t, []behaviour{
		{name: "mode", do: func(ctx context.Context, r *transcript, w way) {
			r.exec(ctx, w.db, "insert into thing values ($1, $2)", pgx.QueryExecModeSimpleProtocol, 1, "a")
			r.exec(ctx, w.db, "insert into thing values ($1, $3); insert into thing values ($2, $3 || '2')", pgx.QueryExecModeSimpleProtocol, 2, 3, "b")
			r.exec(ctx, w.db, "insert into thing values ($1, 'x'); insert into thing values ($2, 'y')", pgx.QueryExecModeCacheStatement, 4, 5)
			r.exec(ctx, w.db, "insert into thing values ($1, 'x'); insert into thing values ($1, 'y')", pgx.QueryExecModeSimpleProtocol, 6)
			r.query(ctx, w, w.db, "select id, name from thing order by id", pgx.QueryExecModeSimpleProtocol)
		}},
		{name: "names", do: func(ctx context.Context, r *transcript, w way) {
			r.exec(ctx, w.db, "insert into thing values (@id, @name)", pgx.NamedArgs{"id": 1, "name": "a"})
			r.exec(ctx, w.db, "update thing set name = @name || @name where id = @id", pgx.NamedArgs{"id": 1, "name": "a"})
			r.query(ctx, w, w.db, "select id, name from thing where id = @id", pgx.QueryExecModeSimpleProtocol, pgx.NamedArgs{"id": 1})
		}},
	})
}

// ownRewriter is a QueryRewriter of a program.
type ownRewriter struct{}

func (*ownRewriter) RewriteQuery(_ context.Context, conn *pgx.Conn, sql string, args []any) (string, []any, error) {
	conn.Config() // which fails without a connection
	return sql, args, nil
}

// TestOwnRewriter: there is no connection of pgx to give to it.
func TestOwnRewriter(t *testing.T) {
	_, err := cluster.DataAPI.ExecContext(t.Context(), "select $1", &ownRewriter{}, "a")
	if err == nil || !strings.Contains(err.Error(), "rewrite query: conformance_test.ownRewriter is given a *pgx.Conn") {
		t.Errorf("got %v", err)
	}
	if _, err := cluster.DataAPI.ExecContext(t.Context(), "select @a", pgx.NamedArgs{"a": make(chan int)}); err == nil || !strings.Contains(err.Error(), "bind argument $1") {
		t.Errorf("got %v", err)
	}
}

// TestNilRewriter: it is an argument, since it can rewrite nothing: pgx panics.
func TestNilRewriter(t *testing.T) {
	var isNull bool
	err := cluster.DataAPI.QueryRowContext(t.Context(), "select $1::text is null", (*pgx.NamedArgs)(nil)).Scan(&isNull)
	if err != nil || !isNull {
		t.Errorf("got %v, %v", isNull, err)
	}
}

// TestPgxOptionPrepared: a statement that is prepared has its mode.
func TestPgxOptionPrepared(t *testing.T) {
	s, err := cluster.DataAPI.PrepareContext(t.Context(), "select $1::int")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var n int
	if err := s.QueryRowContext(t.Context(), pgx.QueryExecModeSimpleProtocol, "7").Scan(&n); err != nil || n != 7 {
		t.Errorf("got %d, %v", n, err)
	}
}

// TestSimpleTexts: in mode simple the statements of a text have their arguments
// from one list, as with pgx.
func TestSimpleTexts(t *testing.T) {
	const several = "insert into thing values ($1, $2), ($3, $2 || '!'); update thing set name = $4 where id = $3"
	counts := newTally(t)
	m := simpleMode()
	var seen [2]transcript
	for i, w := range []way{m.pgx, m.ours} {
		native(t, "drop table if exists thing", "create table thing (id int primary key, name text)")
		r := &seen[i]
		r.exec(t.Context(), w.db, several, 1, `it's \ :a $1`, "2", nil)
		r.exec(t.Context(), w.db, several, 3, "a", 1, "c") // a key that is there: nothing is done
		r.exec(t.Context(), w.db, "insert into thing values ($1, 'a'); select $2", 5, 6)
		r.exec(t.Context(), w.db, "insert into thing values ($1, 'a'); select $3", 7, 8, 9)
		r.exec(t.Context(), w.db, "insert into thing values ($1, 'a'); select $2", 10)
		r.query(t.Context(), w, w.db, "select id, name from thing order by id")
	}
	compare(t, counts.in(m.ours), several, seen[0].String(), seen[1].String())
}

// TestManyArguments: as many arguments as PostgreSQL counts, and one more.
func TestManyArguments(t *testing.T) {
	create(t, "table many (n int4)")
	for _, m := range []mode{describeMode(), execMode(), simpleMode()} {
		t.Run(m.ours.name, func(t *testing.T) {
			_, err := m.ours.db.ExecContext(t.Context(), "insert into many values ($1)", make([]any, 65536)...)
			if err == nil || !strings.Contains(err.Error(), "65536 arguments, PostgreSQL takes 65535") {
				t.Errorf("one argument too many: %v", err)
			}
			_, err = m.ours.db.ExecContext(t.Context(), "insert into many values ($65536)", 1)
			if err == nil || !strings.Contains(err.Error(), "at character 26: parameter number too large: the greatest is $65535") {
				t.Errorf("a number too large: %v", err)
			}
			text, values := manyRows(3000)
			if _, err = m.ours.db.ExecContext(t.Context(), text, values...); err != nil {
				t.Errorf("an INSERT of %d rows: %v", len(values), err)
			}
			text, values = manyRows(9000)
			_, err = m.ours.db.ExecContext(t.Context(), text, values...)
			fits := m.ours.name == "describe" // where many rows do not go in the text
			if fits && err != nil || !fits && !errors.Is(err, auroradataapi.ErrRequestTooLarge) {
				t.Errorf("an INSERT of %d characters: %v", len(text), err)
			}
		})
	}
}

// manyRows returns an INSERT of rows of one column.
func manyRows(n int) (text string, values []any) {
	var b strings.Builder
	b.WriteString("insert into many values ")
	for i := range n {
		fmt.Fprintf(&b, "($%d),", i+1)
		values = append(values, i)
	}
	return strings.TrimSuffix(b.String(), ","), values
}
