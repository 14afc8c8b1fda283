package postgres_test

import (
	"slices"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

func TestReadSetConfigs(t *testing.T) {
	tests := []struct {
		sql  string
		want []postgres.SetConfig
	}{
		{"SELECT pg_catalog.set_config('search_path', '', false)", []postgres.SetConfig{{Name: "'search_path'", Local: "false"}}},
		{"select Set_Config($1, $2::text, $3)", []postgres.SetConfig{{Name: "$1", Local: "$3"}}},
		{`select "set_config"('a'::text, f(1, (2)), :local::bool) as x, set_config('b', array['x', 'y'][1], true) y`,
			[]postgres.SetConfig{{Name: "'a'", Local: ":local"}, {Name: "'b'", Local: "true"}}},
		{"select set_config('a' || 'b', '1', not true)", []postgres.SetConfig{{}}},
		{"select set_config('a', '1', false) from t", nil},
		{"select set_config('a', '1', false), 1", nil},
		{"select set_config('a', '1', false) || 'x'", nil},
		{"select set_config('a', '1', false) as", nil},
		{"select set_config('a', '1', false) a b", nil},
		{"select set_config('a', '1')", nil},
		{"select set_config", nil},
		{"select set_config('a', (1, false", nil},
		{"select my.set_config('a', '1', false)", nil},
		{"select 1", nil},
		{"select", nil},
		{"values (1)", nil},
	}
	for _, tt := range tests {
		t.Run(tt.sql, func(t *testing.T) {
			if got := postgres.ReadSetConfigs(tokensOf(t, tt.sql)); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSetConfigChange(t *testing.T) {
	tests := []struct {
		name, local, result string
		want                postgres.SettingChange
		unknown             bool
	}{
		{name: "App.User", local: "f", result: "it's", want: postgres.SettingChange{
			Name: "app.user", Value: "it's", SQL: "SELECT pg_catalog.set_config('App.User', 'it''s', false)",
		}},
		{name: "a", local: "true", want: postgres.SettingChange{Name: "a", Local: true, SQL: "SELECT pg_catalog.set_config('a', '', false)"}},
		{name: "transaction_read_only", local: "off", result: "on", want: postgres.SettingChange{
			Kind: postgres.SetModes, Name: "transaction_read_only", Value: "on", Local: true, SQL: "SELECT pg_catalog.set_config('transaction_read_only', 'on', false)",
		}},
		{name: "a", local: "perhaps", unknown: true},
	}
	for _, tt := range tests {
		got, ok := postgres.SetConfig{}.Change(tt.name, tt.local, tt.result)
		if ok == tt.unknown || ok && got != tt.want {
			t.Errorf("%s: got %+v, %v", tt.name, got, ok)
		}
	}
}

func TestOperand(t *testing.T) {
	for token, want := range map[string]string{"'a''b'": "a'b", "false": "false", "FALSE": "false", "$1": "", ":a": "", "": "", `'a\b'`: `a\b`} {
		if got, ok := postgres.Operand(token); got != want || ok != (want != "") {
			t.Errorf("%s: got %q, %v", token, got, ok)
		}
	}
}
