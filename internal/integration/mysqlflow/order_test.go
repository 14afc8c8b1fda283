package mysqlflow

import (
	"database/sql"
	"fmt"
	"slices"
	"testing"
)

// TestOrderOfCastColumns: rows keep the order of their query when columns of it are
// cast, also where the server puts the rows aside on disk, as it does with any TEXT.
func TestOrderOfCastColumns(t *testing.T) {
	native, dataAPI := openForm(t, true, "UTC")
	for _, text := range []string{
		"create table order_digit (d int primary key)",
		"insert into order_digit values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)",
		"create table order_note (id int primary key, note text, flag boolean, bits bit(10), rank_no int)",
		`insert into order_note select 1 + a.d + 10 * b.d + 100 * c.d, repeat('x', (a.d * 977 + b.d * 1531 + c.d * 37) % 900),
			a.d % 3 - 1, a.d, (a.d * 7 + b.d * 3 + c.d) % 50 from order_digit a, order_digit b, order_digit c`,
	} {
		if _, err := native.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	for _, query := range []string{
		"select * from order_note order by id",
		"select * from order_note n order by n.id desc",
		"select note, flag, bits, id from order_note order by 4 desc limit 700",
		"select n.id, n.note, n.flag from order_note n join order_digit d on d.d = n.id % 10 order by n.rank_no % 7, n.id",
		"select id, note, flag from order_note order by rank_no, length(note), id",
		"select * from order_note order by rank_no + 1, id limit 500",
		"select distinct flag, bits from order_note order by bits + 1, flag",
		"(select id, note, flag from order_note where id < 400) union all (select id, note, flag from order_note where id > 600) order by id desc",
		"select id, flag, if(flag, note, null) from order_note order by flag desc, id",
	} {
		for range 2 { // the second time the columns are known
			want, got := listOf(t, native, query), listOf(t, dataAPI, query)
			if !slices.Equal(got, want) {
				t.Errorf("%s: got %d rows, want %d, or in another order", query, len(got), len(want))
			}
		}
	}
}

// listOf returns the rows of a query, each as a text.
func listOf(t *testing.T, db *sql.DB, query string) (list []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	values := make([]any, len(columns))
	for i := range values {
		values[i] = new(any)
	}
	for rows.Next() {
		if err := rows.Scan(values...); err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, v := range values {
			text += fmt.Sprintf("%#v ", *v.(*any))
		}
		list = append(list, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return list
}
