package conformance_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi"
)

// errorCase is a statement that fails in the database.
type errorCase struct {
	statement string
	args      []any
	local     bool // the driver finds the error by itself
}

var errorCases = []errorCase{
	{statement: "insert into failing (id, u) values (1, 'b')"},
	{statement: "insert into failing (id, u) values ($1, $2)", args: []any{2, "a"}},
	{statement: "insert into failing (id, n) values (3, null)"},
	{statement: "insert into failing (id, c) values (4, -1)"},
	{statement: "insert into failing (id, r) values (5, 99)"},
	{statement: "delete from failing where id = 1"},
	{statement: "insert into failing (id) values ('abc')"},
	{statement: "insert into failing (id, e) values (6, '[1,5)'), (7, '[2,3)')"},
	{statement: "select * from nothing"},
	{statement: "select nope from failing"},
	{statement: "select failing.nope, $1::text from failing", args: []any{"a"}},
	{statement: "selec 1"},
	{statement: "select 'é' form 1"},
	{statement: "select 1/0"},
	{statement: "select 'x'::int"},
	{statement: "select nofunc()"},
	{statement: "select 99999999999::int"},
	{statement: "select 'a; b: c'::int"},
	{statement: "create table failing (id int)"},
	{statement: "drop table nothing"},
	{statement: "do $$ begin raise exception 'boom' using errcode = 'P0001', detail = 'd', hint = 'h'; end $$"},
	{statement: "do $$ begin raise exception 'no more parts'; end $$"},
	{statement: "do $$ begin perform 1/0; end $$"},
	{statement: "select * from failing where id = 'a' || $1", args: []any{"b"}},
	{statement: "set local statement_timeout = 'x'"},
	{statement: "select current_setting('no.such')"},
	{statement: "alter table failing add primary key (id)"},
	{statement: "insert into failing_view values (1)"},
	{local: true, statement: "select 'foo"},
	{local: true, statement: "select 'é', E'foo\\'\nwhere true"},
	{local: true, statement: "select 'a'\n  'b"},
	{local: true, statement: "select U&'foo"},
	{local: true, statement: "select b'01"},
	{local: true, statement: "select x'0f"},
	{local: true, statement: "select \"foo"},
	{local: true, statement: "select U&\"foo"},
	{local: true, statement: "select $a$ foo $$"},
	{local: true, statement: "select 1 /* one /* two */"},
	{local: true, statement: "select 1; select 'foo"},
	{local: true, statement: "select $1::text, 'foo", args: []any{"bar"}},
}

// TestErrors compares every part of an error that the service's text can carry,
// and the text of the error.
func TestErrors(t *testing.T) {
	createFailing(t)
	counts := newTally(t)
	for _, c := range errorCases {
		t.Run(c.statement, func(t *testing.T) {
			pgx := c.native(t)
			want := pgx.overDataAPI()
			for _, mode := range modes() {
				switch got := c.ours(t, mode); {
				case got != want:
					t.Errorf("%s: got  %+v\nwant %+v", mode.name, got, want)
				case want != pgx:
					counts.in(mode).differs(c.statement, withheldByService, fmt.Sprintf("%+v", pgx), fmt.Sprintf("%+v", got))
				default:
					counts.in(mode).equal(c.statement)
				}
			}
			comparePQ(t, counts, c.statement, nil, func(w way) string { return fmt.Sprintln(c.runOn(t.Context(), w.db)) })
		})
	}
}

// createFailing creates what the cases fail on.
func createFailing(t *testing.T) {
	t.Helper()
	create(t, `table failing (id int primary key, u text unique, n int not null default 1, c int check (c > 0),
		r int references failing (id), e int4range, exclude using gist (e with &&))`)
	create(t, "view failing_view as select count(*) from failing")
	native(t, "insert into failing (id, u) values (1, 'a'), (10, 'j')", "update failing set r = 1 where id = 10")
}

// errorParts is what both kinds of error have.
type errorParts struct {
	Severity, Code, Message, Detail, Hint string
	Position                              int
	Where                                 string
	TableName, ColumnName, ConstraintName string
	Text                                  string
}

// withheldByService is why parts of errors are missing.
const withheldByService = "the service leaves out the detail of a constraint violation, and a table that the message does not name"

// overDataAPI leaves out what the service's text does not have. It gives no
// detail of an integrity violation (cloud-utils/aurora-data-api issue 53), and a
// table only where PostgreSQL's message names it.
func (p errorParts) overDataAPI() errorParts {
	if strings.HasPrefix(p.Code, "23") {
		p.Detail = ""
	}
	if !strings.Contains(p.Message, `"`+p.TableName+`"`) {
		p.TableName = ""
	}
	return p
}

func (c errorCase) native(t *testing.T) errorParts {
	t.Helper()
	err := c.runOn(t.Context(), cluster.Native)
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		t.Fatalf("pgx: got %v, want a PgError", err)
	}
	return errorParts{
		e.Severity, e.Code, e.Message, e.Detail, e.Hint, int(e.Position), e.Where,
		e.TableName, e.ColumnName, e.ConstraintName, e.Error(),
	}
}

func (c errorCase) ours(t *testing.T, mode way) errorParts {
	t.Helper()
	err := c.runOn(t.Context(), mode.db)
	var e *auroradataapi.Error
	if !errors.As(err, &e) {
		t.Fatalf("driver: got %v, want an Error", err)
	}
	if !c.local && (e.Exception != "DatabaseErrorException" || e.HTTPStatus != 400 || e.RequestID == "") {
		t.Errorf("got exception %q, status %d, request id %q", e.Exception, e.HTTPStatus, e.RequestID)
	}
	return errorParts{
		e.Severity, e.Code, e.Message, e.Detail, e.Hint, e.Position, e.Where,
		e.TableName, e.ColumnName, e.ConstraintName, e.Error(),
	}
}

// runOn runs the statement in a transaction, where the driver refuses less.
func (c errorCase) runOn(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	_, err = tx.ExecContext(ctx, c.statement, c.args...)
	return err
}
