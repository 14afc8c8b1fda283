package main

import (
	"strings"
	"testing"
)

func TestImportOutcome(t *testing.T) {
	for _, test := range []struct {
		name        string
		batch, rows int64
		unknown     bool
		want        string
	}{
		{"nothing", 0, 0, false, "Nothing is imported."},
		{"lost answer", 0, 0, true, "All rows are imported, or none."},
		{"first batch", 10, 0, false, "Nothing is imported."},
		{"later batch", 10, 20, false, "20 rows committed; go on with --skip 25."},
		{"lost answer of a batch", 10, 20, true, "20 rows committed, and it is not known whether the 10 behind them are."},
	} {
		c := importCommand{Batch: test.batch, Skip: 5}
		if got := c.outcome(test.rows, test.unknown); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestFileFormat(t *testing.T) {
	for name, want := range map[string]string{"a.csv": "csv", "-": "csv", "a.jsonl.gz": "jsonl", "a.ndjson": "jsonl", "a.json": "jsonl", "a.csv.gz": "csv"} {
		f := fileFormat{Delimiter: `\t`}
		options, err := f.options(name)
		if err != nil || options.Format != want || options.Delimiter != '\t' {
			t.Errorf("%s: got %+v, error %v, want %s", name, options, err, want)
		}
	}
	for _, delimiter := range []string{"", "ab", `"`, "\n"} {
		f := fileFormat{Delimiter: delimiter}
		if _, err := f.options("a.csv"); err == nil || !strings.Contains(err.Error(), "--delimiter") {
			t.Errorf("delimiter %q: got error %v", delimiter, err)
		}
	}
}
