package wire_test

import (
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

func TestReadAt(t *testing.T) {
	result, err := wire.DecodeExecute([]byte(`{"records":[[{"longValue":1},{"stringValue":"a"}],[{"longValue":2},{"isNull":true}]]}`))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		row, i int
		want   wire.Field // of Kind None: an error
	}{
		{name: "last row", row: 1, i: 0, want: wire.Field{Kind: wire.Long, Long: 2}},
		{name: "first row", row: 0, i: 1, want: wire.Field{Kind: wire.String, Text: "a"}},
		{name: "null", row: 1, i: 1, want: wire.Field{Kind: wire.Null}},
		{name: "no row", row: 2, i: 0},
		{name: "no field", row: 0, i: 2},
		{name: "negative", row: -1, i: 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got wire.Field
			err := result.ReadAt(tt.row, tt.i, &got)
			if (err != nil) != (tt.want.Kind == wire.None) || err == nil && (got.Kind != tt.want.Kind || got.Long != tt.want.Long || got.Text != tt.want.Text) {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
	row := make([]wire.Field, 2)
	if ok, err := result.NextRow(row); !ok || err != nil || row[0].Long != 1 {
		t.Errorf("the rows are not read from the first any more: %v, %v, %v", row, ok, err)
	}
}
