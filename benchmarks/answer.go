package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
)

// smallAnswer is what the service answers to smallQuery: one row with its
// columns.
func smallAnswer() []byte {
	var b bytes.Buffer
	writeColumns(&b, []string{"int8", "text", "numeric"})
	b.WriteString(`[{"longValue":42},{"stringValue":"customer 42, Köln"},{"stringValue":"1234.56"}]]}`)
	return b.Bytes()
}

// pageColumns are the types of a page's columns.
var pageColumns = []string{"int8", "text", "numeric", "timestamptz", "bool"}

// page is an answer of at least size bytes, and how many rows it has: an int8, a
// text, a numeric, a timestamptz and a bool each, NULL once in sixteen times. The
// same size gives the same bytes.
func page(size int) (body []byte, rows int) {
	random := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	writeColumns(&b, pageColumns)
	for ; b.Len() < size; rows++ {
		if rows > 0 {
			b.WriteByte(',')
		}
		writeRow(&b, random)
	}
	b.WriteString(`]}`)
	return b.Bytes(), rows
}

// writeColumns writes an answer up to its first row.
func writeColumns(b *bytes.Buffer, types []string) {
	b.WriteString(`{"columnMetadata":[`)
	for i, name := range types {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(b, `{"arrayBaseColumnType":0,"isAutoIncrement":false,"isCaseSensitive":true,"isCurrency":false,`+
			`"isSigned":false,"label":"c%d","name":"c%d","nullable":1,"precision":2147483647,"scale":0,`+
			`"schemaName":"","tableName":"customers","type":12,"typeName":%q}`, i, i, name)
	}
	b.WriteString(`],"numberOfRecordsUpdated":0,"records":[`)
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
		writeField(b, pageColumns[i], random)
	}
	b.WriteByte(']')
}

func writeField(b *bytes.Buffer, typeName string, random *rand.Rand) {
	switch typeName {
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
