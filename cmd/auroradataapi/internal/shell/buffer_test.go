package shell

import (
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

const (
	postgresql = auroradataapi.EnginePostgreSQL
	mysql      = auroradataapi.EngineMySQL
)

func TestBuffer(t *testing.T) {
	tests := []struct {
		name   string
		engine auroradataapi.Engine
		lines  string
		want   []statement
		state  rune
	}{
		{"one", postgresql, "select 1;", []statement{{"select 1", 1}}, '='},
		{"two on a line", postgresql, "select 1; select 2;", []statement{{"select 1", 1}, {"select 2", 1}}, '='},
		{"several lines", postgresql, "select\n1;\nselect 2\n;", []statement{{"select\n1", 1}, {"select 2", 3}}, '='},
		{"begun", postgresql, "select 1; select é,", []statement{{"select 1", 1}}, '-'},
		{"begun on a later line", postgresql, "\n\nselect 1;\n\nselect\n2; select", []statement{{"select 1", 3}, {"select\n2", 5}}, '-'},
		{"in a string", postgresql, "select 'a;", nil, '\''},
		{"in an identifier", postgresql, "select \"a;", nil, '"'},
		{"in a body", postgresql, "do $x$ begin;", nil, '$'},
		{"in a comment", postgresql, "select /* a;", nil, '*'},
		{"comment alone", postgresql, "-- it's nothing;\n", nil, '='},
		{"in a comment of MySQL", mysql, "select /* a;", nil, '*'},
		{"backticks", mysql, "select `a;", nil, '`'},
		{"delimiter", mysql, "delimiter //\ncreate procedure p() begin select 1; end//\nselect 2; select 3//\nDELIMITER ;\nselect 4;",
			[]statement{{"create procedure p() begin select 1; end", 2}, {"select 2", 3}, {"select 3", 3}, {"select 4", 5}}, '='},
		{"string behind a delimiter", mysql, "delimiter //\nselect \"é", nil, '"'},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := &buffer{engine: tt.engine}
			var got []statement
			for i, line := range strings.Split(tt.lines, "\n") {
				statements, err := b.add(line, i+1)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, statements...)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if state := b.state(); state != tt.state {
				t.Errorf("state %q, want %q", state, tt.state)
			}
		})
	}
}

func TestBufferCut(t *testing.T) {
	tests := []struct {
		name               string
		engine             auroradataapi.Engine
		before, line       string
		wantSQL, wantSlash string
	}{
		{"at the start", postgresql, "", `\dt`, "", `\dt`},
		{"behind a statement", postgresql, "", `select 1 \gx`, "select 1 ", `\gx`},
		{"behind a semicolon", postgresql, "", `select 1;\q`, "select 1;", `\q`},
		{"in a string", postgresql, "", `select ' \d`, `select ' \d`, ""},
		{"in a string of an earlier line", postgresql, "select '", `\d`, `\d`, ""},
		{"behind a string", postgresql, "", `select ' \d' \g`, `select ' \d' `, `\g`},
		{"in a comment", postgresql, "", `select 1 -- \d`, `select 1 -- \d`, ""},
		{"part of a word", postgresql, "", `select a\d`, `select a\d`, ""},
		{"doubled", postgresql, "", `\\d`, `\\d`, ""},
		{"null", mysql, "", `select \N, \g`, `select \N, `, `\g`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := &buffer{engine: tt.engine, text: []byte(tt.before)}
			sql, command, found := b.cut(tt.line)
			if sql != tt.wantSQL || command != tt.wantSlash || found != (tt.wantSlash != "") {
				t.Errorf("got %q and %q, want %q and %q", sql, command, tt.wantSQL, tt.wantSlash)
			}
		})
	}
}

// FuzzCut looks for text that gets lost where a line is cut, and for a text that
// changes although no variable is set.
func FuzzCut(f *testing.F) {
	f.Add("select 'a", `b' \g x`)
	f.Add("", `select :'a', 1::"b" \gx`)
	f.Fuzz(func(t *testing.T, before, line string) {
		for _, engine := range []auroradataapi.Engine{postgresql, mysql} {
			b := &buffer{engine: engine, text: []byte(before)}
			if sql, command, found := b.cut(line); sql+command != line || found != (command != "") {
				t.Errorf("%q became %q and %q", line, sql, command)
			}
			if text, err := New(Options{Engine: engine}).interpolate(line); text != line || err != nil {
				t.Errorf("%q became %q, %v", line, text, err)
			}
		}
	})
}
