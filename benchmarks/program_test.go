package main

import (
	"regexp"
	"testing"
)

func TestProgramTakes(t *testing.T) {
	tests := []struct {
		name        string
		program     program
		measurement string
		want        bool
	}{
		{"all", program{}, "scan-1M/emulator/10ms", true},
		{"quick", program{report: report{quick: true}}, "scan-1M/stand-in/10ms", true},
		{"long", program{report: report{quick: true}}, "scan-1M/emulator/10ms", false},
		{"long by name", program{report: report{quick: true}, only: regexp.MustCompile("scan")}, "scan-1M/emulator/10ms", true},
		{"small", program{report: report{quick: true}, small: true}, "scan-1M/emulator/10ms", true},
		{"other", program{only: regexp.MustCompile("scan")}, "query", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.program.takes(tt.measurement); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}

// TestMeasurementNames holds the pattern of what is long to names that there are.
func TestMeasurementNames(t *testing.T) {
	found, seen := 0, map[string]bool{}
	for _, m := range measurements() {
		if seen[m.name] {
			t.Errorf("there are two measurements %s", m.name)
		}
		seen[m.name] = true
		if long.MatchString(m.name) {
			found++
		}
	}
	if found == 0 {
		t.Errorf("no measurement is long")
	}
}

func TestOptions(t *testing.T) {
	tests := []struct {
		name    string
		options options
		problem string // none if empty
	}{
		{"none", options{}, ""},
		{"one measurement", options{only: "^query$"}, ""},
		{"figures", options{update: "page.md"}, ""},
		{"no such measurement", options{only: "qeury"}, "no measurement matches -only qeury: -list names them"},
		{"no expression", options{only: "("}, "read -only: error parsing regexp: missing closing ): `(`"},
		{"some of the figures", options{only: "query", update: "page.md"}, "-update writes all tables anew: leave -only out"},
		{"no option", options{rest: []string{"quick"}}, `"quick" is no option: did you mean -quick?`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := tt.options.program(nil)
			if tt.problem != "" && (err == nil || err.Error() != tt.problem) {
				t.Errorf("got error %v, want %s", err, tt.problem)
			}
			if tt.problem == "" && (err != nil || p == nil) {
				t.Errorf("got error %v", err)
			}
		})
	}
}
