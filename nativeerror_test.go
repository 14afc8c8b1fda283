package auroradataapi_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// pgError has the name of pgx's type of error and another package.
type pgError struct{ Code, Message string }

func (e *pgError) Error() string { return e.Message }

// TestErrorAs: targets of all kinds are left alone, those that errors.As refuses
// to take as well.
func TestErrorAs(t *testing.T) {
	e := &auroradataapi.Error{Code: "23505", Message: "m"}
	number := 1
	pointer := &number
	var (
		foreign   = &pgError{Message: "as it was"}
		plain     error
		sqlstate  interface{ SQLState() int }
		anything  any = foreign
		anonymous *struct{ Code string }
		function  func()
		channel   chan int
		nilTarget **pgError
	)
	tests := []struct {
		name   string
		target any
	}{
		{"nil", nil},
		{"not a pointer", 1},
		{"a struct", pgError{}},
		{"pointer to int", &number},
		{"pointer to pointer to int", &pointer},
		{"pointer to struct", foreign},
		{"pointer to pointer to struct of another package", &foreign},
		{"pointer to pointer to struct without a name", &anonymous},
		{"nil pointer", nilTarget},
		{"pointer to nil pointer", &nilTarget},
		{"pointer to an error", &plain},
		{"pointer to an interface", &sqlstate},
		{"pointer to any", &anything},
		{"pointer to function", &function},
		{"channel", channel},
		{"slice", []*pgError{foreign}},
		{"array", &[1]*pgError{foreign}},
		{"map", map[string]*pgError{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if e.As(tt.target) {
				t.Errorf("was set")
			}
		})
	}
	if foreign.Message != "as it was" || number != 1 || plain != nil || sqlstate != nil || anything != any(foreign) || anonymous != nil {
		t.Error("a target was changed")
	}
	if err := fmt.Errorf("wrapped: %w", e); errors.As(err, &foreign) || !errors.As(err, &e) {
		t.Error("errors.As does not take the right one")
	}
}

// TestErrorJSON: the keys that pgx's errors have as well are the same. GORM goes by
// them, for errors of a type that it does not know.
func TestErrorJSON(t *testing.T) {
	text, err := json.Marshal(&auroradataapi.Error{
		Severity: "ERROR", Code: "23505", Message: "m", Detail: "d", Hint: "h", Position: 3, Where: "w",
		TableName: "t", ColumnName: "c", ConstraintName: "k",
	})
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"Severity": "ERROR", "Code": "23505", "Message": "m", "Detail": "d", "Hint": "h", "Position": 3.0, "Where": "w",
		"TableName": "t", "ColumnName": "c", "ConstraintName": "k",
	}
	for key, value := range want {
		if got[key] != value {
			t.Errorf("%s: got %v, want %v", key, got[key], value)
		}
	}
}
