package postgres_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

func TestParseMessage(t *testing.T) {
	tests := []struct {
		name string
		text string
		want engine.Message
	}{
		{
			"position",
			`ERROR: relation "no_such_table_xyz" does not exist; Position: 15; SQLState: 42P01`,
			engine.Message{Severity: "ERROR", Code: "42P01", Message: `relation "no_such_table_xyz" does not exist`, Position: 15},
		}, {
			"hint",
			`ERROR: operator does not exist: integer = text; Hint: No operator matches; you might cast.; Position: 36; SQLState: 42883`,
			engine.Message{Severity: "ERROR", Code: "42883", Message: "operator does not exist: integer = text", Hint: "No operator matches; you might cast.", Position: 36},
		}, {
			"all parts",
			"ERROR: boom; Detail: d; Hint: h; Position: 3; Where: PL/pgSQL function f() line 1 at RAISE\nSQL statement; SQLState: P0001",
			engine.Message{Severity: "ERROR", Code: "P0001", Message: "boom", Detail: "d", Hint: "h", Position: 3, Where: "PL/pgSQL function f() line 1 at RAISE\nSQL statement"},
		}, {
			"on lines of their own",
			"ERROR: boom\n  Detail: d\n  Hint: h\n  Position: 3\n  Where: PL/pgSQL function f() line 1 at RAISE\nSQL statement; SQLState: P0001",
			engine.Message{Severity: "ERROR", Code: "P0001", Message: "boom", Detail: "d", Hint: "h", Position: 3, Where: "PL/pgSQL function f() line 1 at RAISE\nSQL statement"},
		}, {
			"fatal",
			`FATAL: database "X" does not exist; SQLState: 3D000`,
			engine.Message{Severity: "FATAL", Code: "3D000", Message: `database "X" does not exist`},
		}, {
			"no severity",
			`bind message supplies 0 parameters, but prepared statement requires 1; SQLState: 08P01`,
			engine.Message{Severity: "ERROR", Code: "08P01", Message: "bind message supplies 0 parameters, but prepared statement requires 1"},
		}, {
			"semicolons in the message",
			`ERROR: a; b; Position: x; SQLState: P0001`,
			engine.Message{Severity: "ERROR", Code: "P0001", Message: "a; b; Position: x"},
		}, {
			"unique",
			`ERROR: duplicate key value violates unique constraint "ep_pkey"; SQLState: 23505`,
			engine.Message{Severity: "ERROR", Code: "23505", Message: `duplicate key value violates unique constraint "ep_pkey"`, ConstraintName: "ep_pkey"},
		}, {
			"not null",
			`ERROR: null value in column "n" of relation "ep" violates not-null constraint; SQLState: 23502`,
			engine.Message{Severity: "ERROR", Code: "23502", Message: `null value in column "n" of relation "ep" violates not-null constraint`, TableName: "ep", ColumnName: "n"},
		}, {
			"check",
			`ERROR: new row for relation "ep" violates check constraint "ep_c_check"; SQLState: 23514`,
			engine.Message{Severity: "ERROR", Code: "23514", Message: `new row for relation "ep" violates check constraint "ep_c_check"`, TableName: "ep", ConstraintName: "ep_c_check"},
		}, {
			"foreign key, referencing",
			`ERROR: insert or update on table "ep" violates foreign key constraint "ep_r_fkey"; SQLState: 23503`,
			engine.Message{Severity: "ERROR", Code: "23503", Message: `insert or update on table "ep" violates foreign key constraint "ep_r_fkey"`, TableName: "ep", ConstraintName: "ep_r_fkey"},
		}, {
			"foreign key, referenced",
			`ERROR: update or delete on table "p" violates foreign key constraint "c_p_fkey" on table "c"; SQLState: 23503`,
			engine.Message{Severity: "ERROR", Code: "23503", Message: `update or delete on table "p" violates foreign key constraint "c_p_fkey" on table "c"`, TableName: "c", ConstraintName: "c_p_fkey"},
		}, {
			"names in other classes are not taken",
			`ERROR: constraint "x" of relation "y" does not exist; SQLState: 42704`,
			engine.Message{Severity: "ERROR", Code: "42704", Message: `constraint "x" of relation "y" does not exist`},
		},
		{"not a database error", "Rate exceeded", engine.Message{Message: "Rate exceeded"}},
		{"malformed SQLSTATE", "ERROR: x; SQLState: 4210", engine.Message{Message: "ERROR: x; SQLState: 4210"}},
		{"empty", "", engine.Message{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := postgres.ParseMessage(tt.text); got != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

// FuzzParseMessage: what is put together comes apart again, in either layout, as long
// as the parts do not look like the format.
func FuzzParseMessage(f *testing.F) {
	f.Add("relation does not exist", "d", "h", 15, "w")
	f.Add("x: y", "", "", 0, "")
	f.Fuzz(func(t *testing.T, message, detail, hint string, position int, where string) {
		for _, part := range []string{message, detail, hint, where} {
			if strings.Contains(part, "; ") || strings.HasSuffix(part, ";") || strings.Contains(part, "\n  ") {
				t.Skip("a part that ends a field: the format cannot tell")
			}
		}
		for _, separator := range []string{"; ", "\n  "} {
			text := "ERROR: " + message
			want := engine.Message{Severity: "ERROR", Code: "P0001", Message: message, Detail: detail, Hint: hint, Where: where}
			if detail != "" {
				text += separator + "Detail: " + detail
			}
			if hint != "" {
				text += separator + "Hint: " + hint
			}
			if position > 0 {
				text += separator + "Position: " + strconv.Itoa(position)
				want.Position = position
			}
			if where != "" {
				text += separator + "Where: " + where
			}
			if got := postgres.ParseMessage(text + "; SQLState: P0001"); got != want {
				t.Errorf("%q:\ngot  %+v\nwant %+v", text, got, want)
			}
		}
	})
}
