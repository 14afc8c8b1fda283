package mysql_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/mysql"
)

func TestParseMessage(t *testing.T) {
	tests := []struct {
		name string
		text string
		want engine.Message
	}{
		{"primary key of MariaDB", "Duplicate entry '1' for key 'PRIMARY'; Error code: 1062; SQLState: 23000", engine.Message{Number: 1062, Code: "23000", Message: "Duplicate entry '1' for key 'PRIMARY'", ConstraintName: "PRIMARY"}},
		{"key of MySQL", "Duplicate entry 'x' for key 'y' for key 't.u'; Error code: 1062; SQLState: 23000", engine.Message{Number: 1062, Code: "23000", Message: "Duplicate entry 'x' for key 'y' for key 't.u'", TableName: "t", ConstraintName: "u"}},
		{"not null", "Column 'n' cannot be null; Error code: 1048; SQLState: 23000", engine.Message{Number: 1048, Code: "23000", Message: "Column 'n' cannot be null", ColumnName: "n"}},
		{"no default", "Field 'n' doesn't have a default value; Error code: 1364; SQLState: HY000", engine.Message{Number: 1364, Code: "HY000", Message: "Field 'n' doesn't have a default value", ColumnName: "n"}},
		{"unknown column", "Unknown column 't.nope' in 'field list'; Error code: 1054; SQLState: 42S22", engine.Message{Number: 1054, Code: "42S22", Message: "Unknown column 't.nope' in 'field list'", ColumnName: "nope"}},
		{
			"no reference", "Cannot add or update a child row: a foreign key constraint fails (`d`.`c`, CONSTRAINT `c_ibfk_1` FOREIGN KEY (`r`) REFERENCES `p` (`id`)); Error code: 1452; SQLState: 23000",
			engine.Message{Number: 1452, Code: "23000", Message: "Cannot add or update a child row: a foreign key constraint fails (`d`.`c`, CONSTRAINT `c_ibfk_1` FOREIGN KEY (`r`) REFERENCES `p` (`id`))", TableName: "c", ConstraintName: "c_ibfk_1"},
		},
		{"check of MySQL", "Check constraint 'k' is violated.; Error code: 3819; SQLState: HY000", engine.Message{Number: 3819, Code: "HY000", Message: "Check constraint 'k' is violated.", ConstraintName: "k"}},
		{"check of MariaDB", "CONSTRAINT `t.c` failed for `d`.`t`; Error code: 4025; SQLState: 23000", engine.Message{Number: 4025, Code: "23000", Message: "CONSTRAINT `t.c` failed for `d`.`t`", TableName: "t", ConstraintName: "t.c"}},
		{"too long", "Data too long for column 'u' at row 1; Error code: 1406; SQLState: 22001", engine.Message{Number: 1406, Code: "22001", Message: "Data too long for column 'u' at row 1", ColumnName: "u"}},
		{"incorrect value", "Incorrect integer value: 'a' for column `d`.`t`.`c` at row 1; Error code: 1366; SQLState: 22007", engine.Message{Number: 1366, Code: "22007", Message: "Incorrect integer value: 'a' for column `d`.`t`.`c` at row 1", ColumnName: "c"}},
		{"no such table", "Table 'd.t' doesn't exist; Error code: 1146; SQLState: 42S02", engine.Message{Number: 1146, Code: "42S02", Message: "Table 'd.t' doesn't exist", TableName: "t"}},
		{"labels in the words", "boom; Error code: 7; SQLState: 00000; Error code: 1644; SQLState: 45000", engine.Message{Number: 1644, Code: "45000", Message: "boom; Error code: 7; SQLState: 00000"}},
		{"no SQLSTATE", "boom; Error code: 1644", engine.Message{Number: 1644, Code: "HY000", Message: "boom"}},
		{"no number", "boom; SQLState: 45000", engine.Message{Code: "45000", Message: "boom"}},
		{"name that does not end", "Column 'n cannot be null; Error code: 1048; SQLState: 23000", engine.Message{Number: 1048, Code: "23000", Message: "Column 'n cannot be null"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.Severity = "ERROR"
			if got := mysql.ParseMessage(tt.text); got != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

// TestParseOtherMessage: texts that are not the database's are left as they are.
func TestParseOtherMessage(t *testing.T) {
	for _, text := range []string{"", "Rate exceeded", "x; SQLState: 4500", "x; Error code: 70000", "x; Error code: y", "x; Error code: 1; SQLState: hy000"} {
		if got := mysql.ParseMessage(text); got != (engine.Message{Message: text}) {
			t.Errorf("%q: got %+v", text, got)
		}
	}
}

// FuzzParseMessage: what is put together comes apart again.
func FuzzParseMessage(f *testing.F) {
	f.Add("Duplicate entry 'a' for key 'b'", uint16(1062))
	f.Add("CONSTRAINT `", uint16(4025))
	f.Fuzz(func(t *testing.T, message string, number uint16) {
		number = max(number, 1) // no error has 0
		got := mysql.ParseMessage(message + "; Error code: " + strconv.Itoa(int(number)) + "; SQLState: HY000")
		if got.Message != message || got.Number != int(number) || got.Code != "HY000" {
			t.Errorf("%q, %d: got %+v", message, number, got)
		}
		for _, name := range []string{got.TableName, got.ColumnName, got.ConstraintName} {
			for part := range strings.SplitSeq(name, ".") {
				if !strings.Contains(message, part) {
					t.Errorf("%q is not in %q", name, message)
				}
			}
		}
	})
}
