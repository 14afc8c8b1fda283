package conformance_test

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestScanning(t *testing.T) {
	compareBehaviours(t, []behaviour{
		{name: "RawBytes", do: rawBytes},
		{name: "Scan keeps what it has given", do: scanKeeps},
		{name: "Scan of a wrong number of columns", do: scanCount},
	})
}

func rawBytes(ctx context.Context, r *transcript, w way) {
	rows, err := w.db.QueryContext(ctx, `select true, 7, 1.5::float8, 1.50::numeric, 'té', '\x00ff'::bytea, '{"a":1}'::json, date '2024-02-29', '{1,2}'::int[], null
		from generate_series(1, 2)`)
	if err != nil {
		r.err("query", err)
		return
	}
	defer rows.Close()
	for rows.Next() {
		raw := make([]sql.RawBytes, 10)
		pointers := make([]any, len(raw))
		for i := range raw {
			pointers[i] = &raw[i]
		}
		r.err("scan", rows.Scan(pointers...))
		for _, b := range raw {
			r.add("%q %v", b, b == nil)
		}
	}
}

// scanKeeps changes bytes that were scanned, which must change nothing else.
func scanKeeps(ctx context.Context, r *transcript, w way) {
	rows, err := w.db.QueryContext(ctx, "select 'abc'::bytea, 'abc'::bytea, 'def', 'ghi'::json from generate_series(1, 2)")
	if err == nil {
		rows.Close()
	}
	r.err("not JSON", err)
	rows, err = w.db.QueryContext(ctx, "select 'abc'::bytea, 'def', '[1]'::json from generate_series(1, 2)")
	if err != nil {
		r.err("query", err)
		return
	}
	defer rows.Close()
	var kept [][]byte
	for rows.Next() {
		var a, b, c []byte
		var again any
		r.err("scan", rows.Scan(&a, &b, &c))
		a[0], b[0], c[0] = 'x', 'x', 'x'
		r.err("scan again", rows.Scan(&again, &again, &again))
		r.add("%s", again)
		kept = append(kept, a, b, c)
	}
	r.add("%s", kept)
}

func scanCount(ctx context.Context, r *transcript, w way) {
	var a, b int
	for _, query := range []string{"select 1", "select 1, 2", "select 1, 2, 3", "select"} {
		err := w.db.QueryRowContext(ctx, query).Scan(&a, &b)
		r.add("%s: %v", query, err)
	}
}

// scanTargets are what values are scanned into.
func scanTargets() []any {
	return []any{
		new(bool), new(int), new(int8), new(int16), new(int64), new(uint8), new(uint64), new(float32), new(float64), new(string), new([]byte),
		new(sql.RawBytes), new(any), new(time.Time), new(namedString), new(namedInt), new(namedBytes), new(*string), new(*int), new(*time.Time),
		new(sql.NullString), new(sql.NullInt16), new(sql.NullInt64), new(sql.NullByte), new(sql.NullFloat64), new(sql.NullBool), new(sql.NullTime),
		new(sql.Null[string]), new(sql.Null[int64]), new(sql.Null[time.Time]), new(time.Duration), new([]string), new(map[string]any),
	}
}

var scanSources = []string{
	"true", "7::int2", "300::int4", "9007199254740993::int8", "-1::int4", "1.5::float4", "2::float8", "'NaN'::float8", "12.50::numeric", "1e400::numeric",
	"'abc'", "''", "'7'", "'1.5'", "'true'", "'2024-02-29'", `'\x31'::bytea`, `'\x00ff'::bytea`, "'[1]'::jsonb", "'7'::json",
	"date '2024-02-29'", "time '13:14:15'", "timestamp '2024-02-29 13:14:15.123456'", "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid",
	"'{1,2}'::int[]", "'{a,NULL}'::text[]", "'ok'::mood", "'10.1.2.3'::inet", "26::oid", "null", "null::int", "null::timestamp",
}

// TestScan scans each value into each kind of variable, and compares what it then
// has, or the error with its text.
func TestScan(t *testing.T) {
	counts := newTally(t)
	for _, source := range scanSources {
		t.Run(source, func(t *testing.T) {
			see := func(w way) string {
				var b strings.Builder
				for _, target := range scanTargets() {
					fmt.Fprintf(&b, "%T: %s\n", target, w.scan(t.Context(), source, target))
				}
				return b.String()
			}
			compareModes(t, counts, source, nil, see)
			comparePQ(t, counts, source, nil, see)
		})
	}
}

// scan scans a value and shows what the variable has.
func (w way) scan(ctx context.Context, source string, target any) string {
	rows, err := w.db.QueryContext(ctx, "select "+source)
	if err != nil {
		return err.Error()
	}
	defer rows.Close()
	if !rows.Next() {
		return fmt.Sprint("no row, ", rows.Err())
	}
	if err := rows.Scan(target); err != nil {
		return err.Error()
	}
	return held(target)
}

// held shows what a variable has.
func held(target any) string {
	v := reflect.ValueOf(target).Elem()
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	return fmt.Sprintf("%#v", v.Interface())
}
