package testdatabase_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// schemas are of twenty tables with two indexes and a hundred rows each.
var schemas = map[emulator.Engine]*emulator.Fixture{
	emulator.PostgreSQL: {SQL: schema(
		"create table t%d (id bigint generated always as identity primary key, a text unique, b jsonb)",
		"insert into t%d (a) select g::text from generate_series(1, 100) g")},
	emulator.MySQL: {Engine: emulator.MySQL, SQL: schema(
		"create table t%d (id bigint auto_increment primary key, a varchar(100) unique, b json)",
		"insert into t%d (a) with recursive g (n) as (select 1 union all select n + 1 from g where n < 100) select n from g")},
}

func schema(statements ...string) string {
	var b strings.Builder
	for i := range 20 {
		for _, s := range statements {
			fmt.Fprintf(&b, s+";\n", i)
		}
	}
	return b.String()
}

// BenchmarkRunT measures what a test waits for its database, and at its end for the
// database to go.
func BenchmarkRunT(b *testing.B) {
	for _, engine := range engines {
		for _, fixture := range []struct {
			name string
			of   *emulator.Fixture
		}{{"empty", &emulator.Fixture{Engine: engine}}, {"20tables", schemas[engine]}} {
			b.Run(string(engine)+"/"+fixture.name, func(b *testing.B) {
				emulator.RunT(b, fixture.of) // the server and the template are there now
				for b.Loop() {
					ends := &test{B: b}
					d := emulator.RunT(ends, fixture.of)
					if err := d.DB.Ping(); err != nil {
						b.Fatal(err)
					}
					b.StopTimer()
					b.StartTimer()
					ends.end()
				}
			})
		}
	}
}

// test is a test that ends when it is told to.
type test struct {
	*testing.B
	cleanups []func()
}

func (t *test) Cleanup(f func()) { t.cleanups = append(t.cleanups, f) }

func (t *test) end() {
	for _, f := range t.cleanups {
		f()
	}
}
