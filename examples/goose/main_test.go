package main

import (
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/examples/internal/exampletest"
)

func Test(t *testing.T) {
	const want = `up sql 1
up sql 2
up sql 3
up go 4
0 the second time
`
	for _, engine := range []emulator.Engine{emulator.PostgreSQL, emulator.MySQL} {
		t.Run(string(engine), func(t *testing.T) {
			if got := exampletest.Output(t, engine, run); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}
