package libraries_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/XSAM/otelsql"
	"github.com/lib/pq"
	"github.com/ngrok/sqlmw"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// wrappers open a database of the driver with something around the driver.
var wrappers = map[string]func(t *testing.T, d bothways.Database) (*sql.DB, error){
	"otelsql by name": func(t *testing.T, d bothways.Database) (*sql.DB, error) {
		return otelsql.Open(d.Driver, d.DSN, otelsql.WithSQLCommenter(true), otelsql.WithTextMapPropagator(propagation.TraceContext{}))
	},
	"otelsql by connector": func(t *testing.T, d bothways.Database) (*sql.DB, error) {
		connector, err := d.Connector()
		return otelsql.OpenDB(connector, otelsql.WithSQLCommenter(true), otelsql.WithTextMapPropagator(propagation.TraceContext{})), err
	},
	"sqlmw by name": func(t *testing.T, d bothways.Database) (*sql.DB, error) {
		name := fmt.Sprintf("sqlmw %d", registered.Add(1))
		sql.Register(name, sqlmw.Driver(d.DB.Driver(), sqlmw.NullInterceptor{}))
		return sql.Open(name, d.DSN)
	},
	"sqlmw by connector": func(t *testing.T, d bothways.Database) (*sql.DB, error) {
		// sqlmw has no connector of its own to be called: it asks a driver for one.
		connector, err := sqlmw.Driver(d.DB.Driver(), sqlmw.NullInterceptor{}).(driver.DriverContext).OpenConnector(d.DSN)
		return sql.OpenDB(connector), err
	},
}

var registered atomic.Int64

// observations are what a program sees of a database, in words.
type observations []string

// otelsqlTypes is for the types to scan into, which otelsql passes on of no driver:
// see TestOtelsqlTypes.
var otelsqlTypes = regexp.MustCompile(`\*reflect\.rtype\([^)]*( {}\)|\))`)

// databases is for the names of databases in errors.
var databases = regexp.MustCompile(`'test_\d+`)

func (o *observations) note(what string, values ...any) {
	line := what + ":"
	for _, v := range values {
		line += fmt.Sprintf(" %T(%v)", v, v)
	}
	*o = append(*o, line)
}

// TestWrappers: behind a wrapper everything is as without.
func TestWrappers(t *testing.T) {
	for _, engine := range []auroradataapi.Engine{auroradataapi.EnginePostgreSQL, auroradataapi.EngineMySQL} {
		want := observe(t, bothways.New(t, engine, false), nil)
		for name, open := range wrappers {
			t.Run(engine.String()+"/"+name, func(t *testing.T) {
				t.Parallel()
				got := observe(t, bothways.New(t, engine, false), open)
				if len(got) != len(want) {
					t.Fatalf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
				for i := range got {
					got, want := databases.ReplaceAllString(got[i], "'test"), databases.ReplaceAllString(want[i], "'test")
					if strings.HasPrefix(name, "otelsql") {
						got, want = otelsqlTypes.ReplaceAllString(got, ""), otelsqlTypes.ReplaceAllString(want, "")
					}
					if got != want {
						t.Errorf("got\n%s\nwant\n%s", got, want)
					}
				}
			})
		}
	}
}

// observe does what a driver has optional interfaces for.
func observe(t *testing.T, d bothways.Database, open func(*testing.T, bothways.Database) (*sql.DB, error)) observations {
	t.Helper()
	db := d.DB
	if open != nil {
		var err error
		if db, err = open(t, d); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
	}
	ctx := trace.ContextWithSpanContext(t.Context(), trace.NewSpanContext(trace.SpanContextConfig{TraceID: trace.TraceID{1}, SpanID: trace.SpanID{2}}))
	o := &observations{}
	o.note("ping", db.PingContext(ctx))
	placeholder, types := "?", "n bigint unsigned, d decimal(10,2), t datetime(6), b varbinary(20), s varchar(20) not null, f double"
	if d.IsPostgreSQL() {
		placeholder, types = "$%d", "n numeric(20), d numeric(10,2), t timestamp, b bytea, s varchar(20) not null, f float8, a text[], u uuid"
	}
	exec(t, db, "create table t ("+types+")")
	o.values(ctx, db, placeholder)
	o.columns(ctx, db)
	o.names(ctx, db)
	o.prepared(ctx, db, placeholder)
	o.bulk(ctx, db)
	o.transactions(ctx, db)
	o.session(ctx, db)
	o.results(ctx, db)
	if d.IsPostgreSQL() {
		n, err := copyRows(ctx, db, pq.CopyIn("t", "n", "s"), []any{7, "copied"}, []any{8, "copied"})
		o.note("copy", n, err)
		o.query(ctx, db, "array", "select count(*) from t where s = any($1)", []string{"copied", "a"})
	}
	return *o
}

func (o *observations) exec(ctx context.Context, on auroradataapi.Execer, what, query string, args ...any) {
	result, err := on.ExecContext(ctx, query, args...)
	var n int64
	if err == nil {
		n, err = result.RowsAffected()
	}
	o.note(what, n, err)
}

type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func (o *observations) query(ctx context.Context, on queryer, what, query string, args ...any) {
	rows, err := on.QueryContext(ctx, query, args...)
	if err != nil {
		o.note(what, err)
		return
	}
	defer rows.Close()
	columns, _ := rows.Columns()
	for rows.Next() {
		values, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		err := rows.Scan(targets...)
		o.note(what, append(values, err)...)
	}
	o.note(what, rows.Err(), rows.Close())
}

func (o *observations) values(ctx context.Context, db *sql.DB, placeholder string) {
	list := make([]string, 6)
	for i := range list {
		list[i] = placeholder
		if placeholder != "?" {
			list[i] = fmt.Sprintf(placeholder, i+1)
		}
	}
	insert := "insert into t (n, d, t, b, s, f) values (" + strings.Join(list, ", ") + ")"
	at, text := time.Date(2024, 2, 29, 11, 14, 15, 123456000, time.UTC), "pointed at"
	o.exec(ctx, db, "insert", insert, uint64(math.MaxUint64), "1.50", at, []byte{1, 0xff}, &text, float32(1.5))
	o.exec(ctx, db, "insert", insert, nil, nil, sql.NullTime{}, []byte(nil), color("red"), math.Pi)
	o.exec(ctx, db, "a value too few", insert, 1)
	o.exec(ctx, db, "no value of it", insert, 1, 1, at, []byte{}, nil, 1.5)
	o.exec(ctx, db, "a type too many", insert, struct{}{}, 1, at, []byte{}, "", 1.5)
	o.query(ctx, db, "values", "select n, d, t, b, s, f from t order by s desc")
	o.query(ctx, db, "a row too long", "select repeat('x', 100) from t where s = 'none'")
	o.query(ctx, db, "an error", "select nothing from t")
}

func (o *observations) columns(ctx context.Context, db *sql.DB) {
	rows, err := db.QueryContext(ctx, "select * from t where n = 0")
	if err != nil {
		o.note("columns", err)
		return
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	for _, c := range types {
		length, hasLength := c.Length()
		precision, scale, isDecimal := c.DecimalSize()
		nullable, isKnown := c.Nullable()
		o.note(c.Name(), c.DatabaseTypeName(), c.ScanType(), length, hasLength, precision, scale, isDecimal, nullable, isKnown)
	}
	o.note("columns", err, rows.Next(), rows.Close())
}

func (o *observations) names(ctx context.Context, db *sql.DB) {
	o.exec(ctx, db, "named", "insert into t (n, s) values (:n, :s)", sql.Named("s", "named"), sql.Named("n", 3))
	o.query(ctx, db, "named", "select n, s from t where n = :n and s <> :s", sql.Named("n", 3), sql.Named("s", ""))
	o.exec(ctx, db, "not named", "insert into t (n, s) values (:n, :s)", 1, 2)
}

func (o *observations) prepared(ctx context.Context, db *sql.DB, placeholder string) {
	if placeholder != "?" {
		placeholder = "$1"
	}
	stmt, err := db.PrepareContext(ctx, "select n, s, d from t where n = "+placeholder)
	if err != nil {
		o.note("prepare", err)
		return
	}
	defer stmt.Close()
	for _, args := range [][]any{{3}, {"3"}, {}, {sql.NullInt64{}}} {
		rows, err := stmt.QueryContext(ctx, args...)
		if err != nil {
			o.note("prepared", err)
			continue
		}
		for rows.Next() {
			var n, d sql.NullInt64
			var s any
			o.note("prepared", rows.Scan(&n, &s, &d), n, s, d)
		}
		o.note("prepared", rows.Close())
	}
	_, err = db.PrepareContext(ctx, "select nothing from nowhere")
	o.note("prepare nothing", err)
}

func (o *observations) bulk(ctx context.Context, db *sql.DB) {
	rows := slices.Values([][]any{{100, "a"}, {101, "b"}, {102, "c"}})
	n, err := auroradataapi.CopyFrom(ctx, db, []string{"t"}, []string{"n", "s"}, rows, nil)
	o.note("copy into the pool", n, err)
	conn, err := db.Conn(ctx)
	if err != nil {
		o.note("connection", err)
		return
	}
	defer conn.Close()
	n, err = auroradataapi.CopyFrom(ctx, conn, []string{"t"}, []string{"n", "s"}, rows, nil)
	o.note("copy on a connection", n, err)
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		o.note("begin", err)
		return
	}
	n, err = auroradataapi.CopyFrom(ctx, tx, []string{"t"}, []string{"n", "s"}, rows, nil)
	o.note("copy in a transaction", n, err, tx.Rollback())
	o.note("raw", conn.Raw(func(raw any) error {
		_, ok := raw.(driver.ExecerContext)
		return map[bool]error{false: errors.New("no ExecerContext")}[ok]
	}))
	o.query(ctx, conn, "copied", "select count(*) from t where n >= 100")
}

func (o *observations) transactions(ctx context.Context, db *sql.DB) {
	o.note("run", auroradataapi.RunTx(ctx, db, nil, func(tx *sql.Tx) error {
		o.exec(ctx, tx, "in a transaction", "update t set f = 1 where n = 3")
		return nil
	}))
	tx, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable, ReadOnly: true})
	if err != nil {
		o.note("begin", err)
		return
	}
	_, err = tx.ExecContext(ctx, "update t set f = 2 where n = 3")
	var e *auroradataapi.Error
	o.note("write in a transaction that only reads", errors.As(err, &e), e != nil && (e.Code == "25006"), tx.Rollback())
	_, err = db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelLinearizable})
	o.note("no such level", err)
}

// session leaves a transaction behind on a connection that the pool gets back.
func (o *observations) session(ctx context.Context, db *sql.DB) {
	conn, err := db.Conn(ctx)
	if err != nil {
		o.note("connection", err)
		return
	}
	o.exec(ctx, conn, "begin", "begin")
	o.exec(ctx, conn, "left behind", "delete from t")
	conn.Close()
	o.query(ctx, db, "what is there", "select count(*) > 0 from t")
}

func (o *observations) results(ctx context.Context, db *sql.DB) {
	rows, err := db.QueryContext(ctx, "select 1; select 'a', 'b'")
	if err != nil {
		o.note("results", err)
		return
	}
	defer rows.Close()
	for more := true; more; more = rows.NextResultSet() {
		columns, err := rows.Columns()
		o.note("result", len(columns), err, rows.Next())
	}
	large := "with recursive n (n) as (select 1 union all select n + 1 from n where n < 900) select repeat('x', 4000) from n"
	rows, err = db.QueryContext(ctx, large)
	if err != nil {
		o.note("large", err)
		return
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		n++
	}
	o.note("large", n, rows.Err())
}

// TestOtelsqlTypes: what otelsql does not pass on it does not of a native driver.
func TestOtelsqlTypes(t *testing.T) {
	bothways.Run(t, func(t *testing.T, d bothways.Database) {
		db, err := otelsql.Open(d.Driver, d.DSN)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		rows, err := db.QueryContext(t.Context(), "select 1")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		if types, err := rows.ColumnTypes(); err != nil || types[0].ScanType() != reflect.TypeFor[any]() {
			t.Errorf("otelsql passes types on by now: %v, %v", types[0].ScanType(), err)
		}
	})
}

// TestCommenter: what otelsql writes behind statements reaches the database, and costs
// no calls.
func TestCommenter(t *testing.T) {
	d := bothways.New(t, auroradataapi.EnginePostgreSQL, false)
	connector, err := d.Connector()
	if err != nil {
		t.Fatal(err)
	}
	db := otelsql.OpenDB(connector, otelsql.WithSQLCommenter(true), otelsql.WithTextMapPropagator(propagation.TraceContext{}))
	t.Cleanup(func() { db.Close() })
	calls := d.Calls(func() {
		for i := range 10 {
			id := trace.TraceID{byte(i + 1)}
			ctx := trace.ContextWithSpanContext(t.Context(), trace.NewSpanContext(trace.SpanContextConfig{TraceID: id, SpanID: trace.SpanID{2}}))
			var query string
			if err := db.QueryRowContext(ctx, "select query from pg_stat_activity where pid = pg_backend_pid() and query <> $1", "").Scan(&query); err != nil || !strings.Contains(query, "traceparent='00-"+id.String()) {
				t.Errorf("the database has %q, %v", query, err)
			}
		}
	})
	if calls != 11 {
		t.Errorf("%d calls, want one for each query and one for the types", calls)
	}
}
