package chaos_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/integration/report"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// TestChaos is the run.
func TestChaos(t *testing.T) { onEachEngine(t, testChaos) }

func testChaos(t *testing.T) {
	setUp(t)
	l := newLedger()
	started := time.Now()
	raise(t)
	runPrograms(t, l)
	calm(t, "chaos")
	settle(t)
	found, err := tokens(t.Context(), spoken.tokens)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range l.violations(found) {
		t.Errorf("seed %d: %s", *seed, v)
	}
	tell(t, "chaos on %s: seed %d, %d operations of %d programs in %v", spoken.engine, *seed, *operations, *programs, time.Since(started).Round(time.Second))
	for _, kind := range slices.Sorted(maps.Keys(l.counts)) {
		tellCounts(t, "chaos: "+kind, l.counts[kind])
		if l.counts[kind][committed] == 0 && kind != rolledBack {
			t.Errorf("no %s has succeeded", kind)
		}
	}
	rows, there := l.rows(found)
	tell(t, "chaos: rows: %d committed, %d discarded, %d unknown of which %d are there", rows[committed], rows[discarded], rows[unknown], there)
	if rows[committed] == 0 || rows[discarded] == 0 || rows[unknown] == 0 {
		t.Error("every fate should be among those of the rows")
	}
}

// setUp makes the tables of the run.
func setUp(t *testing.T) {
	t.Helper()
	table(t, "chaos", "program int, token text")
	table(t, "chaos_lists", spoken.lists)
	mustExec(t, spoken.fill, *programs+contested-1)
	for _, statement := range spoken.more {
		mustExec(t, statement)
	}
}

// runPrograms has the programs do all operations, by two databases: one asks what
// became of commits, if the engine can say it.
func runPrograms(t *testing.T, l *ledger) {
	t.Helper()
	databases := []*sql.DB{open(t, false), open(t, spoken.resolves)}
	inParallel(func(id, count int) {
		p := &program{id: id, db: databases[id%2], random: rand.New(rand.NewPCG(*seed, uint64(id))), ledger: l}
		for range count {
			if err := p.step(t.Context()); err != nil {
				t.Errorf("seed %d: %v", *seed, err)
			}
		}
	})
	for _, db := range databases {
		if n := db.Stats().InUse; n != 0 {
			t.Errorf("%d connections are in use", n)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

func open(t *testing.T, resolveCommits bool) *sql.DB {
	t.Helper()
	config := cluster.Config()
	config.ResolveCommits = resolveCommits
	db, err := testcluster.Open(config)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(*programs)
	return db
}

// inParallel divides the operations among the programs, and returns when all are
// done.
func inParallel(run func(id, count int)) {
	var group sync.WaitGroup
	for id := range *programs {
		count := *operations / *programs
		if id < *operations%*programs {
			count++
		}
		group.Go(func() { run(id, count) })
	}
	group.Wait()
}

// settle ends transactions whose id was lost, and waits until no session of the
// database is at work. A statement whose answer was lost has run by then.
func settle(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for n := -1; n != 0; {
		cluster.Server.ExpireTransactions()
		if err := cluster.Native.QueryRowContext(ctx, spoken.busy).Scan(&n); err != nil {
			t.Fatalf("%d sessions are at work: %v", n, err)
		}
	}
}

// table makes a table for the length of a test.
func table(t *testing.T, name, columns string) {
	t.Helper()
	mustExec(t, "create table "+name+" ("+columns+")")
	t.Cleanup(func() { cluster.Native.Exec("drop table " + name) }) // the next test to make it fails if this does
}

func mustExec(t *testing.T, statement string, args ...any) {
	t.Helper()
	if _, err := cluster.Native.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// tell prints a line of what was counted.
func tell(t *testing.T, format string, args ...any) {
	t.Helper()
	if err := report.Line(format, args...); err != nil {
		t.Error(err)
	}
}

// tellCounts prints counts by what they count.
func tellCounts[K ~string](t *testing.T, what string, counts map[K]int) {
	t.Helper()
	var parts []string
	all := 0
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%d %s", counts[key], key))
		all += counts[key]
	}
	tell(t, "%s: %d: %s", what, all, strings.Join(parts, ", "))
}
