package postgres_test

import (
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

func TestReadSessionLocks(t *testing.T) {
	tests := []struct {
		name  string
		calls []string
		want  postgres.SessionLocks
	}{
		{name: "none"},
		{name: "other functions", calls: []string{"now", "pg_advisory_xact_lock", "pg_try_advisory_xact_lock_shared", "app.pg_advisory_lock", "PG_ADVISORY_LOCK"}},
		{name: "lock", calls: []string{"pg_advisory_lock"}, want: postgres.SessionLocks{Waits: true}},
		{name: "shared lock", calls: []string{"now", "pg_catalog.pg_advisory_lock_shared"}, want: postgres.SessionLocks{Waits: true}},
		{name: "try", calls: []string{"pg_try_advisory_lock"}, want: postgres.SessionLocks{Tries: true}},
		{name: "shared try", calls: []string{"pg_try_advisory_lock_shared"}, want: postgres.SessionLocks{Tries: true}},
		{name: "unlock", calls: []string{"pg_advisory_unlock"}, want: postgres.SessionLocks{Unlocks: true}},
		{name: "shared unlock", calls: []string{"pg_advisory_unlock_shared"}, want: postgres.SessionLocks{Unlocks: true}},
		{name: "unlock all", calls: []string{"pg_catalog.pg_advisory_unlock_all"}, want: postgres.SessionLocks{UnlocksAll: true}},
		{name: "several", calls: []string{"pg_advisory_lock", "pg_advisory_unlock"}, want: postgres.SessionLocks{Waits: true, Unlocks: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := postgres.ReadSessionLocks(tt.calls)
			if got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
			if got.Any() != (tt.want != postgres.SessionLocks{}) {
				t.Errorf("Any is %v", got.Any())
			}
		})
	}
}

func TestMentionsSessionLocks(t *testing.T) {
	for sql, want := range map[string]bool{
		"":                                false,
		"select 1":                        false,
		"select advisor, a, ADVISOR":      false,
		"select advisory":                 false,
		"select pg_advisory_lock(1)":      true,
		"SELECT PG_TRY_ADVISORY_LOCK (1)": true,
		`select "pg_advisory_unlock"(1)`:  true,
	} {
		if got := postgres.MentionsSessionLocks(sql); got != want {
			t.Errorf("%s: got %v", sql, got)
		}
	}
}
