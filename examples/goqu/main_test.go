package main

import (
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/examples/internal/exampletest"
)

func Test(t *testing.T) {
	const want = `23 roof 2024-02-29T22:00:00Z 5.5
cellar 3
roof 2.75
`
	for _, engine := range []emulator.Engine{emulator.PostgreSQL, emulator.MySQL} {
		t.Run(string(engine), func(t *testing.T) {
			if got := exampletest.Output(t, engine, run); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}
