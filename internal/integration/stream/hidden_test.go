package stream_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// hidden are queries whose effects their texts do not show. They run visit for
// each of 6000 numbers.
var hidden = []struct{ name, query string }{
	{"view", "select * from visitors_all"},
	{"table of a view", "table visitors_all"},
	{"function as a field", "select (visitor).attend, note from (select visitor, repeat('x', 200) as note from visitor) s"},
	{"operator", "select n <~> n, repeat('x', 200) from visitor"},
	{"function with a harmless name", "select sqrt(n::text), repeat('x', 200) from visitor"},
}

const hiddenSchema = `
	drop table if exists visitor cascade;
	drop view if exists visitors_all;
	create table visitor (n int);
	insert into visitor select generate_series(1, 6000);
	create view visitors_all as select visit(n), repeat('x', 200) as note from visitor;
	create or replace function attend(v visitor) returns text language sql as 'select visit(v.n)';
	create or replace function sqrt(n text) returns text language sql as 'select visit(n::int)';
	create or replace function visit_both(int, int) returns text language sql as 'select visit($1)';
	create operator <~> (leftarg = int, rightarg = int, function = visit_both)`

// TestHiddenEffects: such a query runs once each time, and what it has done stays.
// The first time its result cannot be returned.
func TestHiddenEffects(t *testing.T) {
	ctx := within(t)
	resetTables(ctx, t)
	exec(ctx, t, "drop operator if exists <~> (int, int)")
	exec(ctx, t, hiddenSchema)
	for _, h := range hidden {
		t.Run(h.name, func(t *testing.T) {
			db, _ := open(t, nil)
			ran := func(when string, times int) {
				t.Helper()
				var visits, numbers int
				if err := cluster.Native.QueryRowContext(ctx, "select (select count(*) from visits), nextval('visit_numbers')").Scan(&visits, &numbers); err != nil {
					t.Fatal(err)
				}
				if visits != times*6000 || numbers != times*6000+1 {
					t.Errorf("%s: %d visits and number %d", when, visits, numbers)
				}
				exec(ctx, t, "truncate visits; alter sequence visit_numbers restart")
			}
			ran("at the start", 0)
			rows, err := db.QueryContext(ctx, h.query)
			if err == nil {
				rows.Close()
			}
			if !errors.Is(err, auroradataapi.ErrResultTooLarge) || !errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
				t.Errorf("the first time: got %v", err)
			}
			ran("the first time", 1)
			if got := contentOf(ctx, t, db, h.query); got.rows != 6000 {
				t.Errorf("later: got %d rows", got.rows)
			}
			ran("later", 1)
			if result, err := db.ExecContext(ctx, h.query); err != nil {
				t.Error(err)
			} else if n, _ := result.RowsAffected(); n != 6000 {
				t.Errorf("counted: got %d rows", n)
			}
			ran("counted", 1)
			if got := contentOf(ctx, t, db, h.query+" -- always", auroradataapi.StreamingAlways); got.rows != 6000 {
				t.Errorf("read from a cursor at once: got %d rows", got.rows)
			}
			ran("read from a cursor at once", 1)
		})
	}
}

// TestHiddenEffectsOfRefusedTypes: nor does it run twice because the service does not
// return a type.
func TestHiddenEffectsOfRefusedTypes(t *testing.T) {
	ctx := within(t)
	resetTables(ctx, t)
	db, _ := open(t, nil)
	exec(ctx, t, "create or replace view visitors_few as select visit(i), i * interval '1 hour' as span from generate_series(1, 10) i")
	_, err := db.QueryContext(ctx, "select * from visitors_few")
	if !errors.Is(err, auroradataapi.ErrOutcomeUnknown) || !strings.Contains(err.Error(), "span::text") {
		t.Errorf("got %v", err)
	}
	if state := stateOf(ctx, t, cluster.Native); state[2].rows != 10 {
		t.Errorf("%d visits", state[2].rows)
	}
	if got := contentOf(ctx, t, db, "select * from visitors_few"); got.rows != 10 {
		t.Errorf("got %d rows", got.rows)
	}
	if state := stateOf(ctx, t, cluster.Native); state[2].rows != 20 {
		t.Errorf("%d visits", state[2].rows)
	}
}

// TestHiddenEffectsOfLateRows: an effect that a later page has is an error of the
// rows, and nothing has happened.
func TestHiddenEffectsOfLateRows(t *testing.T) {
	ctx := within(t)
	resetTables(ctx, t)
	db, _ := open(t, nil)
	exec(ctx, t, `create or replace view visitors_late as
		select case when i > 5000 then visit(i) end, repeat('x', 1000) as note from generate_series(1, 6000) i`)
	const query = "select * from visitors_late"
	rows, err := db.QueryContext(ctx, query, auroradataapi.StreamingAlways)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
	}
	var e *auroradataapi.Error
	if err := rows.Err(); !errors.As(err, &e) || e.Code != "25006" || e.Hint == "" {
		t.Errorf("got %v", err)
	}
	if state := stateOf(ctx, t, cluster.Native); state[2].rows != 0 {
		t.Errorf("%d visits", state[2].rows)
	}
	if got := contentOf(ctx, t, db, query); got.rows != 6000 {
		t.Errorf("got %d rows", got.rows)
	}
	if state := stateOf(ctx, t, cluster.Native); state[2].rows != 1000 {
		t.Errorf("%d visits", state[2].rows)
	}
}
