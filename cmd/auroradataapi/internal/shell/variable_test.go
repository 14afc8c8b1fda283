package shell

import (
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

func TestInterpolate(t *testing.T) {
	tests := []struct {
		name   string
		engine auroradataapi.Engine
		text   string
		want   string
	}{
		{"constant", postgresql, `select :'name'`, `select 'it''s'`},
		{"identifier", postgresql, `select * from :"table" t`, `select * from "My ""t""" t`},
		{"twice", postgresql, `:'name':'name'`, `'it''s''it''s'`},
		{"backslash", postgresql, `select:'path'`, `select E'C:\\x'`},
		{"backslash of MySQL", mysql, `select :'path'`, `select 'C:\\x'`},
		{"identifier of MySQL", mysql, `select * from :"table"`, "select * from `My \"t\"`"},
		{"placeholder", postgresql, `select :name`, `select :name`},
		{"cast", postgresql, `select 1::"name"`, `select 1::"name"`},
		{"not set", postgresql, `select :'other'`, `select :'other'`},
		{"in a string", postgresql, `select ' :"name"'`, `select ' :"name"'`},
		{"in a comment", postgresql, `select 1 -- :'name'`, `select 1 -- :'name'`},
		{"never ends", postgresql, `select :'name`, `select :'name`},
		{"colon at the end", postgresql, `select a[1:`, `select a[1:`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := New(Options{Engine: tt.engine})
			s.variables = variables{"name": "it's", "table": `My "t"`, "path": `C:\x`}
			got, err := s.interpolate(tt.text)
			if err != nil || got != tt.want {
				t.Errorf("got %s, %v, want %s", got, err, tt.want)
			}
		})
	}
}

func TestSetVariable(t *testing.T) {
	tests := []struct {
		name, variable, value string
		want                  string // empty for an error
	}{
		{"any", "name", "Value", "Value"},
		{"steering", "ON_ERROR_STOP", "OFF", "off"},
		{"bad value", "ON_ERROR_ROLLBACK", "maybe", ""},
		{"autocommit off", "AUTOCOMMIT", "off", ""},
		{"bad name", "a b", "x", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := variables{}
			err := v.set(tt.variable, tt.value)
			if got := v[tt.variable]; got != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}
