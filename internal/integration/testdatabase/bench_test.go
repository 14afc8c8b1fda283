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
	b.Setenv("TMPDIR", "") // which TestMain moves; the server is then where it is for others
	closeShared(b)
	defer closeShared(b)
	for _, engine := range engines {
		for _, fixture := range []struct {
			name string
			of   *emulator.Fixture
		}{{"empty", &emulator.Fixture{Engine: engine}}, {"20tables", schemas[engine]}} {
			b.Run(string(engine)+"/"+fixture.name, func(b *testing.B) {
				freshDatabase(b, fixture.of) // the server and the template are there now
				for b.Loop() {
					freshDatabase(b, fixture.of)
				}
			})
		}
	}
}

func freshDatabase(b *testing.B, fixture *emulator.Fixture) {
	ends := &test{B: b}
	defer ends.end()
	if err := emulator.RunT(ends, fixture).DB.Ping(); err != nil {
		b.Fatal(err)
	}
}

func closeShared(b *testing.B) {
	if err := emulator.CloseShared(); err != nil {
		b.Error(err)
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
