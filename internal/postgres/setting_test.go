package postgres_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// tokensOf returns the tokens of the first statement of a text.
func tokensOf(t *testing.T, sql string) []string {
	t.Helper()
	text, err := sqltext.Parse(sqltext.PostgreSQL, sql)
	if err != nil {
		t.Fatal(err)
	}
	if len(text.Statements()) == 0 {
		return nil
	}
	return slices.Collect(text.Statements()[0].Tokens())
}

func readSettings(t *testing.T, sql string) []postgres.SettingChange {
	t.Helper()
	return postgres.ReadSettings(tokensOf(t, sql), sql)
}

func TestReadSettings(t *testing.T) {
	const set, reset, modes = postgres.SetValue, postgres.SetDefault, postgres.SetModes
	tests := []struct {
		sql  string
		want postgres.SettingChange
	}{
		{"set Search_Path = a, b", postgres.SettingChange{Kind: set, Name: "search_path"}},
		{`set "Search_Path" to 'a''b'`, postgres.SettingChange{Kind: set, Name: "search_path", Value: "a'b"}},
		{"set session search_path = e'a'", postgres.SettingChange{Kind: set, Name: "search_path", Value: "a"}},
		{`set search_path = e'\141'`, postgres.SettingChange{Kind: set, Name: "search_path"}},
		{"set a = 'b'\n'c'", postgres.SettingChange{Kind: set, Name: "a"}},
		{"set a = $$b$$", postgres.SettingChange{Kind: set, Name: "a"}},
		{"set App . \"US\"\"er\".x to Hello", postgres.SettingChange{Kind: set, Name: `app.us"er.x`, Value: "hello"}},
		{"set local a = 1.5", postgres.SettingChange{Kind: set, Name: "a", Value: "1.5", Local: true}},
		{"set a = -1", postgres.SettingChange{Kind: set, Name: "a"}},
		{"set a to default", postgres.SettingChange{Kind: reset, Name: "a"}},
		{"set a to \"default\"", postgres.SettingChange{Kind: set, Name: "a", Value: "default"}},
		{"set time zone 'UTC'", postgres.SettingChange{Kind: set, Name: "timezone", Value: "UTC"}},
		{"set time zone local", postgres.SettingChange{Kind: reset, Name: "timezone"}},
		{"set local time zone interval '1' hour", postgres.SettingChange{Kind: set, Name: "timezone", Local: true}},
		{"set names 'utf8'", postgres.SettingChange{Kind: set, Name: "client_encoding", Value: "utf8"}},
		{"set schema 'a'", postgres.SettingChange{Kind: set, Name: "search_path", Value: "a"}},
		{"set xml option content", postgres.SettingChange{Kind: set, Name: "xmloption", Value: "content"}},
		{"set role None", postgres.SettingChange{Kind: set, Name: "role", Value: "none"}},
		{"set role to 'a'", postgres.SettingChange{Kind: set, Name: "role", Value: "a"}},
		{"set session authorization 'a'", postgres.SettingChange{Kind: set, Name: "session_authorization", Value: "a"}},
		{"set session session authorization default", postgres.SettingChange{Kind: reset, Name: "session_authorization"}},
		{"set session role a", postgres.SettingChange{Kind: set, Name: "role", Value: "a"}},
		{"set transaction isolation level serializable, read only", postgres.SettingChange{Kind: modes, Value: "ISOLATION LEVEL SERIALIZABLE , READ ONLY", Local: true}},
		{"set transaction snapshot 'a'", postgres.SettingChange{Kind: modes, Local: true}},
		{"set transaction_read_only = on", postgres.SettingChange{Kind: modes, Name: "transaction_read_only", Value: "READ ONLY", Local: true}},
		{"reset transaction isolation level", postgres.SettingChange{Kind: modes, Local: true}},
		{"set session characteristics as transaction not deferrable", postgres.SettingChange{
			Kind: set, Name: "default_transaction_deferrable", Value: "off", SQL: "SET default_transaction_deferrable TO 'off'",
		}},
		{"set U&\"a\" = 1", postgres.SettingChange{Kind: postgres.SetUnreadable}},
		{"set 'a' = 1", postgres.SettingChange{Kind: postgres.SetUnreadable}},
		{"set", postgres.SettingChange{Kind: postgres.SetUnreadable}},
		{"set a. = 1", postgres.SettingChange{Kind: postgres.SetUnreadable}},
		{"reset App.User", postgres.SettingChange{Kind: reset, Name: "app.user"}},
		{"reset time zone", postgres.SettingChange{Kind: reset, Name: "timezone"}},
		{"reset session authorization", postgres.SettingChange{Kind: reset, Name: "session_authorization"}},
		{"reset role", postgres.SettingChange{Kind: reset, Name: "role"}},
		{"reset all", postgres.SettingChange{Kind: postgres.SetDefaults}},
		{"reset 1", postgres.SettingChange{Kind: postgres.SetUnreadable}},
		{"discard all", postgres.SettingChange{Kind: postgres.Discard}},
	}
	for _, tt := range tests {
		t.Run(tt.sql, func(t *testing.T) {
			got := readSettings(t, tt.sql)
			if tt.want.SQL == "" {
				tt.want.SQL = tt.sql
			}
			if len(got) != 1 || got[0] != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
	for _, sql := range []string{"", "select 1", "set constraints all deferred", "discard plans", "set session characteristics as transaction sometimes", "set session characteristics as transaction isolation level x"} {
		if got := readSettings(t, sql); got != nil {
			t.Errorf("%s: got %+v", sql, got)
		}
	}
}

func TestSettingRefuse(t *testing.T) {
	for sql, want := range map[string]string{
		"set standard_conforming_strings = off": "E'…'", "set standard_conforming_strings to 'fa'": "E'…'", "set local standard_conforming_strings to off": "", "set standard_conforming_strings = $$off$$": "E'…'",
		"set standard_conforming_strings = 'yes'": "", "reset standard_conforming_strings": "", "set a = off": "",
		"set default_transaction_isolation = $$serializable$$": "plain", "set default_transaction_read_only = maybe": "plain",
		"set default_transaction_isolation = 'Serializable'": "", "set local default_transaction_read_only = $$on$$": "", "set default_transaction_deferrable = f": "",
	} {
		got := readSettings(t, sql)[0].Refuse()
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q", sql, got, want)
		}
	}
}

// FuzzReadSettings: a name in quotes is read as it is, whatever is in it, and
// nothing that can be written behind SET breaks the reading.
func FuzzReadSettings(f *testing.F) {
	for _, name := range []string{"a", "app.user", `"`, "Ä", "session", "'", "é'", "default"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if strings.ContainsRune(name, 0) || name == "" || strings.ToValidUTF8(name, "") != name {
			return
		}
		got := readSettings(t, `set session "`+strings.ReplaceAll(name, `"`, `""`)+`" = 1`)
		if len(got) != 1 || !strings.EqualFold(got[0].Name, name) && got[0].Kind != postgres.SetModes {
			t.Errorf("%q is read as %+v", name, got)
		}
		text, err := sqltext.Parse(sqltext.PostgreSQL, "set "+name)
		if err != nil {
			return
		}
		for _, s := range text.Statements() {
			for _, change := range postgres.ReadSettings(slices.Collect(s.Tokens()), s.String()) {
				change.Refuse()
			}
		}
	})
}
