package auroradataapi_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

func TestSplitStatements(t *testing.T) {
	tests := []struct {
		name   string
		engine auroradataapi.Engine
		text   string
		want   []auroradataapi.Statement
	}{
		{name: "nothing", text: " ;; -- only a remark\n"},
		{name: "one without an end", text: "select 1", want: []auroradataapi.Statement{{Text: "select 1", Line: 1}}},
		{name: "several", text: "select 'ü;';\n\n/* b */ select 2 ;\nselect 3", want: []auroradataapi.Statement{
			{Text: "select 'ü;'", Line: 1, Terminated: true},
			{Text: "select 2", Offset: 22, Line: 3, Terminated: true},
			{Text: "select 3", Offset: 33, Line: 4},
		}},
		{name: "body", text: "do $$ begin; end $$;", want: []auroradataapi.Statement{{Text: "do $$ begin; end $$", Line: 1, Terminated: true}}},
		{
			name: "DELIMITER", engine: auroradataapi.EngineMySQL,
			text: "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nDELIMITER ;\nSELECT `;`",
			want: []auroradataapi.Statement{
				{Text: "CREATE PROCEDURE p() BEGIN SELECT 1; END", Offset: 13, Line: 2, Terminated: true},
				{Text: "SELECT `;`", Offset: 68, Line: 4},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := auroradataapi.SplitStatements(tt.engine, tt.text)
			if err != nil {
				t.Fatal(err)
			}
			if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", tt.want) {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

func TestSplitStatementsUnreadable(t *testing.T) {
	for text, unterminated := range map[string]bool{"select 1; select 'a": true, "copy t from stdin": false} {
		_, err := auroradataapi.SplitStatements(auroradataapi.EnginePostgreSQL, text)
		if err == nil || errors.Is(err, auroradataapi.ErrUnterminated) != unterminated {
			t.Errorf("%s: got %v, unterminated should be %t", text, err, unterminated)
		}
	}
	if _, err := auroradataapi.SplitStatements(7, ""); err == nil {
		t.Error("an unknown engine passes")
	}
	for text, position := range map[string]int{"select 'a": 8, "select 1;\n\\connect x": 11} {
		var e *auroradataapi.Error
		if _, err := auroradataapi.SplitStatements(auroradataapi.EnginePostgreSQL, text); !errors.As(err, &e) || e.Position != position {
			t.Errorf("%s: got %v, want an Error at position %d", text, err, position)
		}
	}
}

func ExampleSplitStatements() {
	statements, err := auroradataapi.SplitStatements(auroradataapi.EnginePostgreSQL, "select ';';\nselect 2;")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range statements {
		fmt.Println(s.Line, s.Text)
	}
	// Output:
	// 1 select ';'
	// 2 select 2
}
