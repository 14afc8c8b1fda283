package conformance_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/lib/pq"
)

// TestLibPQPrograms does with database/sql what programs do that were written for
// lib/pq, through that and through the driver in its place.
func TestLibPQPrograms(t *testing.T) {
	counts := newTally(t)
	for _, b := range []behaviour{
		{name: "rows affected", do: rowsAffected},
		{name: "last insert id", do: lastInsertID},
		{name: "returning", do: returning},
		{name: "on conflict", do: onConflict},
		{name: "schema statements", do: schemaStatements},
		{name: "query without rows", do: queryWithoutRows},
		{name: "exec of a query", do: execOfQuery},
		{name: "query of a statement without columns", do: queryOfStatement},
		{name: "prepared query", do: preparedQuery},
		{name: "prepared statement in a transaction", do: preparedInTransaction},
		{name: "violations", do: violations},
		{name: "scan into Go types", do: scanIntoTypes},
		{name: "scan into what does not fit", do: scanMismatch},
		{name: "rows closed early", do: rowsClosedEarly},
		{name: "columns of a row with several names", do: columnNames},
		{name: "RawBytes", do: rawBytes},
		{name: "time zone of the session", do: zoneOfSession},
		{name: "array types of lib/pq", do: arraysOfLibPQ},
		{name: "commit of a failed transaction", do: commitFailed},
		{name: "words of errors", do: wordsOfErrors},
		{
			name: "words of an error behind a result", do: wordsBehindResult, differs: instead("exist (42703)", "exist at column 18 (42703)"),
			why: "a text is run to its end before its results are returned: the error is that of the query, and says where in the text it is",
		},
	} {
		t.Run(b.name, func(t *testing.T) {
			comparePQ(t, counts, b.name, exceptions{{b.modes, b.differs, b.why}}, func(w way) string {
				w.forget()
				native(t, "drop table if exists thing", "create table thing (id int primary key, name text unique)")
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				var seen transcript
				b.do(ctx, &seen, w)
				return seen.String()
			})
		})
	}
}

func zoneOfSession(ctx context.Context, r *transcript, w way) {
	conn, err := w.db.Conn(ctx)
	if err != nil {
		r.err("connection", err)
		return
	}
	defer conn.Close()
	const times = `select timestamptz '2024-02-29 13:14:15.5+02', date '2024-02-29', timestamp '2024-02-29 13:14:15', time '13:14:15', timetz '13:14:15+02',
		array[timestamptz '2024-07-01 00:00:00+00', '1850-01-01 00:00:00+00', null], timestamptz '2024-02-29 13:14:15+02'::text, timestamptz 'infinity'`
	for _, set := range []string{
		"set time zone 'America/New_York'", "set timezone = 'Asia/Kolkata'", "select set_config('TimeZone', 'Europe/Berlin', false)", "set time zone 'Etc/UTC'",
	} {
		r.query(ctx, w, conn, set)
		r.query(ctx, w, conn, times)
		r.query(ctx, w, conn, "select $1::timestamptz, $1::timestamp, $1::text", time.Date(2024, 7, 1, 12, 0, 0, 123456789, time.FixedZone("", 3600)))
	}
	r.exec(ctx, conn, "set time zone 'UTC'")
}

func arraysOfLibPQ(ctx context.Context, r *transcript, w way) {
	var texts []string
	var numbers pq.Int64Array
	var floats pq.Float64Array
	var bools pq.BoolArray
	var octets pq.ByteaArray
	r.err("scan", w.db.QueryRowContext(ctx, "select $1::text[], $2::int4[], $3::float8[], $4::bool[], $5::bytea[]",
		pq.Array([]string{"a", `"\`, "", "NULL"}), pq.Array([]int64{1, -2}), pq.Array([]float64{1.5}), pq.Array([]bool{true}), pq.Array([][]byte{{1, 255}}),
	).Scan(pq.Array(&texts), &numbers, &floats, &bools, &octets))
	r.add("%q %v %v %v %v", texts, numbers, floats, bools, octets)
	var when pq.NullTime
	r.err("scan time", w.db.QueryRowContext(ctx, "select $1::timestamptz", pq.NullTime{Valid: true, Time: time.Unix(0, 0)}).Scan(&when))
	r.add("%v", when.Time.UTC())
}

func commitFailed(ctx context.Context, r *transcript, w way) {
	tx, err := w.db.BeginTx(ctx, nil)
	if err != nil {
		r.err("begin", err)
		return
	}
	r.exec(ctx, tx, "select 1/0")
	err = tx.Commit()
	r.add("%v, %v", err, errors.Is(err, pq.ErrInFailedTransaction))
	_, err = w.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelWriteCommitted})
	r.add("refused %v", err != nil)
}

func wordsOfErrors(ctx context.Context, r *transcript, w way) {
	run := func(query string, args ...any) {
		_, err := w.db.ExecContext(ctx, query, args...)
		r.add("exec %s: %v", query, err)
		r.add("query %s: %v", query, w.readAll(ctx, query, args...))
	}
	run("select nothing")
	run("select nothing, $1::text", "a")
	run("select 1,\n\tnothing")
	run("insert into thing values ($1, $2), ($1, $2)", 1, "a")
	run("insert into thing values ($1, $2)", "x", "a")
	run("select 1 / $1::int", 0)
	run("create table thing (id int)")
	_, err := w.db.PrepareContext(ctx, "select é, $1")
	r.add("%v", err)
}

func wordsBehindResult(ctx context.Context, r *transcript, w way) {
	const text = "select 1; select nothing"
	_, err := w.db.ExecContext(ctx, text)
	r.add("exec: %t", err != nil)
	r.add("query: %v", w.readAll(ctx, text))
}

// readAll reads the rows of a query, and returns the error of that or of them.
func (w way) readAll(ctx context.Context, query string, args ...any) error {
	rows, err := w.db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}
