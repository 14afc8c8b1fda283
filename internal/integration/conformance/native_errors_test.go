package conformance_test

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"reflect"
	"strings"
	"testing"

	pgconnv4 "github.com/jackc/pgconn"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/lib/pq"

	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// moreErrorCases are statements that fail with parts of an error that the service
// does not pass on.
var moreErrorCases = []errorCase{
	{statement: "do $$ begin execute 'selec 1'; end $$"}, // a position in another text
	{statement: "select 0::posint"},                      // a data type
	{statement: "select nope\nfrom failing"},
}

// failure makes a statement fail and returns its error.
type failure struct {
	name string
	fail func(context.Context, *sql.DB) error
}

func failures() []failure {
	list := []failure{
		{"statement timeout", cancelStatement},
		{"commit", failCommit},
	}
	for _, cases := range [][]errorCase{errorCases, moreErrorCases} {
		for _, c := range cases {
			list = append(list, failure{c.statement, c.runOn})
		}
	}
	return list
}

func cancelStatement(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "set local statement_timeout = '50ms'"); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "select pg_sleep(60)")
	return err
}

func failCommit(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "insert into deferring values (1), (1)"); err != nil {
		return err
	}
	return tx.Commit()
}

// TestNativeErrors: errors.As finds the error types of pgx and of lib/pq in the
// driver's errors, filled as those drivers fill them but for what the service does
// not pass on.
func TestNativeErrors(t *testing.T) {
	createFailing(t)
	create(t, "table deferring (id int unique deferrable initially deferred)")
	libpq := openPQ(t)
	held := new(withheld)
	for _, f := range failures() {
		t.Run(f.name, func(t *testing.T) {
			ours := f.fail(t.Context(), cluster.DataAPI)
			pgx := nativeError[*pgconn.PgError](t, f.fail(t.Context(), cluster.Native))
			held.compare(t, nativeError[*pgconn.PgError](t, ours), pgx)
			held.compare(t, nativeError[*pgconnv4.PgError](t, ours), beforeVersion5(pgx))
			held.compare(t, nativeError[*pq.Error](t, ours), nativeError[*pq.Error](t, f.fail(t.Context(), libpq)))
		})
	}
	held.wantAll(t)
}

// openPQ opens the database of the cluster through lib/pq.
func openPQ(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("postgres", cluster.Server.BackendDSN(testcluster.ID))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// parts are the exported fields of an error, and its text as the field "Error()".
type parts map[string]any

// nativeError returns the error of type E that errors.As finds.
func nativeError[E error](t *testing.T, err error) parts {
	t.Helper()
	var e E
	if !errors.As(err, &e) {
		t.Fatalf("got %T %[1]v, want a %T", err, e)
	}
	p := parts{"Error()": e.Error()}
	value := reflect.ValueOf(e).Elem()
	for i := range value.NumField() {
		if field := value.Type().Field(i); field.IsExported() {
			p[field.Name] = value.Field(i).Interface()
		}
	}
	return p
}

// beforeVersion5 leaves out what pgx's errors have had since version 5.
func beforeVersion5(p parts) parts {
	p = maps.Clone(p)
	delete(p, "SeverityUnlocalized")
	return p
}

// withheldParts are the parts of an error for which the service's text has no
// place, and are empty in the driver's.
var withheldParts = []string{
	"SchemaName", "DataTypeName", "InternalPosition", "InternalQuery", "File", "Line", "Routine", // pgx
	"Schema", // lib/pq, where it has another name
}

// withheld remembers which parts the service has withheld.
type withheld struct{ seen map[string]bool }

// compare fails the test unless the parts of the driver's error are those of the
// native one, but for those that are withheld.
func (w *withheld) compare(t *testing.T, ours, native parts) {
	t.Helper()
	want := w.overDataAPI(native)
	for name := range want {
		if ours[name] != want[name] {
			t.Errorf("%s: got %#v, want %#v", name, ours[name], want[name])
		}
	}
	if len(ours) != len(want) {
		t.Errorf("got %d parts, want %d", len(ours), len(want))
	}
}

// overDataAPI empties what the service's text does not have: what withheldParts
// lists, the detail of an integrity violation (cloud-utils/aurora-data-api issue
// 53), a table that PostgreSQL's message does not name, and the column or the line
// at the end of lib/pq's text, which that takes from the statement.
func (w *withheld) overDataAPI(native parts) parts {
	p := maps.Clone(native)
	for _, name := range withheldParts {
		w.empty(p, name)
	}
	code, message := reflect.ValueOf(p["Code"]).String(), p["Message"].(string)
	if strings.HasPrefix(code, "23") {
		w.empty(p, "Detail")
	}
	for _, name := range []string{"TableName", "Table"} {
		if table, ok := p[name].(string); ok && !strings.Contains(message, `"`+table+`"`) {
			w.empty(p, name)
		}
	}
	if text := p["Error()"].(string); strings.HasPrefix(text, "pq: ") {
		p["Error()"] = "pq: " + message + " (" + code + ")"
	}
	return p
}

// empty empties a part, if the error has it.
func (w *withheld) empty(p parts, name string) {
	part := reflect.ValueOf(p[name])
	if !part.IsValid() || part.IsZero() {
		return
	}
	if w.seen == nil {
		w.seen = map[string]bool{}
	}
	w.seen[name] = true
	p[name] = reflect.Zero(part.Type()).Interface()
}

// wantAll fails the test if a part that is listed was empty in all native errors,
// so that nothing is known of it.
func (w *withheld) wantAll(t *testing.T) {
	t.Helper()
	for _, name := range withheldParts {
		if !w.seen[name] {
			t.Errorf("no native error has a part %s", name)
		}
	}
}

// TestNoNativeErrors: what the service or the driver says, and not the database, is
// no error of another driver, which would not have said it.
func TestNoNativeErrors(t *testing.T) {
	for _, statement := range []string{"explain (format xml) select 1", "listen a", "select $1"} {
		_, err := cluster.DataAPI.ExecContext(t.Context(), statement)
		var pgx *pgconn.PgError
		var libpq *pq.Error
		if err == nil || errors.As(err, &pgx) || errors.As(err, &libpq) {
			t.Errorf("%s: got %v as %v, %v", statement, err, pgx, libpq)
		}
	}
}

// TestNativeErrorHelpers: lib/pq's own way to ask for a code.
func TestNativeErrorHelpers(t *testing.T) {
	_, err := cluster.DataAPI.ExecContext(t.Context(), "select 1/0")
	if pq.As(err, "22012") == nil || pq.As(err, "23505") != nil {
		t.Errorf("got %v, %v", pq.As(err, "22012"), pq.As(err, "23505"))
	}
}
