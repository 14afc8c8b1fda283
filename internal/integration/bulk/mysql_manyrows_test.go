package bulk_test

import (
	"database/sql"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// TestMySQLManyRows inserts rows by one statement, natively and through the driver. The
// results must be the same, unless the text has no room for rows that are given keys.
func TestMySQLManyRows(t *testing.T) {
	tests := []struct {
		name    string
		head    string
		tail    string
		row     func(i int) []any
		rows    int
		refused bool
	}{
		{name: "few", head: "insert into many (k, v) values ", row: func(i int) []any { return []any{i, "x"} }, rows: 3},
		{name: "with keys", head: "insert into many_keys (v) values ", row: func(i int) []any { return []any{i} }, rows: 500},
		{name: "too many", head: "insert into many (k, v) values ", row: func(i int) []any { return []any{i, "é\"\\"} }, rows: 12_000},
		{name: "too many, without names", head: "INSERT many VALUES", row: func(i int) []any { return []any{i, nil} }, rows: 12_000},
		{name: "too many, of another database", head: "insert into `app` . `many` (k, v) values ", row: func(i int) []any { return []any{i, []byte{255, byte(i)}} }, rows: 12_000},
		{name: "too many, upserted", head: "insert into many (k, v) values ", tail: " on duplicate key update v = concat(v, values(v))", row: func(i int) []any { return []any{i % 9_000, "x"} }, rows: 12_000},
		{name: "too many, ignored", head: "insert ignore into many (v, k) values ", row: func(i int) []any { return []any{"x", i % 9_000} }, rows: 12_000},
		{name: "too many, replaced", head: "replace into many (v, k) values ", row: func(i int) []any { return []any{"x", i % 9_000} }, rows: 12_000},
		{name: "too many, with keys of their own", head: "insert into many_keys (`ID`, v) values ", row: func(i int) []any { return []any{i + 1, i} }, rows: 12_000},
		{name: "too many with keys", head: "insert into many_keys (v) values ", row: func(i int) []any { return []any{i} }, rows: 15_000, refused: true},
		{name: "too many with a key", head: "insert into many_keys (id, v) values ", row: func(i int) []any { return []any{i, i} }, rows: 12_000, refused: true},
		{name: "too many into a view", head: "insert into many_view (v) values ", row: func(i int) []any { return []any{i} }, rows: 15_000, refused: true},
		{name: "too many of different types", head: "insert into many (k, v) values ", row: func(i int) []any { return []any{i, []any{i, "x"}[i%2]} }, rows: 12_000, refused: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			clear := func() {
				execOn(t, mySQL, "drop view if exists many_view", "drop table if exists many, many_keys", "create table many (k bigint primary key, v blob)",
					"create table many_keys (id bigint auto_increment primary key, v int)", "create view many_view as select * from many_keys")
			}
			content := func() []string {
				return textsOn(t, mySQL, "select concat_ws(',', k, hex(v)) from many union all select concat_ws(',', id, v) from many_keys order by 1")
			}
			var args []any
			for i := range tt.rows {
				args = append(args, tt.row(i)...)
			}
			row := "(?" + strings.Repeat(", ?", len(tt.row(0))-1) + ")"
			query := tt.head + row + strings.Repeat(","+row, tt.rows-1) + tt.tail
			clear()
			got, err := mySQL.DataAPI.ExecContext(t.Context(), query, args...)
			if tt.refused {
				if !errors.Is(err, auroradataapi.ErrRequestTooLarge) || !strings.Contains(err.Error(), "CopyFrom") || len(content()) > 0 {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			stored := content()
			clear()
			want, err := mySQL.Native.ExecContext(t.Context(), query, args...)
			if err != nil {
				t.Fatal(err)
			}
			for what, number := range map[string]func(sql.Result) (int64, error){
				"key": sql.Result.LastInsertId, "count": sql.Result.RowsAffected,
			} {
				a, _ := number(got)
				if b, _ := number(want); a != b {
					t.Errorf("%s is %d, natively %d", what, a, b)
				}
			}
			if natively := content(); !slices.Equal(stored, natively) {
				t.Errorf("%d rows are there, which are not the %d natively", len(stored), len(natively))
			}
		})
	}
}
