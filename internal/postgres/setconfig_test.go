package postgres_test

import (
	"slices"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

func TestReadSetConfigs(t *testing.T) {
	tests := []struct {
		sql     string
		want    []postgres.SetConfig
		columns int
	}{
		{"SELECT pg_catalog.set_config('search_path', '', false)", []postgres.SetConfig{{Name: "'search_path'", Local: "false"}}, 1},
		{"select Set_Config($1, $2::text, $3)", []postgres.SetConfig{{Name: "$1", Local: "$3"}}, 1},
		{`select "set_config"('a'::text, f(1, (2)), :local::bool) as x, set_config('b', array['x', 'y'][1], true) y`,
			[]postgres.SetConfig{{Name: "'a'", Local: ":local"}, {Column: 1, Name: "'b'", Local: "true"}}, 2},
		{"select set_config('a' || 'b', '1', not true)", []postgres.SetConfig{{}}, 1},
		{"SELECT current_setting('search_path'), set_config('search_path', '', false)",
			[]postgres.SetConfig{{Column: 1, Name: "'search_path'", Local: "false"}}, 2},
		{"select set_config('a', '1', false), (select max(x) from t), array[1, 2]", []postgres.SetConfig{{Name: "'a'", Local: "false"}}, 3},
		{"select set_config('a', '1', false) from t", nil, 0},
		{"select set_config('a', '1', false), 1 where b", nil, 0},
		{"select set_config('a', '1', false) || 'x'", nil, 1},
		{"select set_config('a', '1', false) as", nil, 1},
		{"select set_config('a', '1', false) a b", nil, 1},
		{"select set_config('a', '1')", nil, 1},
		{"select set_config", nil, 1},
		{"select set_config('a', (1, false", nil, 0},
		{"select my.set_config('a', '1', false)", nil, 1},
		{"select coalesce(set_config('a', '1', false), '')", nil, 1},
		{"select 1", nil, 1},
		{"select", nil, 1},
		{"values (1)", nil, 0},
	}
	for _, tt := range tests {
		t.Run(tt.sql, func(t *testing.T) {
			got, columns := postgres.ReadSetConfigs(tokensOf(t, tt.sql))
			if !slices.Equal(got, tt.want) || columns != tt.columns {
				t.Errorf("got %q of %d columns, want %q of %d", got, columns, tt.want, tt.columns)
			}
			if len(got) > 0 && !postgres.MayCallSetConfig(tt.sql) {
				t.Error("is not read")
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
