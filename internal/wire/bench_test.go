package wire_test

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// pageSize is the size of the pages that the benchmarks decode.
const pageSize = 1 << 20

// BenchmarkDecodePage compares ways to decode the same page. "check" is what comes
// before the first row, "fields" stops at our fields, "values" goes on to driver
// values. "sdk" is the AWS SDK's decoder, reached through its operation with an
// HTTP client that answers from memory: it includes the SDK's middleware, such as
// signing, whose share "sdk without rows" shows. "json" is encoding/json into
// structs, and "valid" what the standard library needs to only check a page.
func BenchmarkDecodePage(b *testing.B) {
	body := page(pageSize)
	dst := make([]wire.Field, len(pageColumns))
	values := make([]driver.Value, len(pageColumns))
	client := sdkClient(body)
	run := func(name string, decode func() error) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if err := decode(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	run("check", func() error { _, err := wire.DecodeExecute(body); return err })
	run("fields", func() error { decodePage(b, body, dst); return nil })
	run("values", func() error { return pageValues(body, dst, values) })
	run("sdk", func() error { _, err := client.ExecuteStatement(b.Context(), sdkInput()); return err })
	run("json", func() error { return json.Unmarshal(body, &jsonResult{}) })
	empty := sdkClient([]byte(`{"records":[]}`))
	run("sdk without rows", func() error { _, err := empty.ExecuteStatement(b.Context(), sdkInput()); return err })
	run("valid", func() error { json.Valid(body); return nil })
}

// jsonResult is a page for encoding/json.
type jsonResult struct {
	Records [][]struct {
		IsNull       *bool    `json:"isNull"`
		BooleanValue *bool    `json:"booleanValue"`
		LongValue    *int64   `json:"longValue"`
		DoubleValue  *float64 `json:"doubleValue"`
		StringValue  *string  `json:"stringValue"`
	} `json:"records"`
}

// pageValues decodes a page into driver values.
func pageValues(body []byte, dst []wire.Field, values []driver.Value) error {
	result, err := wire.DecodeExecute(body)
	if err != nil {
		return err
	}
	for {
		more, err := result.NextRow(dst)
		if !more {
			return err
		}
		for i := range dst {
			if values[i], err = value(pageColumns[i], &dst[i]); err != nil {
				return err
			}
		}
	}
}

// value turns a field of a page into what database/sql is given.
func value(typeName string, f *wire.Field) (driver.Value, error) {
	switch {
	case f.Kind == wire.Null:
		return nil, nil
	case f.Kind == wire.Bool:
		return f.Bool, nil
	case f.Kind == wire.Long:
		return f.Long, nil
	case typeName == "timestamptz":
		return timestamp(f.Text)
	}
	return f.Text, nil
}

// BenchmarkAppendJSON encodes a small statement and a batch of a thousand rows.
func BenchmarkAppendJSON(b *testing.B) {
	small := executeRequest()
	batch := wire.BatchRequest{Target: small.Target, SQL: small.SQL}
	for range 1000 {
		batch.ParameterSets = append(batch.ParameterSets, small.Parameters)
	}
	run := func(name string, encode func([]byte) ([]byte, error)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var buf []byte
			for b.Loop() {
				var err error
				if buf, err = encode(buf[:0]); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(int64(len(buf)))
		})
	}
	run("execute", small.AppendJSON)
	run("batch", batch.AppendJSON)
}

// executeRequest is a statement with a parameter of every kind.
func executeRequest() wire.ExecuteRequest {
	return wire.ExecuteRequest{
		Target: wire.Target{
			ResourceARN:   "arn:aws:rds:eu-central-1:123456789012:cluster:c",
			SecretARN:     "arn:aws:secretsmanager:eu-central-1:123456789012:secret:s",
			Database:      "orders",
			TransactionID: "AUVtEbv4kJqX55Z+/",
		},
		SQL: "INSERT INTO \"t\"\nVALUES (:1, :2, :3, :4, :5, :6, :7::uuid)",
		Parameters: []wire.Parameter{
			{Name: "1", Kind: wire.Null},
			{Name: "2", Kind: wire.Bool, Bool: true},
			{Name: "3", Kind: wire.Long, Long: -9223372036854775808},
			{Name: "4", Kind: wire.Double, Double: 0.1},
			{Name: "5", Kind: wire.String, Text: "O'Hara \"é\" \\ \x01\t\u2028"},
			{Name: "6", Kind: wire.Blob, Blob: []byte{0, 255, 127}},
			{Name: "7", Kind: wire.String, Text: "6ba7b810-9dad-11d1-80b4-00c04fd430c8", Hint: "UUID"},
		},
		IncludeResultMetadata: true,
		ContinueAfterTimeout:  true,
	}
}

// timestamp parses "2006-01-02 15:04:05" with an optional fraction.
func timestamp(text string) (time.Time, error) {
	if len(text) < 19 {
		return time.Time{}, errors.New("timestamp too short")
	}
	var fraction int
	if len(text) > 20 {
		fraction = number(text[20:])
		for i := len(text); i < 29; i++ {
			fraction *= 10
		}
	}
	return time.Date(number(text[:4]), time.Month(number(text[5:7])), number(text[8:10]),
		number(text[11:13]), number(text[14:16]), number(text[17:19]), fraction, time.UTC), nil
}

func number(digits string) (n int) {
	for i := range len(digits) {
		n = n*10 + int(digits[i]-'0')
	}
	return n
}
