package main

import (
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/examples/internal/exampletest"
)

func Test(t *testing.T) {
	const want = `login 2 2024-02-29T13:00:00Z
logoff 1 2024-02-29T14:00:00Z
`
	for _, engine := range []emulator.Engine{emulator.PostgreSQL, emulator.MySQL} {
		t.Run(string(engine), func(t *testing.T) {
			if got := exampletest.Output(t, engine, run); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}
