package main

import (
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/examples/internal/exampletest"
)

const want = `ada@example.org paid London 2024 0
grace@example.org free  2024 1
  bolt 4
  nut 6
`

func Test(t *testing.T) {
	for _, engine := range []emulator.Engine{emulator.PostgreSQL, emulator.MySQL} {
		t.Run(string(engine), func(t *testing.T) {
			if got := exampletest.Output(t, engine, run); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

// TestCalls wants README.md to say what an order takes in calls of the Data API, and
// what it takes again.
func TestCalls(t *testing.T) {
	for engine, want := range map[emulator.Engine][2]int{emulator.PostgreSQL: {18, 7}, emulator.MySQL: {7, 7}} {
		t.Run(string(engine), func(t *testing.T) {
			c := exampletest.NewCounter(t, engine)
			_, db := c.Open(t)
			client := newClient(string(engine), db)
			if err := client.Schema.Create(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := fill(t.Context(), client); err != nil {
				t.Fatal(err)
			}
			var got [2]int
			for i := range got {
				got[i] = c.Calls(t, func() error { return buy(t.Context(), client, "ada@example.org", "bolt", "nut") })
			}
			if got != want {
				t.Errorf("%d calls and then %d, want %d", got[0], got[1], want)
			}
		})
	}
}
