package sqltext_test

import (
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// insert has 150 characters.
const insert = `INSERT INTO customers (id, name, email, created_at, active, balance) ` +
	`VALUES ($1, $2, $3, now(), $4, $5::numeric) ON CONFLICT (id) DO NOTHING RETURNING`

func BenchmarkParse(b *testing.B) {
	b.SetBytes(int64(len(insert)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sqltext.Parse(sqltext.PostgreSQL, insert); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRender(b *testing.B) {
	text, err := sqltext.Parse(sqltext.PostgreSQL, insert)
	if err != nil {
		b.Fatal(err)
	}
	names := []string{":p1", ":p2", ":p3", ":p4", ":p5"}
	b.SetBytes(int64(len(insert)))
	b.ReportAllocs()
	for b.Loop() {
		text.Statements()[0].Render(func(p sqltext.Placeholder) (string, bool) { return names[p.Ordinal-1], true })
	}
}

func BenchmarkOriginal(b *testing.B) {
	text, err := sqltext.Parse(sqltext.PostgreSQL, insert)
	if err != nil {
		b.Fatal(err)
	}
	_, positions := text.Statements()[0].Render(func(sqltext.Placeholder) (string, bool) { return ":p1", true })
	b.ReportAllocs()
	for b.Loop() {
		positions.Original(140)
	}
}

// insertMySQL is the same for MySQL, with what it has of its own.
const insertMySQL = "INSERT INTO `customers` (id, name, email, created_at, active, balance) " +
	"VALUES (?, ?, ?, now(), ?, CAST(? AS DECIMAL(20, 4))) ON DUPLICATE KEY UPDATE name = 'it\\'s'"

func BenchmarkParseMySQL(b *testing.B) {
	b.SetBytes(int64(len(insertMySQL)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sqltext.Parse(sqltext.MySQL, insertMySQL); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRenderMySQL(b *testing.B) {
	text, err := sqltext.Parse(sqltext.MySQL, insertMySQL)
	if err != nil {
		b.Fatal(err)
	}
	names := []string{":p1", ":p2", ":p3", ":p4", ":p5"}
	b.SetBytes(int64(len(insertMySQL)))
	b.ReportAllocs()
	for b.Loop() {
		text.Statements()[0].Render(func(p sqltext.Placeholder) (string, bool) { return names[p.Ordinal-1], true })
	}
}
