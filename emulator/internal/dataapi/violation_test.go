package dataapi_test

import (
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// TestManyViolations: the answer to a large request full of mistakes stays small
// and counts them all.
func TestManyViolations(t *testing.T) {
	parameter := `{"name":"a","value":{"isNull":true},"typeHint":"NOPE"}`
	body := `{` + arns + `,"sql":"x","parameters":[` + strings.Repeat(parameter+",", 9999) + parameter + `]}`
	_, exception := dataapi.ExecuteStatement.Decode([]byte(body))
	if exception == nil {
		t.Fatal("no exception")
	}
	if want := "10000 validation errors detected: "; !strings.HasPrefix(exception.Message, want) {
		t.Errorf("message begins %.60q, want %q", exception.Message, want)
	}
	if got := len(exception.Message); got > 10_000 {
		t.Errorf("message has %d bytes", got)
	}
}
