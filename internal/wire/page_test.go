package wire_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// pageColumns are the columns of page's rows, as the service describes them.
var pageColumns = []string{"int8", "text", "numeric", "timestamptz", "bool"}

// page writes a response of at least size bytes: rows of an int8, a text, a
// numeric, a timestamptz and a bool, each NULL once in sixteen times. The same
// size gives the same bytes.
func page(size int) []byte {
	random := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	b.WriteString(`{"columnMetadata":[`)
	for i, name := range pageColumns {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"arrayBaseColumnType":0,"isAutoIncrement":false,"isCaseSensitive":true,"isCurrency":false,`+
			`"isSigned":false,"label":"c%d","name":"c%d","nullable":1,"precision":2147483647,"scale":0,`+
			`"schemaName":"","tableName":"t","type":12,"typeName":%q}`, i, i, name)
	}
	b.WriteString(`],"numberOfRecordsUpdated":0,"records":[`)
	for n := 0; b.Len() < size; n++ {
		if n > 0 {
			b.WriteByte(',')
		}
		writeRow(&b, random)
	}
	b.WriteString(`]}`)
	return b.Bytes()
}

func writeRow(b *bytes.Buffer, random *rand.Rand) {
	b.WriteByte('[')
	for i := range pageColumns {
		if i > 0 {
			b.WriteByte(',')
		}
		if random.IntN(16) == 0 {
			b.WriteString(`{"isNull":true}`)
			continue
		}
		writeField(b, i, random)
	}
	b.WriteByte(']')
}

func writeField(b *bytes.Buffer, column int, random *rand.Rand) {
	switch pageColumns[column] {
	case "int8":
		fmt.Fprintf(b, `{"longValue":%d}`, random.Int64N(1e12))
	case "text":
		writeText(b, random)
	case "numeric":
		fmt.Fprintf(b, `{"stringValue":"%d.%02d"}`, random.IntN(1e6), random.IntN(100))
	case "timestamptz":
		fmt.Fprintf(b, `{"stringValue":"2026-01-%02d %02d:%02d:%02d.%06d"}`, 1+random.IntN(28), random.IntN(24),
			random.IntN(60), random.IntN(60), random.IntN(1e6))
	case "bool":
		fmt.Fprintf(b, `{"booleanValue":%t}`, random.IntN(2) == 0)
	}
}

// writeText writes a text; one in eight has an escape in it.
func writeText(b *bytes.Buffer, random *rand.Rand) {
	if random.IntN(8) == 0 {
		fmt.Fprintf(b, `{"stringValue":"Zürich, \"%d\""}`, random.IntN(1e6))
		return
	}
	fmt.Fprintf(b, `{"stringValue":"customer %d, Köln"}`, random.IntN(1e6))
}

// decodePage reads all rows of a page and returns their number.
func decodePage(t testing.TB, body []byte, dst []wire.Field) int {
	t.Helper()
	result, err := wire.DecodeExecute(body)
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for {
		more, err := result.NextRow(dst)
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			return rows
		}
		rows++
	}
}
