package shell

import (
	"slices"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// TestCompleterLoads completes names of a database, and forgets them.
func TestCompleterLoads(t *testing.T) {
	for _, engine := range []auroradataapi.Engine{postgresql, mysql} {
		t.Run(engine.String(), func(t *testing.T) {
			t.Parallel()
			db := emulator.RunT(t, &emulator.Fixture{
				Engine: emulator.Engine(engine.String()),
				SQL:    "create table orders (id int, total int); create table customers (id int)",
			}).DB
			loaded := make(chan struct{}, 1)
			c := NewCompleter(engine)
			c.Loaded = func() { loaded <- struct{}{} }
			c.Reset(db)
			defer c.Close()
			eventually(t, c, loaded, "select * from ord", "orders")
			eventually(t, c, loaded, "select * from orders where to", "total")
			if _, err := db.Exec("alter table orders add column touched int"); err != nil {
				t.Fatal(err)
			}
			c.Reset(db)
			eventually(t, c, loaded, "select * from orders where touc", "touched")
		})
	}
}

// eventually completes a line until the names have come that it takes.
func eventually(t *testing.T, c *Completer, loaded <-chan struct{}, line, want string) {
	t.Helper()
	for {
		_, got := c.Complete(line)
		if slices.Contains(got, want) {
			return
		}
		select {
		case <-loaded: // what Complete has not waited for
		case <-time.After(10 * time.Second):
			t.Fatalf("%s: got %q, want %s", line, got, want)
		}
	}
}
