package transfer

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/result"
)

func newCSVReader(text string) *csvReader {
	return &csvReader{in: bufio.NewReader(strings.NewReader(text)), delimiter: ',', line: 1}
}

func TestCSVReader(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       [][]field
		lines      []int
		err        string
	}{
		{name: "empty"},
		{name: "one", text: "a", want: [][]field{{{text: "a"}}}, lines: []int{1}},
		{name: "CR LF", text: "a,b\r\nc,\r\n", want: [][]field{{{text: "a"}, {text: "b"}}, {{text: "c"}, {}}}, lines: []int{1, 2}},
		{name: "CR alone", text: "a\rb\n", want: [][]field{{{text: "a\rb"}}}, lines: []int{1}},
		{name: "quotes", text: "\"\",\"a\"\"b\n,c\"\nd,e", want: [][]field{{{quoted: true}, {text: "a\"b\n,c", quoted: true}}, {{text: "d"}, {text: "e"}}}, lines: []int{1, 3}},
		{name: "empty line", text: "\n\na\n", want: [][]field{{{}}, {{}}, {{text: "a"}}}, lines: []int{1, 2, 3}},
		{name: "quote inside", text: `a"b`, err: "a quotation mark in a value"},
		{name: "behind a quote", text: `"a"b`, err: "something stands between"},
		{name: "no end", text: "\"a\nb", err: "the file ends within a value"},
		{name: "not UTF-8", text: "\xff", err: "not UTF-8"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newCSVReader(test.text)
			var got [][]field
			var lines []int
			for {
				record, line, err := r.read()
				if err == io.EOF {
					err = nil
				} else if err == nil {
					got, lines = append(got, record), append(lines, line)
					continue
				}
				if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) {
					t.Errorf("got error %v, want %q", err, test.err)
				}
				break
			}
			if !reflect.DeepEqual(got, test.want) || !reflect.DeepEqual(lines, test.lines) {
				t.Errorf("got %+v in lines %v, want %+v in %v", got, lines, test.want, test.lines)
			}
		})
	}
}

// FuzzCSVReader: what the standard library reads is read alike.
func FuzzCSVReader(f *testing.F) {
	f.Add("a,\"b\"\"\n\"\r\nc,d\n")
	f.Add("\"\",\n")
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "\r") {
			t.Skip("the library takes CR for LF in places")
		}
		theirs := csv.NewReader(strings.NewReader(text))
		theirs.FieldsPerRecord = -1
		want, err := theirs.ReadAll()
		if err != nil {
			return
		}
		ours, got := newCSVReader(text), [][]string(nil)
		for {
			record, _, err := ours.read()
			if err == io.EOF {
				break
			}
			if err == errNotUTF8 {
				return
			}
			if err != nil {
				t.Fatalf("%q: %v", text, err)
			}
			if len(record) == 1 && record[0] == (field{}) {
				continue // an empty line, which is nothing to the library
			}
			var texts []string
			for _, f := range record {
				texts = append(texts, f.text)
			}
			got = append(got, texts)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	})
}

// FuzzCSVRoundTrip: what is written is read, with NULL and the empty text apart.
func FuzzCSVRoundTrip(f *testing.F) {
	f.Add("a", "", `\N`, ",")
	f.Add("\r\n\"", " x ", "", ";")
	f.Fuzz(func(t *testing.T, first, second, null, delimiter string) {
		o := Options{Null: null, Delimiter: []rune(delimiter + ",")[0]}
		text := strings.ToValidUTF8(first+second+null+delimiter, "") == first+second+null+delimiter
		if !text || o.check() != nil || strings.ContainsAny(null, "\"\r\n"+string(o.Delimiter)) {
			t.Skip("no options that can be")
		}
		var out bytes.Buffer
		w, err := result.New(&out, result.Options{Format: CSV, Null: o.Null, Delimiter: o.Delimiter})
		if err != nil {
			t.Fatal(err)
		}
		columns := []result.Column{{Name: "a"}, {Name: "b"}, {Name: "c"}}
		for _, err := range []error{w.Begin(columns), w.Row([]any{first, nil, second}), w.End()} {
			if err != nil {
				t.Fatal(err)
			}
		}
		s := newSource(&out, o)
		if _, err := s.names(); err != nil {
			t.Fatal(err)
		}
		values, _, err := s.row([]column{{Column: columns[0]}, {Column: columns[1]}, {Column: columns[2]}})
		if want := []any{first, nil, second}; err != nil || !reflect.DeepEqual(values, want) {
			t.Errorf("got %q, error %v, want %q", values, err, want)
		}
	})
}

// FuzzJSONLines: a line is read as the values of its columns, or refused.
func FuzzJSONLines(f *testing.F) {
	f.Add([]byte(`{"a": [1, "x\"", null, [2]], "b": null, "c": 1e400}`))
	f.Add([]byte(`{"a":{},"a":1}`))
	f.Add([]byte("[]\n{"))
	f.Fuzz(func(t *testing.T, text []byte) {
		s := newSource(bytes.NewReader(text), Options{Format: JSONLines})
		names, err := s.names()
		if err != nil {
			return
		}
		var columns []column
		for _, name := range names {
			columns = append(columns, column{Column: result.Column{Name: name, TypeName: "_TEXT"}, engine: auroradataapi.EnginePostgreSQL})
		}
		values, line, err := s.row(columns)
		if err == nil && (len(values) != len(columns) || line < 1) {
			t.Errorf("%q: got %q in line %d for %q", text, values, line, names)
		}
	})
}

func TestParseTable(t *testing.T) {
	for _, test := range []struct {
		text              string
		postgresql, mysql Table // nil: an error
	}{
		{"orders", Table{"orders"}, Table{"orders"}},
		{"Shop.Orders", Table{"shop", "orders"}, Table{"Shop", "Orders"}},
		{`"Shop"."a.""b"`, Table{"Shop", `a."b`}, nil},
		{"`a.``b`", nil, Table{"a.`b"}},
		{`"a`, nil, nil}, {`"a"b`, nil, nil}, {"", nil, nil}, {"a.", nil, nil}, {"a b", nil, nil}, {`""`, nil, nil}, {"a;b", nil, nil},
	} {
		for engine, want := range map[auroradataapi.Engine]Table{auroradataapi.EnginePostgreSQL: test.postgresql, auroradataapi.EngineMySQL: test.mysql} {
			got, err := ParseTable(engine, test.text)
			if (err != nil) != (want == nil) || err == nil && !reflect.DeepEqual(got, want) {
				t.Errorf("%s %s: got %q, error %v, want %q", engine, test.text, got, err, want)
			}
		}
	}
}

// FuzzParseTable: a name that is written as SQL reads as itself.
func FuzzParseTable(f *testing.F) {
	f.Add("a", `b".c`, true)
	f.Fuzz(func(t *testing.T, schema, name string, mysql bool) {
		engine := auroradataapi.EnginePostgreSQL
		if mysql {
			engine = auroradataapi.EngineMySQL
		}
		want := Table{schema, name}
		got, err := ParseTable(engine, want.SQL(engine))
		if schema == "" || name == "" {
			return
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %q, error %v", want.SQL(engine), got, err)
		}
	})
}

func TestUnknownColumn(t *testing.T) {
	columns := []result.Column{{Name: "id"}, {Name: "name"}}
	for name, want := range map[string]string{"nmae": `did you mean "name"`, "ID": `did you mean "id"`, "x": `no column "x"`} {
		if _, err := choose(columns, []string{name}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
	}
	if _, err := choose(columns, []string{"id", "id"}); err == nil {
		t.Error("a column twice passes")
	}
}
