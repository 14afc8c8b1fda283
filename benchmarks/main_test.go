package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
)

func TestMain(m *testing.M) {
	runChild()
	m.Run()
}

// line is what the program may print.
var line = regexp.MustCompile(`^(machine .+|measure \S+ [\d.]+(s|ms|us|MB|MiB|x|/row|/s|rows/s|)( [\d.]+\.\.[\d.]+\S*)?|budget \S+ [\d.]+\S* (<=|>=)[\d.]+\S* (ok|short))$`)

// TestProgram runs every measurement once. It says nothing of the figures.
func TestProgram(t *testing.T) {
	var out bytes.Buffer
	p := newProgram(&out)
	p.quick, p.small = true, true
	if err := p.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	budgets := 0
	for text := range strings.Lines(out.String()) {
		text = strings.TrimSuffix(text, "\n")
		if !line.MatchString(text) {
			t.Errorf("malformed line %q", text)
		}
		if strings.HasPrefix(text, "budget ") {
			budgets++
		}
	}
	if want := 24; budgets != want {
		t.Errorf("got %d budgets, want %d", budgets, want)
	}
}

func TestBudgetString(t *testing.T) {
	tests := []struct {
		name   string
		budget budget
		want   string
	}{
		{"most, met", budget{name: "a/b", measured: 1.234, bound: 2, unit: "ms"}, "budget a/b 1.23ms <=2ms ok"},
		{"most, short", budget{name: "a/b", measured: 2.01, bound: 2, unit: "x"}, "budget a/b 2.01x <=2x short"},
		{"least, met", budget{name: "a/b", measured: 12, bound: 12, least: true}, "budget a/b 12 >=12 ok"},
		{"least, short", budget{name: "a/b", measured: 11.9, bound: 12, least: true}, "budget a/b 11.9 >=12 short"},
		{"as printed", budget{name: "a/b", measured: 2.004, bound: 2}, "budget a/b 2 <=2 ok"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.budget.String(); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
