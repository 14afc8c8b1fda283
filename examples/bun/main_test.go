package main

import (
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/examples/internal/exampletest"
)

func Test(t *testing.T) {
	const want = `1 Austen 2
  1 Emma [novel]
  2 Persuasion: a novel [novel late]
2 Kipling 0
`
	for _, engine := range []emulator.Engine{emulator.PostgreSQL, emulator.MySQL} {
		t.Run(string(engine), func(t *testing.T) {
			if got := exampletest.Output(t, engine, run); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}
