package bothways_test

import (
	"os"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

func TestMain(m *testing.M) { os.Exit(bothways.Main(m)) }

// TestRun has each of the four ways write to its own database and read it back
// past the pool under test.
func TestRun(t *testing.T) {
	ways := make(map[string]bool)
	bothways.Run(t, func(t *testing.T, d bothways.Database) {
		ways[d.Driver] = true
		calls := d.Calls(func() {
			if _, err := d.DB.Exec("create table t (n int)"); err != nil {
				t.Fatal(err)
			}
		})
		if want := map[bool]int{true: 0, false: 1}[d.Native]; calls != want {
			t.Errorf("%d calls, want %d", calls, want)
		}
		for _, native := range []bool{true, false} {
			if _, err := d.Open(t, native).Exec("insert into t values (1)"); err != nil {
				t.Error(err)
			}
		}
		var n int
		if err := d.DB.QueryRow("select count(*) from t").Scan(&n); err != nil || n != 2 {
			t.Errorf("got %d rows, %v", n, err)
		}
	})
	if len(ways) != 4 {
		t.Errorf("ran by the drivers %v", ways)
	}
}
