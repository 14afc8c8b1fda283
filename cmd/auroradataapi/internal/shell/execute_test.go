package shell

import (
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/spelling"
)

func TestTag(t *testing.T) {
	tests := []struct{ text, want string }{
		{"create table t (a int)", "CREATE TABLE"},
		{"create or replace function f() returns int", "CREATE FUNCTION"},
		{"create unique index i on t (a)", "CREATE INDEX"},
		{"create temp table t(a int)", "CREATE TABLE"},
		{"create materialized view v as select 1", "CREATE MATERIALIZED VIEW"},
		{"create event trigger e on ddl_command_end", "CREATE EVENT TRIGGER"},
		{"create event e on schedule every 1 day do select 1", "CREATE EVENT"},
		{"drop table t", "DROP TABLE"},
		{"truncate t", "TRUNCATE TABLE"},
		{"begin", "BEGIN"},
		{"start transaction", "START TRANSACTION"},
		{"end", "COMMIT"},
		{"set a=1", "SET"},
		{"do $$ begin end $$", "DO"},
		{"/* x */", "OK"},
	}
	for _, tt := range tests {
		if got := tag(tt.text); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestNearest(t *testing.T) {
	tests := []struct{ name, want string }{
		{"timming", "timing"}, {"wach", "watch"}, {"dtt", "dt"}, {"conect", "connect"}, {"", "!"},
	}
	for _, tt := range tests {
		if got, _ := spelling.Nearest(tt.name, commandNames()); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestCommandNames(t *testing.T) {
	for _, name := range commandNames() {
		if _, ok := find(name); !ok {
			t.Errorf("%s is not found", name)
		}
	}
	for _, name := range []string{"d+", "dt+", "l+"} {
		if _, ok := find(name); !ok {
			t.Errorf("%s is not found", name)
		}
	}
	for _, name := range []string{"q+", "d++", "foo"} {
		if _, ok := find(name); ok {
			t.Errorf("%s is found", name)
		}
	}
}

func TestWatchArguments(t *testing.T) {
	tests := []struct {
		name  string
		args  []string
		pause time.Duration
		times int
		fails bool
	}{
		{"none", nil, 2 * time.Second, 0, false},
		{"seconds", []string{"0.5"}, 500 * time.Millisecond, 0, false},
		{"both", []string{"i=1", "c=3"}, time.Second, 3, false},
		{"no number", []string{"x"}, 0, 0, true},
		{"negative", []string{"-1"}, 0, 0, true},
		{"not at all", []string{"c=0"}, 0, 0, true},
		{"not a number", []string{"NaN"}, 0, 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pause, times, err := watchArguments(command{args: tt.args})
			if (err != nil) != tt.fails || err == nil && (pause != tt.pause || times != tt.times) {
				t.Errorf("got %v, %d, %v", pause, times, err)
			}
		})
	}
}

func TestParsePattern(t *testing.T) {
	tests := []struct {
		text  string
		folds bool
		want  pattern
	}{
		{"", true, pattern{}},
		{"Or*", true, pattern{name: "or%"}},
		{"Or*", false, pattern{name: "Or%"}},
		{`"Or*"`, true, pattern{name: "Or*"}},
		{"a_b%", true, pattern{name: "a!_b!%"}},
		{"wow!", true, pattern{name: "wow!!"}},
		{"s?.t", true, pattern{"s_", "t"}},
		{`"a.b".c.d`, true, pattern{"a.b", "c.d"}},
		{"s.*", true, pattern{"s", "%"}},
	}
	for _, tt := range tests {
		if got := parsePattern(tt.text, tt.folds); got != tt.want {
			t.Errorf("%s: got %+v, want %+v", tt.text, got, tt.want)
		}
	}
}
