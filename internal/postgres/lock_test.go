package postgres_test

import (
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

func TestReadSessionLocks(t *testing.T) {
	tests := []struct {
		name  string
		calls []string
		want  engine.SessionLocks
	}{
		{name: "none"},
		{name: "other functions", calls: []string{"now", "pg_advisory_xact_lock", "pg_try_advisory_xact_lock_shared", "app.pg_advisory_lock", "PG_ADVISORY_LOCK"}},
		{name: "lock", calls: []string{"pg_advisory_lock"}, want: engine.SessionLocks{Waits: true}},
		{name: "shared lock", calls: []string{"now", "pg_catalog.pg_advisory_lock_shared"}, want: engine.SessionLocks{Waits: true}},
		{name: "try", calls: []string{"pg_try_advisory_lock"}, want: engine.SessionLocks{Tries: true}},
		{name: "shared try", calls: []string{"pg_try_advisory_lock_shared"}, want: engine.SessionLocks{Tries: true}},
		{name: "unlock", calls: []string{"pg_advisory_unlock"}, want: engine.SessionLocks{Unlocks: true}},
		{name: "shared unlock", calls: []string{"pg_advisory_unlock_shared"}, want: engine.SessionLocks{Unlocks: true}},
		{name: "unlock all", calls: []string{"pg_catalog.pg_advisory_unlock_all"}, want: engine.SessionLocks{UnlocksAll: true}},
		{name: "several", calls: []string{"pg_advisory_lock", "pg_advisory_unlock"}, want: engine.SessionLocks{Waits: true, Unlocks: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := postgres.ReadSessionLocks(tt.calls)
			if got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
			if got.Any() != (tt.want != engine.SessionLocks{}) {
				t.Errorf("Any is %v", got.Any())
			}
		})
	}
}

func TestMayUseSessionLocks(t *testing.T) {
	tests := []struct {
		keyword, sql string
		want         bool
	}{
		{"", "", false},
		{"SELECT", "select 1", false},
		{"SELECT", "select advisor, a, ADVISOR", false},
		{"SELECT", "select advisory", false},
		{"SELECT", "select pg_advisory_lock(1)", true},
		{"SELECT", "SELECT PG_TRY_ADVISORY_LOCK (1)", true},
		{"SELECT", `select "pg_advisory_unlock"(1)`, true},
		{"INSERT", "insert into t select pg_advisory_lock(1)", true},
		{"GRANT", "grant execute on function pg_advisory_lock(bigint) to app", false},
	}
	for _, tt := range tests {
		if got := postgres.MayUseSessionLocks(tt.keyword, tt.sql); got != tt.want {
			t.Errorf("%s: got %v", tt.sql, got)
		}
	}
}

func TestDiscardsAll(t *testing.T) {
	for words, want := range map[string]bool{"": false, "DISCARD": false, "DISCARD PLANS": false, "DISCARD ALL": true} {
		if got := postgres.DiscardsAll(strings.Fields(words)); got != want {
			t.Errorf("%s: got %v", words, got)
		}
	}
}
