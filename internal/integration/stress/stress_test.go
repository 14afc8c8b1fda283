package stress_test

import (
	"context"
	"flag"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/report"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

var (
	seed   = flag.Uint64("seed", 1, "what the programs do")
	things = flag.Int("things", 10, "how many things each program does")
)

const programs = 200

var (
	cluster *testcluster.Cluster
	clock   emulator.ManualClock // of the cluster
)

func TestMain(m *testing.M) { os.Exit(testcluster.Main(m, &emulator.Server{Clock: &clock}, &cluster)) }

func TestStress(t *testing.T) {
	if _, err := cluster.Native.Exec("create table ledger (program int, token text)"); err != nil {
		t.Fatal(err)
	}
	db, err := testcluster.Open(cluster.Config())
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(40)
	var counts tally
	all := make([]*program, programs)
	var group sync.WaitGroup
	for i := range all {
		all[i] = &program{id: i, db: db, random: rand.New(rand.NewPCG(*seed, uint64(i))), ledger: ledger{}, tally: &counts}
		group.Go(func() { all[i].run(t, *things) })
	}
	group.Wait()
	eventually(t, "connections in use", 0, func(ctx context.Context) (int, error) {
		return db.Stats().InUse, cluster.Native.PingContext(ctx)
	})
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	checkHTTP(t)
	checkSessions(t, counts.of(broken))
	checkLedgers(t, all)
	t.Logf("%d programs: %v", programs, counts.counts)
}

// patience is how long the statements that were given up may still run.
const patience = 30 * time.Second

// eventually wants a number to become at most so much.
func eventually(t *testing.T, what string, most int, count func(context.Context) (int, error)) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		n, err := count(ctx)
		if err == nil && n <= most {
			return
		}
		if err != nil || ctx.Err() != nil {
			t.Errorf("%s: got %d, %v, want at most %d", what, n, err, most)
			return
		}
	}
}

// checkHTTP wants every HTTP connection of the driver closed with its database.
func checkHTTP(t *testing.T) {
	t.Helper()
	eventually(t, "HTTP connections", 0, func(ctx context.Context) (int, error) {
		stacks := make([]byte, 1<<24)
		stacks = stacks[:runtime.Stack(stacks, true)]
		return strings.Count(string(stacks), "net/http.(*persistConn).readLoop("), cluster.Native.PingContext(ctx)
	})
}

// checkSessions wants no session of PostgreSQL to be at work, and none in a
// transaction but of those whose id was lost with the answer. Those end by
// themselves.
func checkSessions(t *testing.T, lostAnswers int) {
	t.Helper()
	sessions := func(state string) func(context.Context) (int, error) {
		return func(ctx context.Context) (n int, err error) {
			const query = "select count(*) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend' and state like $1"
			return n, cluster.Native.QueryRowContext(ctx, query, state).Scan(&n)
		}
	}
	eventually(t, "sessions at work", 0, sessions("active"))
	eventually(t, "transactions left open", lostAnswers, sessions("idle in transaction%"))
	clock.Advance(4 * time.Minute)
	eventually(t, "transactions left open for four minutes", 0, sessions("idle in transaction%"))
}

// checkLedgers compares what the programs believe with the table.
func checkLedgers(t *testing.T, all []*program) {
	t.Helper()
	fates := map[fate]int{}
	for _, p := range all {
		tokens, err := rowsOf(t.Context(), cluster.Native, p.id)
		if err == nil {
			err = p.ledger.check(tokens)
		}
		if err != nil {
			t.Errorf("program %d: %v", p.id, err)
		}
		for _, fate := range p.ledger {
			fates[fate]++
		}
	}
	if err := report.Line("stress: %d programs, rows: %d committed, %d discarded, %d with an unknown outcome", programs, fates[committed], fates[discarded], fates[unknown]); err != nil {
		t.Error(err)
	}
	if fates[committed] == 0 || fates[unknown] == 0 {
		t.Error("some rows should be committed, and some should have an unknown outcome")
	}
}
