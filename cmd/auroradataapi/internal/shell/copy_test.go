package shell

import (
	"reflect"
	"testing"
)

func TestParseCopy(t *testing.T) {
	tests := []struct {
		name string
		line string
		want copying
	}{
		{"table to", `orders to 'my orders.csv'`, copying{table: "orders", isTo: true, file: "my orders.csv", format: "csv"}},
		{"table from", `shop."My orders" FROM orders.jsonl`, copying{table: `shop."My orders"`, file: "orders.jsonl", format: "jsonl"}},
		{"columns", `orders (id, "Note") from o.csv`, copying{table: "orders", columns: []string{"id", "Note"}, file: "o.csv", format: "csv"}},
		{"columns at once", `orders(id) to o.csv`, copying{table: "orders", columns: []string{"id"}, isTo: true, file: "o.csv", format: "csv"}},
		{"query", `(select (1) as a) to a.txt json`, copying{query: "select (1) as a", isTo: true, file: "a.txt", format: "jsonl"}},
		{"as with psql", `orders to o.csv with (format csv, header)`, copying{table: "orders", isTo: true, file: "o.csv", format: "csv"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parseCopy(tt.line)
			if err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, %v, want %+v", got, err, tt.want)
			}
		})
	}
	for _, line := range []string{"", "orders", "orders to", "orders into x", "(select 1", "(select 1) from x", "orders (a to x", "orders to x binary", "orders to 'x"} {
		if got, err := parseCopy(line); err == nil {
			t.Errorf("%s: got %+v, want an error", line, got)
		}
	}
}
