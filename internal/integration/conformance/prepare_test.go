package conformance_test

import (
	"context"
	"strings"
	"testing"
)

// foundWhenRun accepts a Prepare without an error.
func foundWhenRun(pgx, ours string) bool {
	return !strings.Contains(pgx, ": <nil>\n") && strings.Contains(ours, ": <nil>\n")
}

const foundLater = "what is wrong is found when the statement runs, since the mode makes no call of its own"

func TestPreparing(t *testing.T) {
	compareBehaviours(t, []behaviour{
		{name: "Prepare finds errors", do: prepareFinds, modes: "exec simple", differs: foundWhenRun, why: foundLater},
		{name: "wrong numbers of arguments", do: argumentCounts, modes: "exec simple", why: foundLater,
			differs: func(_, ours string) bool {
				return strings.Count(ours, "prepare fails") == 0 && strings.Count(ours, "prepared") == 20
			}},
		{name: "Prepare, close, run", do: closedStatement},
	})
}

func prepareFinds(ctx context.Context, r *transcript, w way) {
	for _, text := range []string{
		"select nope", "select * from nothing", "insert into thing values (1, 2, 3)", "select nofunc($1)", "select 'x'::int", "select $1::nothing",
		"update thing set nope = $1", "select 1 + 'a'", "insert into thing (id, id) values ($1, $2)", "select sum(id), name from thing",
	} {
		stmt, err := w.db.PrepareContext(ctx, text)
		r.err(text, err)
		if err == nil {
			r.err("close", stmt.Close())
		}
	}
}

// argumentCounts runs statements with too few and too many arguments. Who finds it
// does not matter.
func argumentCounts(ctx context.Context, r *transcript, w way) {
	for _, text := range []string{"select 1", "select $1::int", "select $1::int + $2::int", "select $2::text", "insert into thing (id) values ($1)"} {
		for n := range 4 {
			values := make([]any, n)
			for i := range values {
				values[i] = i
			}
			_, err := w.db.ExecContext(ctx, text, values...)
			r.add("%s with %d: fails %v", text, n, err != nil)
			r.prepared(ctx, w, text, values)
		}
	}
}

func (r *transcript) prepared(ctx context.Context, w way, text string, values []any) {
	stmt, err := w.db.PrepareContext(ctx, text)
	if err != nil {
		r.add("prepare fails")
		return
	}
	defer stmt.Close()
	_, err = stmt.ExecContext(ctx, values...)
	r.add("prepared with %d: fails %v", len(values), err != nil)
}

func closedStatement(ctx context.Context, r *transcript, w way) {
	stmt, err := w.db.PrepareContext(ctx, "select $1::int")
	r.err("prepare", err)
	r.err("close", stmt.Close())
	r.err("close again", stmt.Close())
	_, err = stmt.ExecContext(ctx, 1)
	r.add("%v", err)
}
