package main

import (
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/examples/internal/exampletest"
)

func TestPostgreSQL(t *testing.T) {
	const want = `[Ada]: Ada ["early" "says \"hi\""]
2 paid
Ada 1 paid 12.50 order 1 1
Ada 2 paid 1000000.01 order 2 1
2 deleted
`
	if got := exampletest.Output(t, emulator.PostgreSQL, run); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestMySQL(t *testing.T) {
	const want = `1 Ada ada@example.org paid {"colour": "blue"}
2 sent
Ada 1 true 12.50 order 1
Ada 2 true 1000000.01 order 2
2 deleted
`
	if got := exampletest.Output(t, emulator.MySQL, run); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
