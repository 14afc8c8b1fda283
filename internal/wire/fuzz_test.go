package wire_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// FuzzDecodeExecute holds the decoder against encoding/json: it accepts nothing
// that is not JSON, and what it accepts has the values that encoding/json finds.
func FuzzDecodeExecute(f *testing.F) {
	f.Add(page(1))
	f.Fuzz(func(t *testing.T, body []byte) {
		result, err := wire.DecodeExecute(body)
		if err != nil {
			checkErrorType(t, err, len(body))
			return
		}
		if !json.Valid(body) {
			t.Fatal("accepted what is not JSON")
		}
		want := reference(t, body)
		if result.RecordsUpdated != want.updated || result.HasRecords != want.hasRecords || result.RecordCount != len(want.records) {
			t.Fatalf("got %d, %t, %d; want %d, %t, %d", result.RecordsUpdated, result.HasRecords, result.RecordCount,
				want.updated, want.hasRecords, len(want.records))
		}
		if least := referenceSize(want.records); result.Size() < least {
			t.Fatalf("got size %d, want at least %d", result.Size(), least)
		}
		for _, record := range want.records {
			if !compareRow(t, result, record) {
				return
			}
		}
		if more, err := result.NextRow(nil); more || err != nil {
			t.Fatalf("behind the last row: %t, %v", more, err)
		}
	})
}

// compareRow reads the next row and reports whether there is a next one.
func compareRow(t *testing.T, result *wire.Result, record []json.RawMessage) bool {
	t.Helper()
	dst := make([]wire.Field, len(record))
	more, err := result.NextRow(dst)
	if err != nil {
		checkErrorType(t, err, math.MaxInt)
		for _, field := range record {
			if _, ok := referenceField(field); !ok {
				return false
			}
		}
		t.Fatalf("refused a good row %s: %v", record, err)
	}
	if !more {
		t.Fatal("no row")
	}
	for i := range dst {
		want, ok := referenceField(record[i])
		got, err := read(&dst[i])
		if err != nil && !ok {
			continue // an array's elements are looked at when they are read
		}
		if err != nil || !ok || !sameElement(got, want) {
			t.Fatalf("field %s\ngot  %+v, %v\nwant %+v, %t", record[i], got, err, want, ok)
		}
	}
	return true
}

// referenceSize is what rows have at least by the service's rule: that of their
// texts.
func referenceSize(records [][]json.RawMessage) int {
	size := 0
	for _, record := range records {
		size += 2 + 4*len(record)
		for _, field := range record {
			if e, ok := referenceField(field); ok {
				size += len(e.Text)
			}
		}
	}
	return size
}

func checkErrorType(t *testing.T, err error, most int) {
	t.Helper()
	var malformed *wire.MalformedError
	if !errors.As(err, &malformed) || malformed.Offset < 0 || malformed.Offset > most {
		t.Fatalf("got error %#v", err)
	}
}

// referenceResult is a response as encoding/json reads it.
type referenceResult struct {
	updated    int64
	hasRecords bool
	records    [][]json.RawMessage
}

func reference(t *testing.T, body []byte) referenceResult {
	t.Helper()
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		t.Fatal(err)
	}
	var r referenceResult
	if raw, ok := members["numberOfRecordsUpdated"]; ok {
		if err := json.Unmarshal(raw, &r.updated); err != nil {
			t.Fatal(err)
		}
	}
	if raw, ok := members["records"]; ok && string(raw) != "null" {
		r.hasRecords = true
		if err := json.Unmarshal(raw, &r.records); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// member is a member of a JSON object. Objects here may have a name twice.
type member struct {
	name  string
	value json.RawMessage
}

// members returns the members of an object that are not null and that a union
// knows.
func members(raw json.RawMessage, known string) (list []member, ok bool) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return nil, false
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, false
		}
		m := member{name: name.(string)}
		if err := decoder.Decode(&m.value); err != nil {
			return nil, false
		}
		if string(m.value) != "null" && strings.Contains(known, " "+m.name+" ") && !strings.Contains(m.name, " ") {
			list = append(list, m)
		}
	}
	return list, true
}

// referenceField reads a field with encoding/json. ok is false if it is not one.
func referenceField(raw json.RawMessage) (element, bool) {
	list, ok := members(raw, " isNull booleanValue longValue doubleValue stringValue blobValue arrayValue ")
	if !ok {
		return element{}, false
	}
	var found []member
	for _, m := range list {
		if m.name != "isNull" || string(m.value) != "false" {
			found = append(found, m)
		}
	}
	if len(found) != 1 {
		return element{}, false
	}
	return referenceValue(found[0].name, found[0].value)
}

func referenceValue(name string, raw json.RawMessage) (e element, ok bool) {
	var err error
	switch name {
	case "isNull":
		var null bool
		err = json.Unmarshal(raw, &null)
		e.Kind = wire.Null
	case "booleanValue":
		e.Kind = wire.Bool
		err = json.Unmarshal(raw, &e.Bool)
	case "longValue":
		e.Kind = wire.Long
		err = json.Unmarshal(raw, &e.Long)
	case "doubleValue":
		e.Kind = wire.Double
		e.Double, err = referenceDouble(raw)
	case "stringValue":
		e.Kind = wire.String
		err = json.Unmarshal(raw, &e.Text)
	case "blobValue":
		e.Kind = wire.Blob
		if raw[0] != '"' {
			return e, false
		}
		err = json.Unmarshal(raw, &e.Blob)
	case "arrayValue":
		return referenceArray(raw)
	}
	return e, err == nil
}

func referenceDouble(raw json.RawMessage) (f float64, err error) {
	if raw[0] != '"' {
		err = json.Unmarshal(raw, &f)
		return f, err
	}
	var word string
	if err := json.Unmarshal(raw, &word); err != nil {
		return 0, err
	}
	switch {
	case strings.EqualFold(word, "NaN"):
		return math.NaN(), nil
	case strings.EqualFold(word, "Infinity"):
		return math.Inf(1), nil
	case strings.EqualFold(word, "-Infinity"):
		return math.Inf(-1), nil
	}
	return 0, errors.New("no number")
}

func referenceArray(raw json.RawMessage) (element, bool) {
	list, ok := members(raw, " booleanValues longValues doubleValues stringValues arrayValues ")
	if !ok || len(list) != 1 {
		return element{}, false
	}
	var elements []json.RawMessage
	if json.Unmarshal(list[0].value, &elements) != nil {
		return element{}, false
	}
	name := strings.TrimSuffix(list[0].name, "s")
	e := element{Kind: wire.Array, Of: kinds[name]}
	for _, raw := range elements {
		inner := element{Kind: wire.Null}
		if string(raw) != "null" {
			if inner, ok = referenceValue(name, raw); !ok {
				return element{}, false
			}
		}
		e.Elements = append(e.Elements, inner)
	}
	return e, true
}

var kinds = map[string]wire.Kind{
	"booleanValue": wire.Bool,
	"longValue":    wire.Long,
	"doubleValue":  wire.Double,
	"stringValue":  wire.String,
	"arrayValue":   wire.Array,
}

// sameElement compares elements; every NaN is the same.
func sameElement(a, b element) bool {
	if math.Float64bits(a.Double) != math.Float64bits(b.Double) || len(a.Elements) != len(b.Elements) {
		return false
	}
	for i := range a.Elements {
		if !sameElement(a.Elements[i], b.Elements[i]) {
			return false
		}
	}
	a.Double, b.Double, a.Elements, b.Elements = 0, 0, nil, nil
	return reflect.DeepEqual(a, b)
}

// FuzzAppendJSON reads requests back, with encoding/json and as a field of a
// result.
func FuzzAppendJSON(f *testing.F) {
	f.Add("SELECT :p", "p", "text", "UUID", []byte("blob"), int64(1), 1.5, true, uint8(wire.String))
	f.Fuzz(func(t *testing.T, sql, name, text, hint string, blob []byte, long int64, double float64, flag bool, kind uint8) {
		p := wire.Parameter{
			Name: name, Kind: wire.Kind(kind), Bool: flag, Long: long, Double: double, Text: text, Blob: blob, Hint: hint,
		}
		request := wire.ExecuteRequest{SQL: sql, Parameters: []wire.Parameter{p}, ContinueAfterTimeout: flag}
		body, err := request.AppendJSON(nil)
		if err != nil {
			checkRefusal(t, err, sql, p)
			return
		}
		var got struct {
			SQL                  string
			ContinueAfterTimeout bool
			Parameters           []struct {
				Name, TypeHint string
				Value          json.RawMessage
			}
		}
		if err := json.Unmarshal(body, &got); err != nil {
			t.Fatalf("%v: %s", err, body)
		}
		if got.SQL != sql || got.ContinueAfterTimeout != flag || got.Parameters[0].Name != name || got.Parameters[0].TypeHint != hint {
			t.Fatalf("got %+v", got)
		}
		checkParameter(t, p, got.Parameters[0].Value)
	})
}

// checkRefusal checks that a request was refused for a reason.
func checkRefusal(t *testing.T, err error, sql string, p wire.Parameter) {
	t.Helper()
	valid := utf8.ValidString(sql) && utf8.ValidString(p.Name) && utf8.ValidString(p.Hint) &&
		(p.Kind != wire.String || utf8.ValidString(p.Text))
	sendable := p.Kind != wire.None && p.Kind < wire.Array
	if valid && sendable || sendable && !errors.Is(err, wire.ErrInvalidUTF8) {
		t.Fatalf("refused %+v: %v", p, err)
	}
}

// checkParameter checks the value that was sent for a parameter.
func checkParameter(t *testing.T, p wire.Parameter, value json.RawMessage) {
	t.Helper()
	want := element{Kind: p.Kind}
	switch p.Kind {
	case wire.Bool:
		want.Bool = p.Bool
	case wire.Long:
		want.Long = p.Long
	case wire.Double:
		want.Double = p.Double
	case wire.String:
		want.Text = p.Text
	case wire.Blob:
		want.Blob = append([]byte{}, p.Blob...)
	}
	if math.IsNaN(want.Double) {
		want.Double = math.NaN() // a NaN's payload is not sent
	}
	if got, ok := referenceField(value); !ok || !sameElement(got, want) {
		t.Fatalf("encoding/json: got %+v, %t; want %+v", got, ok, want)
	}
	result, err := wire.DecodeExecute([]byte(`{"records":[[` + string(value) + `]]}`))
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := readRows(result, 1); err != nil || !sameElement(rows[0][0], want) {
		t.Fatalf("decoded: got %+v, %v; want %+v", rows, err, want)
	}
}

// FuzzDecodeError checks that there is an answer for every body.
func FuzzDecodeError(f *testing.F) {
	f.Add("a#b:c", []byte(`{"message":"m","code":"c","__type":"t","dbConnectionId":1}`))
	f.Fuzz(func(t *testing.T, errorType string, body []byte) {
		got := wire.DecodeError(errorType, body)
		if strings.ContainsRune(got.Code, ':') {
			t.Errorf("got code %q", got.Code)
		}
		if !utf8.ValidString(got.Message) {
			t.Errorf("got message %q", got.Message)
		}
	})
}
