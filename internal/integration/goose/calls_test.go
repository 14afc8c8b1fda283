package goose_test

import (
	"testing"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// calls are what migrating takes, by the figures of docs/migrations.md.
type calls struct {
	nothing int // Up when nothing is to be done, by a provider that was used before
	one     int // one migration of one statement
	each    int // each migration of one statement more
	noTx    int // the same with NO TRANSACTION
}

// TestCalls counts the calls of the Data API.
func TestCalls(t *testing.T) {
	session, err := lock.NewPostgresSessionLocker()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name    string
		engine  auroradataapi.Engine
		options []goose.ProviderOption
		want    calls
	}{
		{name: "no locker", engine: auroradataapi.EnginePostgreSQL, want: calls{nothing: 1, one: 9, each: 6, noTx: 3}},
		{
			name: "session locker", engine: auroradataapi.EnginePostgreSQL, options: []goose.ProviderOption{goose.WithSessionLocker(session)},
			want: calls{nothing: 1, one: 22, each: 7, noTx: 5},
		},
		{name: "no locker", engine: auroradataapi.EngineMySQL, want: calls{nothing: 2, one: 9, each: 5, noTx: 2}},
	}
	for _, test := range tests {
		t.Run(test.engine.String()+"/"+test.name, func(t *testing.T) {
			if got := countCalls(t, bothways.New(t, test.engine, false), test.options); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func countCalls(t testing.TB, d bothways.Database, options []goose.ProviderOption) (c calls) {
	t.Helper()
	f := files{}
	for _, name := range []string{"00001_t.sql", "00002_t.sql", "00003_t.sql", "00004_t.sql"} {
		f[name] = "-- +goose Up\ncreate table if not exists t (n int);"
	}
	for _, name := range []string{"00005_t.sql", "00006_t.sql", "00007_t.sql", "00008_t.sql"} {
		f[name] = "-- +goose NO TRANSACTION\n-- +goose Up\ncreate table if not exists t (n int);"
	}
	p := f.provider(t, d, d.DB, options...)
	upTo := func(version int64) int {
		return d.Calls(func() {
			if _, err := p.UpTo(t.Context(), version); err != nil {
				t.Error(err)
			}
		})
	}
	upTo(1) // the first time, some statements are described
	c.one = upTo(2)
	c.each = upTo(4) - c.one
	upTo(5)
	one := upTo(6)
	c.noTx = upTo(8) - one
	c.nothing = upTo(8)
	return c
}
