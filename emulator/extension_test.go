package emulator_test

import (
	"net/http"
	"strings"
	"testing"
)

// checkExtensions creates extensions of each kind. Contrib has them: Debian's
// package postgresql-15, and postgresql-contrib elsewhere.
func checkExtensions(t *testing.T) {
	notSuper := gives("select rolsuper from pg_roles where rolname = session_user", `{"booleanValue":false}`)
	transacts(
		runs("create extension pg_trgm"), runs("create extension hstore"), runs("create extension citext"), runs(`create extension "uuid-ossp"`),
		runs("create extension pg_stat_statements"), notSuper,
		runs("create extension if not exists pg_stat_statements"), notSuper,
		runs("/* a comment */ create extension earthdistance cascade"), notSuper,
		gives("select count(*) from pg_extension where extowner = 'postgres'::regrole", `{"longValue":7}`),
		runs("drop extension pg_stat_statements"),
		runs("do 'begin execute ''create extension pg_buffercache''; end'"), notSuper,
	)(t)
	for name, sql := range map[string]string{
		"file_fdw":    "create extension file_fdw",
		"pageinspect": "create extension pageinspect /* pg_stat_statements */",
		"adminpack":   "do 'begin execute ''create extension adminpack''; end' -- pg_stat_statements",
		"dblink":      "create extension dblink",
	} {
		t.Run(name, func(t *testing.T) {
			c := caller{server: shared}
			answered := c.execute(t, sql)
			_, reason, _ := strings.Cut(answered.body, "permission denied to create extension")
			if answered.status != http.StatusBadRequest || !strings.Contains(reason, name) || !strings.Contains(reason, "SQLState: 42501") {
				t.Errorf("got %d %s", answered.status, answered.body)
			}
			notSuper(t, c)
		})
	}
	transacts(
		runs("create role fidelity_member role postgres"), runs("set local role fidelity_member"),
		databaseError("create extension pg_stat_statements", "ERROR: permission denied to create extension \"pg_stat_statements\"; Hint: Must be superuser to create this extension.; SQLState: 42501"),
	)(t)
}
