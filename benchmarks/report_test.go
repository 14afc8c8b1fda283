package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestQuantile(t *testing.T) {
	s := sample{4, 1, 3, 2, 5}
	tests := []struct {
		name string
		got  float64
		want float64
	}{
		{"least", s.quantile(0), 1},
		{"quartile", s.quantile(0.25), 2},
		{"most", s.quantile(1), 5},
		{"between", sample{1, 2}.quantile(0.25), 1.25},
		{"none", sample(nil).quantile(0.75), 0},
		{"scaled", s.times(10).median(), 30},
		{"rate", s.rates(6).median(), 2},
		{"ratio", s.over(sample{2, 1, 1, 1, 1}).median(), 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.got != tt.want {
				t.Errorf("got %v, want %v", tt.got, tt.want)
			}
		})
	}
}

func TestReading(t *testing.T) {
	tests := []struct {
		name    string
		reading reading
		want    string
	}{
		{"one", reading{"a/b", sample{1.5}, "ms"}, "measure a/b 1.5ms"},
		{"several", reading{"a/b", sample{1, 2, 3, 4, 5}, "ms"}, "measure a/b 3ms 2..4ms"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.reading.String(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestWriteFigures(t *testing.T) {
	file := filepath.Join(t.TempDir(), "page.md")
	text := "before\n" + figuresBegin + "old\n" + figuresEnd + "after\n"
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	r := report{out: io.Discard}
	r.measure("a/b", 1.5, "ms")
	r.budget(budget{name: "c/d", measured: 3, bound: 2, unit: "x"})
	if err := writeFigures(file, r.markdown()); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"before\n" + figuresBegin, "| `a/b` | 1.5ms |", "| `c/d` | 3x | <=2x | short |", figuresEnd + "after\n"} {
		if !strings.Contains(string(got), want) {
			t.Errorf("%q is not in %s", want, got)
		}
	}
	if strings.Contains(string(got), "old") {
		t.Error("the old figures are still there")
	}
	if err := writeFigures(file, "x"); err != nil {
		t.Errorf("second time: %v", err)
	}
	if err := os.WriteFile(file, []byte("no marks"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := writeFigures(file, "x"); err == nil {
		t.Error("no error for a document without marks")
	}
}
