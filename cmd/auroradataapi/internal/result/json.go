package result

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strconv"
)

// jsonWriter writes one object per row and line, as the rows come: as an array, or
// as lines alone.
type jsonWriter struct {
	lines   bool
	out     *bufio.Writer
	columns []Column
	keys    []json.RawMessage
	rows    int
}

func newJSONWriter(w io.Writer, lines bool) *jsonWriter {
	return &jsonWriter{out: bufio.NewWriter(w), lines: lines}
}

func (w *jsonWriter) Begin(columns []Column) error {
	w.columns, w.keys = columns, keysOf(columns)
	if w.lines {
		return nil
	}
	return w.out.WriteByte('[')
}

func (w *jsonWriter) Row(values []any) error {
	w.separate()
	w.rows++
	w.out.WriteByte('{')
	for i, v := range values {
		if i > 0 {
			w.out.WriteByte(',')
		}
		w.out.Write(w.keys[i])
		w.out.WriteByte(':')
		w.out.Write(w.columns[i].JSON(v))
	}
	return w.out.WriteByte('}')
}

// separate writes what stands between a row and what is before it. Errors of a
// bufio.Writer stay, and the last call has them.
func (w *jsonWriter) separate() {
	if w.rows > 0 && !w.lines {
		w.out.WriteByte(',')
	}
	if w.rows > 0 || !w.lines {
		w.out.WriteByte('\n')
	}
}

func (w *jsonWriter) End() error {
	if w.rows > 0 {
		w.out.WriteByte('\n')
	}
	if !w.lines {
		w.out.WriteString("]\n")
	}
	return w.out.Flush()
}

// keysOf returns the columns' names as JSON strings. A name that came before
// gets a number behind it, so that no value is lost.
func keysOf(columns []Column) []json.RawMessage {
	taken := make(map[string]bool, len(columns))
	for _, c := range columns {
		taken[c.Name] = true
	}
	seen := make(map[string]bool, len(columns))
	keys := make([]json.RawMessage, len(columns))
	for i, c := range columns {
		key := c.Name
		for n := 2; seen[c.Name] && taken[key]; n++ {
			key = c.Name + "_" + strconv.Itoa(n)
		}
		seen[c.Name], taken[key] = true, true
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
