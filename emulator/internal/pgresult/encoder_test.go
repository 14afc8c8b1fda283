package pgresult_test

import (
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator/internal/pgresult"
)

// BenchmarkAddRow adds rows of the types that programs use most, in both
// formats of the answer.
func BenchmarkAddRow(b *testing.B) {
	var fields []pgconn.FieldDescription
	var row [][]byte
	add := func(name string, oid uint32, value string) {
		fields = append(fields, pgconn.FieldDescription{Name: name, DataTypeOID: oid, TypeModifier: -1})
		row = append(row, []byte(value))
	}
	add("id", 20, "1234567")
	add("name", 25, "a name of some length")
	add("amount", 1700, "19.99")
	add("at", 1184, "2026-09-17 17:08:20.855153+00")
	add("tags", 1009, `{red,"dark blue",NULL}`)
	add("document", 3802, `{"a": 1, "b": [true, null]}`)
	columns, err := pgresult.NewCatalog(by(nil), new(pgresult.Facts)).Describe(b.Context(), fields, false, "")
	if err != nil {
		b.Fatal(err)
	}
	for name, options := range map[string]pgresult.Options{"records": {}, "JSON": {JSON: true}} {
		b.Run(name, func(b *testing.B) { benchmarkRows(b, columns, options, row) })
	}
}

// benchmarkRows starts a new result before the last one is full.
func benchmarkRows(b *testing.B, columns *pgresult.Columns, o pgresult.Options, row [][]byte) {
	const rows = 5000
	b.ReportAllocs()
	var encoder *pgresult.Encoder
	for i := 0; b.Loop(); i++ {
		if i%rows == 0 {
			encoder = columns.Encoder(o)
		}
		if err := encoder.AddRow(row); err != nil {
			b.Fatal(err)
		}
	}
}
