//go:build unix

package emulator_test

import (
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// TestFrozenServer shows that a statement ends at its timeout even if the server
// takes no notice of being told to stop it.
func TestFrozenServer(t *testing.T) {
	clock := &emulator.ManualClock{}
	s := emulator.StartT(t, &emulator.Server{Clock: clock})
	administrator := s.AdministratorDSN("local")
	postmaster, err := strconv.Atoi(runStatements(t, administrator, []string{"select split_part(pg_read_file('postmaster.pid'), e'\\n', 1)"}))
	if err != nil {
		t.Fatal(err)
	}
	id := begin(t, s)
	running := start(t, s, in(s, id, "select pg_sleep(600)"))
	const asleep = "select count(*) from pg_stat_activity where wait_event = 'PgSleep'"
	for deadline := time.Now().Add(patience); runStatements(t, administrator, []string{asleep}) == "0"; {
		if time.Now().After(deadline) {
			t.Fatal("the statement does not run")
		}
	}
	if err := syscall.Kill(postmaster, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	defer syscall.Kill(postmaster, syscall.SIGCONT)
	clock.Advance(45 * time.Second)
	select {
	case err := <-running:
		wantTimeout(t, err)
	case <-time.After(patience):
		t.Error("the statement is not given up")
	}
}
