package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
)

func TestEngines(t *testing.T) {
	const pg, my = emulator.PostgreSQL, emulator.MySQL
	tests := []struct {
		name      string
		installed []emulator.Engine
		l         localCommand
		want      []emulator.Engine
		wantError string
	}{
		{"both", []emulator.Engine{pg, my}, localCommand{}, []emulator.Engine{pg, my}, ""},
		{"both, MySQL chosen", []emulator.Engine{pg, my}, localCommand{Engine: "mysql"}, []emulator.Engine{my, pg}, ""},
		{"both, PostgreSQL chosen", []emulator.Engine{pg, my}, localCommand{Engine: "postgresql"}, []emulator.Engine{pg, my}, ""},
		{"one", []emulator.Engine{pg}, localCommand{}, []emulator.Engine{pg}, ""},
		{"the other", []emulator.Engine{my}, localCommand{}, []emulator.Engine{my}, ""},
		{"the other one chosen", []emulator.Engine{pg}, localCommand{Engine: "mysql"}, nil, "no mysql"},
		{"a server of the user's", nil, localCommand{MysqlDSN: "x"}, []emulator.Engine{my}, ""},
		{"a server of the user's beside a private one", []emulator.Engine{pg}, localCommand{MysqlDSN: "x"}, []emulator.Engine{pg, my}, ""},
		{"a wrong folder", []emulator.Engine{my}, localCommand{PostgresqlBin: "x"}, nil, "no postgresql in x"},
		{"none", nil, localCommand{}, nil, "no database server to run: no postgresql; or no mysql"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.l.engines(func(engine emulator.Engine, binDir string) error {
				switch {
				case binDir != "":
					return fmt.Errorf("no %s in %s%w", engine, binDir, silent{emulator.ErrNoServer})
				case !slices.Contains(test.installed, engine):
					return fmt.Errorf("no %s%w", engine, silent{emulator.ErrNoServer})
				}
				return nil
			})
			if !slices.Equal(got, test.want) || (err != nil) != (test.wantError != "") || err != nil && !strings.HasPrefix(err.Error(), test.wantError) {
				t.Errorf("got %v, %v; want %v, %q", got, err, test.want, test.wantError)
			}
		})
	}
}

// silent is an error to match that adds nothing to a text.
type silent struct{ error }

func (silent) Error() string   { return "" }
func (s silent) Unwrap() error { return s.error }

// What keeps the search from ending is not taken for an answer.
func TestEnginesSearchFails(t *testing.T) {
	broken := errors.New("broken")
	_, err := (&localCommand{}).engines(func(emulator.Engine, string) error { return broken })
	if !errors.Is(err, broken) || strings.Contains(err.Error(), "no database server") {
		t.Errorf("got %v, want %v", err, broken)
	}
}
