package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strconv"
)

// jsonWriter writes an array with one object per row and line, as the rows come.
type jsonWriter struct {
	out     *bufio.Writer
	columns []column
	keys    []json.RawMessage
	rows    int
}

func newJSONWriter(w io.Writer) *jsonWriter { return &jsonWriter{out: bufio.NewWriter(w)} }

func (w *jsonWriter) begin(columns []column) error {
	w.columns, w.keys = columns, keysOf(columns)
	return w.out.WriteByte('[')
}

func (w *jsonWriter) row(values []any) error {
	if w.rows > 0 {
		w.out.WriteByte(',')
	}
	w.rows++
	w.out.WriteString("\n{")
	for i, v := range values {
		if i > 0 {
			w.out.WriteByte(',')
		}
		w.out.Write(w.keys[i])
		w.out.WriteByte(':')
		w.out.Write(w.columns[i].json(v))
	}
	return w.out.WriteByte('}')
}

func (w *jsonWriter) end() error {
	if w.rows > 0 {
		w.out.WriteByte('\n')
	}
	w.out.WriteString("]\n")
	return w.out.Flush()
}

// keysOf returns the columns' names as JSON strings. A name that came before
// gets a number behind it, so that no value is lost.
func keysOf(columns []column) []json.RawMessage {
	taken := make(map[string]bool, len(columns))
	for _, c := range columns {
		taken[c.name] = true
	}
	seen := make(map[string]bool, len(columns))
	keys := make([]json.RawMessage, len(columns))
	for i, c := range columns {
		key := c.name
		for n := 2; seen[c.name] && taken[key]; n++ {
			key = c.name + "_" + strconv.Itoa(n)
		}
		seen[c.name], taken[key] = true, true
		keys[i] = stringJSON(key)
	}
	return keys
}

// stringJSON is json.Marshal without its escapes for HTML.
func stringJSON(s string) json.RawMessage {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(s) // a string and a buffer do not fail
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
