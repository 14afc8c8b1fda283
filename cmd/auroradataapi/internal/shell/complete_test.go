package shell

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// knowing returns a completer with names, as if they had been loaded.
func knowing(engine auroradataapi.Engine) *Completer {
	c := NewCompleter(engine)
	c.names.loaded = true
	c.names.objects = []object{
		{"table", "public", "customers", true}, {"table", "public", "orders", true}, {"table", "public", "order_lines", true},
		{"table", "public", "Order details", true}, {"table", "audit", "orders_log", false}, {"table", "pg_catalog", "pg_class", true},
		{"schema", "", "public", true}, {"schema", "", "audit", true}, {"database", "", "shop", true}, {"function", "public", "total_of", true},
	}
	c.names.columns = map[string][]string{"orders": {"id", "total"}, "customers": {"id", "name"}}
	return c
}

func TestComplete(t *testing.T) {
	tests := []struct {
		name         string
		before, line string
		word         string
		want         []string
	}{
		{"keyword", "", "sel", "sel", []string{"select"}},
		{"keyword in capitals", "", "SEL", "SEL", []string{"SELECT"}},
		{"table", "", "select * from ord", "ord", []string{"orders", "order_lines"}},
		{"table in capitals", "", "select * from ORD", "ORD", []string{"orders", "order_lines"}},
		{"table on another line", "select *\nfrom\n", "cu", "cu", []string{"customers"}},
		{"schema", "", "select * from au", "au", []string{"audit"}},
		{"table of a schema", "", "select * from audit.", "audit.", []string{"audit.orders_log"}},
		{"quoted", "", `select * from "O`, `"O`, []string{`"Order details"`}},
		{"column", "", "select * from orders where to", "to", []string{"total", "total_of", "to"}},
		{"all columns", "", "select * from orders where ", "", []string{"id", "total"}},
		{"columns of two tables", "", "select * from orders, customers where ", "", []string{"id", "name", "total"}},
		{"column of a table", "", "update orders set x = orders.t", "orders.t", []string{"orders.total"}},
		{"column of an alias", "", "select * from orders o, customers c where c.", "c.", []string{"c.id", "c.name"}},
		{"in a string", "", "select 'sel", "", nil},
		{"in a string of another line", "select '\n", "sel", "", nil},
		{"command", "", `\tim`, `\tim`, []string{`\timing`}},
		{"table of a command", "", `\d cu`, "cu", []string{"customers"}},
		{"database", "", `\c `, "", []string{"shop"}},
		{"value", "", `\x a`, "a", []string{"auto"}},
		{"copy", "", `\copy orders t`, "t", []string{"to"}},
		{"unknown command", "", `\foo b`, "b", nil},
		{"letters that are not ASCII", "", "select é", "é", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := knowing(postgresql)
			c.Before = func() string { return tt.before }
			word, got := c.Complete(tt.line)
			slices.Sort(got)
			slices.Sort(tt.want)
			if word != tt.word && len(tt.want) > 0 || !slices.Equal(got, tt.want) {
				t.Errorf("got %q for %q, want %q for %q", got, word, tt.want, tt.word)
			}
		})
	}
}

func TestCompleteFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"schema.sql", "seed.sql", ".hidden"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	_, got := knowing(postgresql).Complete(`\i ` + dir + "/s")
	want := []string{dir + "/schema.sql", dir + "/seed.sql", dir + "/sub/"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCompleteWithoutDatabase(t *testing.T) {
	c := NewCompleter(mysql)
	if word, got := c.Complete("select * from o"); word != "o" || len(got) != 0 {
		t.Errorf("got %q for %q", got, word)
	}
	c.Close()
}
