package sqltext_test

import (
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// FuzzOutlineOfMySQL: what is made of a query is one statement that reads, with
// the parts that were put there.
func FuzzOutlineOfMySQL(f *testing.F) {
	for _, seed := range append(seedsOfMySQL,
		"with a (x) as (select 1 order by 1) select f(x), @a := 1 from a order by t./*!`x:y`*/ /*! limit 1 */ for update",
		"((select 1 into @a, @b from t use index for order by (i) order by a offset 1 rows fetch next row only)) -- b",
		"table t /*!50000 order by a */ lock in share mode",
		"values row(1, ?) /*!99999 ' */ order by 1",
	) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		o, ok := sqltext.ReadOutline(sqltext.MySQL, sql)
		if !ok {
			return
		}
		o.Target()
		for _, name := range o.Calls() {
			if name == "" {
				t.Errorf("%q calls a function without a name", sql)
			}
		}
		n, ok := o.Nest("q (c1) AS")
		nested, okay := sqltext.ReadOutline(sqltext.MySQL, n.SQL+" SELECT * FROM q")
		if !ok || !okay || nested.Modifies() != o.Modifies() {
			t.Errorf("%q cannot be made out or does something else", n.SQL)
		}
		text := o.Limited("7")
		if o.Modifies() || strings.Contains(text, ". LIMIT 7") { // which is a name there
			return
		}
		limited, ok := sqltext.ReadOutline(sqltext.MySQL, text)
		if !ok || limited.Modifies() || limited.Sorts() || !strings.Contains(text, " LIMIT 7") {
			t.Errorf("%q cannot be made out or does something else", text)
		}
	})
}
