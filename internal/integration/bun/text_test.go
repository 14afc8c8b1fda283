package bun_test

import (
	"testing"

	"github.com/uptrace/bun"
)

// texts have in them what a placeholder, an escape or the end of a literal could be
// taken for: Bun writes values into the SQL text, on MySQL with backslashes.
var texts = []string{
	":name", "a:b", "::text", "?", "??", "$1", "'", "''", `\`, `\\`, `\'`, `'\`, `\':name`, `\:name`, `"`, "`", "--", "/* :x */", "#",
	";", "$$:a$$", "%_", "\n\r\t", "\x1a", "e'\\'", "naïve 😀 :smile:", "12:34:56", `{"a":":b","c":"\\"}`, "",
}

// TestTexts writes texts and reads them, in the text of a statement and in a table.
func TestTexts(t *testing.T) {
	type line struct {
		ID   int    `bun:",pk"`
		Text string `bun:"type:text"`
	}
	run(t, func(t *testing.T, d database) {
		ctx := t.Context()
		d.create(t, (*line)(nil))
		var lines []line
		for i, text := range texts {
			lines = append(lines, line{i, text})
		}
		d.insert(t, &lines)
		var got []line
		must(t, d.bun.NewSelect().Model(&got).Order("id").Scan(ctx))
		equal(t, got, lines)
		for _, text := range texts {
			var same string
			must(t, d.bun.NewSelect().ColumnExpr("?", text).Scan(ctx, &same))
			equal(t, same, text)
			n, err := d.bun.NewSelect().Model((*line)(nil)).Where("? = ?", bun.Ident("text"), text).Count(ctx)
			must(t, err)
			if n != 1 {
				t.Errorf("%d lines are %q", n, text)
			}
		}
	})
}

// TestOctets has each byte in binary data.
func TestOctets(t *testing.T) {
	type blob struct {
		ID   int `bun:",pk"`
		Data []byte
	}
	run(t, func(t *testing.T, d database) {
		d.create(t, (*blob)(nil))
		data := make([]byte, 256)
		for i := range data {
			data[i] = byte(i)
		}
		d.insert(t, &blob{1, data})
		var got blob
		must(t, d.bun.NewSelect().Model(&got).Where("id = 1").Scan(t.Context()))
		equal(t, got.Data, data)
	})
}
