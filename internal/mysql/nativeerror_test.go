package mysql

import (
	"reflect"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// TestFill: structs of any shape are filled as far as they can be.
func TestFill(t *testing.T) {
	type (
		native struct {
			Number   uint16
			SQLState [5]byte
			Message  string
		}
		small  struct{ Number uint8 }
		signed struct{ Number int }
		other  struct {
			SQLState string
			Message  []byte
		}
		unexported struct {
			number  uint16
			Message string
		}
	)
	tests := []struct {
		name      string
		err, want any // pointers to structs
	}{
		{"go-sql-driver/mysql", &native{}, &native{1062, [5]byte{'2', '3', '0', '0', '0'}, "m"}},
		{"too small for the number", &small{}, &small{}},
		{"signed number", &signed{}, &signed{}},
		{"other types", &other{}, &other{}},
		{"unexported field", &unexported{}, &unexported{0, "m"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fill(reflect.ValueOf(tt.err).Elem(), engine.Message{Number: 1062, Code: "23000", Message: "m"})
			if !reflect.DeepEqual(tt.err, tt.want) {
				t.Errorf("got %+v, want %+v", tt.err, tt.want)
			}
		})
	}
}

// TestAsOthers: targets that are not go-sql-driver/mysql's error stay as they are.
func TestAsOthers(t *testing.T) {
	type MySQLError struct{ Number uint16 }
	var own *MySQLError
	for _, target := range []any{nil, 1, new(int), &own, (*MySQLError)(nil), &[]any{nil}[0]} {
		if As(engine.Message{Number: 1062}, target) {
			t.Errorf("%T was set", target)
		}
	}
	if own != nil {
		t.Error("set")
	}
}
