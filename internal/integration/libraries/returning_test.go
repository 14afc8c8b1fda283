package libraries_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// TestReturningOfTableThatChanges: another process changes a table of which the driver
// knows what its rows have. Each statement runs once, and returns what is there.
func TestReturningOfTableThatChanges(t *testing.T) {
	t.Parallel()
	d := bothways.New(t, auroradataapi.EnginePostgreSQL, false)
	other := d.Open(t, true)
	exec(t, other, "create table t (n int, age interval default '1 day')")
	for n, change := range []struct {
		sql  string
		want []string
	}{
		{"select 1", []string{"n", "age"}},
		{"alter table t add column price money default 2", []string{"n", "age", "price"}},
		{"alter table t drop column age", []string{"n", "price"}},
		{"alter table t rename column price to cost", []string{"n", "cost"}},
		{"alter table t alter column cost type text, add column age interval default '1 day'", []string{"n", "cost", "age"}},
		{"alter table t drop column age", []string{"n", "cost"}},
	} {
		exec(t, other, change.sql)
		for range 2 {
			rows, err := d.DB.QueryContext(t.Context(), fmt.Sprintf("insert into t (n) values (%d) returning *", n))
			if err != nil {
				t.Fatalf("%s: %v", change.sql, err)
			}
			columns, err := rows.Columns()
			if err != nil || !slices.Equal(columns, change.want) {
				t.Errorf("%s: columns %v, %v", change.sql, columns, err)
			}
			for rows.Next() {
			}
			if err := rows.Close(); err != nil {
				t.Errorf("%s: %v", change.sql, err)
			}
		}
	}
	if got := texts(t, other, "select count(*)::text from t"); got[0] != "12" {
		t.Errorf("%s rows were inserted, want 12", got[0])
	}
}
