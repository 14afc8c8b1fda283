package bulk_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi"
)

// TestStoresWhatPgxStores inserts each value as pgx does and as CopyFrom does, and
// as a batch that runs in a loop. What is stored, or the SQLSTATE, must be the
// same.
func TestStoresWhatPgxStores(t *testing.T) {
	exec(t,
		`create domain short as varchar(3)`, `create domain document as jsonb`, `create domain numbers as int4[]`,
		`create domain "Odd.Name" as text check (value <> 'bad')`, `create domain required as int4 not null`,
		`create type mood as enum ('sad', 'so so', 'happy')`, `create type pair as (n int4, name text)`,
		`create table reference (id int4)`)
	instant := time.Date(2024, 2, 29, 12, 14, 15, 123456789, time.FixedZone("", 3600))
	tests := []struct {
		name     string
		typeName string
		values   []any
	}{
		{name: "whole numbers", typeName: "int8", values: []any{int64(math.MinInt64), 5, "17", nil, int32(3), "x"}},
		{name: "small numbers", typeName: "int2", values: []any{int64(1), int64(40000), "-3"}},
		{name: "text", typeName: "text", values: []any{"", "NULL", "null", `a"b\c,{}`, "é\n\t\x01", nil, "'; --", " "}},
		{name: "short text", typeName: "varchar(3)", values: []any{"abc", "abcd", "abc  ", "äöü"}},
		{name: "padded text", typeName: "char(3)", values: []any{"a", "abcd", ""}},
		{name: "numeric", typeName: "numeric(10,2)", values: []any{"1.005", 1.25, int64(3), "NaN", "1e9", nil}},
		{name: "any numeric", typeName: "numeric", values: []any{"123456789012345678901234567890.123456789", "Infinity", 0.1, "1e-20"}},
		{name: "floats", typeName: "float8", values: []any{math.NaN(), math.Inf(1), math.Inf(-1), 1e300, math.Copysign(0, -1), 5e-324, "1.5"}},
		{name: "short floats", typeName: "float4", values: []any{float32(0.1), 0.1, 1e300}},
		{name: "bool", typeName: "bool", values: []any{true, false, nil, "yes"}},
		{name: "instants", typeName: "timestamptz", values: []any{instant, "infinity", "-infinity", time.Date(-44, 3, 15, 0, 0, 0, 0, time.UTC), "2024-01-01 00:00:00+09"}},
		{name: "wall clocks", typeName: "timestamp(3)", values: []any{instant, "infinity", "2024-01-01 00:00:00.12345"}},
		{name: "dates", typeName: "date", values: []any{instant, "infinity", "0044-03-15 BC", "2024-13-01"}},
		{name: "intervals", typeName: "interval", values: []any{90 * time.Second, "1 mon 2 days", "-1 year"}},
		{name: "bytes", typeName: "bytea", values: []any{[]byte{0, 1, '\\', 0xff}, []byte{}, []byte(nil), `\xabcd`}},
		{name: "json", typeName: "json", values: []any{`{"a": 1, "a":2}`, "null", nil, `"text"`, json.RawMessage(`[1 , 2]`), map[string]any{"a": []int{1}}, []byte(`1.0000000000000000001`), "{"}},
		{name: "jsonb", typeName: "jsonb", values: []any{`{"b":1,"a":null}`, "null", nil, `"te\"xt"`, 12345678901234567890.0, "12345678901234567890123"}},
		{name: "uuid", typeName: "uuid", values: []any{"6ba7b810-9dad-11d1-80b4-00c04fd430c8", [16]byte{1, 2}, "x"}},
		{name: "arrays", typeName: "int4[]", values: []any{[]int32{1, 2}, []int64{}, []int32(nil), "{1,NULL,3}", [][]int32{{1, 2}, {3, 4}}, "[0:1]={7,8}", "{x}"}},
		{name: "arrays of text", typeName: "text[]", values: []any{[]string{"", "NULL", `a"b\c,{}`, "é"}, `{NULL,"NULL"}`}},
		{name: "arrays of short text", typeName: "varchar(3)[]", values: []any{[]string{"abc"}, []string{"abcd"}}},
		{name: "bits", typeName: "bit(3)", values: []any{"101", "1", "1111"}},
		{name: "varying bits", typeName: "varbit(3)", values: []any{"101", "1", "1111"}},
		{name: "boxes", typeName: "box", values: []any{"(1,2),(3,4)", nil}},
		{name: "points", typeName: "point", values: []any{"(1,2)"}},
		{name: "addresses", typeName: "inet", values: []any{"10.0.0.1/8", "::1"}},
		{name: "money", typeName: "money", values: []any{"12.34", "$1"}},
		{name: "char", typeName: `"char"`, values: []any{"a", "", "é"}},
		{name: "xml", typeName: "xml", values: []any{"<a/>", "<a>"}},
		{name: "regclass", typeName: "regclass", values: []any{"reference", "no_such_table", "1259"}},
		{name: "ranges", typeName: "int4range", values: []any{"[1,5)", "empty"}},
		{name: "search vectors", typeName: "tsvector", values: []any{"a:1 b:2"}},
		{name: "name", typeName: "name", values: []any{"a name"}},
		{name: "enum", typeName: "mood", values: []any{"so so", nil, "angry"}},
		{name: "enums", typeName: "mood[]", values: []any{[]string{"sad", "so so"}, "{happy,NULL}", []string{"angry"}}},
		{name: "composite", typeName: "pair", values: []any{`(1,"a b")`, "(,)", "(1)"}},
		{name: "composites", typeName: "pair[]", values: []any{`{"(1,\"a b\")",NULL}`}},
		{name: "domain over short text", typeName: "short", values: []any{"abc", "abcd", nil}},
		{name: "domain over jsonb", typeName: "document", values: []any{`{"a":1}`, "null", nil}},
		{name: "domain over an array", typeName: "numbers", values: []any{"{1,2}", []int32{1}, nil}},
		{name: "domain with a check", typeName: `"Odd.Name"`, values: []any{"good", "bad"}},
		{name: "domain that is not null", typeName: "required", values: []any{"1", nil}},
		{name: "domains", typeName: "short[]", values: []any{"{abc}", "{abcd}"}},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table := fmt.Sprintf("Exact %d", i)
			exec(t, `create table "`+table+`" ("A column" `+tt.typeName+`)`)
			insert := `insert into "` + table + `" ("A column") values ($1)`
			for _, v := range tt.values {
				want := stored(t, table, func() error {
					_, err := cluster.Native.ExecContext(t.Context(), insert, v)
					return err
				})
				for name, write := range ways {
					got := stored(t, table, func() error {
						n, err := write(t.Context(), table, v)
						if err == nil && n != 1 {
							err = fmt.Errorf("%d rows", n)
						}
						return err
					})
					if got != want {
						t.Errorf("%T %v: %s has stored %s, pgx %s", v, v, name, got, want)
					}
				}
			}
		})
	}
}

// TestArraysWithoutCommas has types whose arrays are written with semicolons.
func TestArraysWithoutCommas(t *testing.T) {
	exec(t, `create domain area as box`, `create domain areas as box[]`, `create table ground (a area, b box, c areas)`)
	rows := rowsOf([]any{"(3,4),(1,2)", "(3,4),(1,2)", "{(3,4),(1,2);(1,1),(0,0)}"}, []any{nil, nil, nil}, []any{"(1,1),(0,0)", "(1,1),(0,0)", "{}"})
	for _, options := range []*auroradataapi.BulkOptions{nil, {Affected: func(int64, int64) {}}} {
		if _, err := auroradataapi.ExecBatch(t.Context(), cluster.DataAPI, `insert into ground values ($1, $2, $3)`, rows, options); err != nil {
			t.Error(err)
		}
	}
	want := []string{`("(3,4),(1,2)","(3,4),(1,2)","{(3,4),(1,2);(1,1),(0,0)}")`, `(,,)`, `("(1,1),(0,0)","(1,1),(0,0)",{})`}
	if got := texts(t, `select ground::text from ground`); !slices.Equal(got, append(want, want...)) {
		t.Errorf("stored %q", got)
	}
}

// ways are the ways to write.
var ways = map[string]func(ctx context.Context, table string, v any) (int64, error){
	"CopyFrom": func(ctx context.Context, table string, v any) (int64, error) {
		return auroradataapi.CopyFrom(ctx, cluster.DataAPI, []string{table}, []string{"A column"}, rowsOf([]any{v}), nil)
	},
	"ExecBatch in a loop": func(ctx context.Context, table string, v any) (int64, error) {
		options := &auroradataapi.BulkOptions{Affected: func(int64, int64) {}}
		return auroradataapi.ExecBatch(ctx, cluster.DataAPI, `insert into "`+table+`" values ($1)`, rowsOf([]any{v}), options)
	},
	"ExecBatch in a dynamic loop": func(ctx context.Context, table string, v any) (int64, error) {
		return auroradataapi.ExecBatch(ctx, cluster.DataAPI, `insert into "`+table+`" values ($1) returning 1+1`, rowsOf([]any{v}), &auroradataapi.BulkOptions{Affected: func(int64, int64) {}})
	},
}

func rowsOf(rows ...[]any) func(func([]any) bool) { return slices.Values(rows) }

// stored returns the text of what an insertion stores, or its SQLSTATE.
func stored(t *testing.T, table string, insert func() error) string {
	t.Helper()
	exec(t, `delete from "`+table+`"`)
	if err := insert(); err != nil {
		var state interface{ SQLState() string }
		if errors.As(err, &state) {
			return "SQLSTATE " + state.SQLState()
		}
		return "an error of the driver"
	}
	return strings.Join(texts(t, `select coalesce('=' || "A column"::text, 'NULL') from "`+table+`"`), " and ")
}
