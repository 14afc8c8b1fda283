package emulator_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// TestMySQLDatabaseAndRole shows that the next caller is in the database and in the
// role of a new session, by whatever way the one before has left them.
func TestMySQLDatabaseAndRole(t *testing.T) {
	for _, sql := range []string{"create database elsewhere", "create role if not exists helper"} {
		runs(sql)(t, mysql)
	}
	t.Cleanup(func() {
		runs("drop role helper")(t, mysql)
		runs("drop database elsewhere")(t, mysql)
	})
	roleless := string(mysql.execute(t, "select current_role()").result(t).Records)
	tests := []struct {
		name, sql string
		either    bool // MySQL may refuse it
	}{
		{name: "use", sql: "use elsewhere"},
		{name: "use in a comment", sql: "/*!50000 use elsewhere */"},
		{name: "use at once", sql: "execute immediate 'use elsewhere'", either: true},
		{name: "role", sql: "set role helper"},
		{name: "role behind a comment", sql: "/* a */ set role 'helper'"},
	}
	for _, database := range []string{mysqlDatabase, ""} {
		c := attachedMySQL(t, &emulator.Server{})
		want := `{"stringValue":"` + mysqlDatabase + `"}`
		if c.database = database; database == "" {
			want = `{"isNull":true}`
		}
		for _, test := range tests {
			t.Run(test.name+" from "+database, func(t *testing.T) {
				m := members{"sql": test.sql, "database": database}
				if a := c.call(t, "/Execute", m); a.status != http.StatusOK && !test.either {
					t.Fatalf("%s answered %s", test.sql, a)
				}
				m["sql"] = "select database()"
				if got := string(c.call(t, "/Execute", m).result(t).Records); got != "[["+want+"]]" {
					t.Errorf("the next caller is in %s, want %s", got, want)
				}
				m["sql"] = "select current_role()"
				if got := string(c.call(t, "/Execute", m).result(t).Records); got != roleless {
					t.Errorf("the next caller has the role %s, want %s", got, roleless)
				}
			})
		}
	}
}

// TestMySQLDropInProcedure drops the database of the session where no look at the
// statement tells.
func TestMySQLDropInProcedure(t *testing.T) {
	c := attachedMySQL(t, &emulator.Server{})
	runs("create database short_lived")(t, mysql)
	runs("create procedure drop_short_lived() drop database short_lived")(t, mysql)
	t.Cleanup(func() { runs("drop procedure drop_short_lived")(t, mysql) })
	c.database = "short_lived"
	runs("call "+mysqlDatabase+".drop_short_lived()")(t, c)
	databaseError("select 1", "Unknown database 'short_lived'; Error code: 1049; SQLState: 42000")(t, c)
}

// TestMySQLKillAtLimit times a statement out whose user has no connection left for
// the KILL QUERY, until another one ends.
func TestMySQLKillAtLimit(t *testing.T) {
	runs("create user narrow identified by 'narrow' with max_user_connections 2")(t, mysql)
	t.Cleanup(func() { runs("drop user narrow")(t, mysql) })
	runs("grant all on "+mysqlDatabase+".* to narrow")(t, mysql)
	clock := &emulator.ManualClock{}
	c := attachedMySQL(t, &emulator.Server{Clock: clock, Secrets: []emulator.Secret{
		{Name: "rds-db-credentials/mysql", Username: "narrow", Password: "narrow"},
	}})
	defer holdRow(t)()
	other := c.begin(t).number(t, "select connection_id()")
	done := waitForRow(t, c, members{})
	clock.Advance(45 * time.Second)
	runs(fmt.Sprintf("kill %d", other))(t, mysql)
	(<-done).wantException(t, "StatementTimeoutException", "Request timed out")
	if n := mysql.number(t, rowWaits); n != 0 {
		t.Errorf("%d statements run behind their timeout", n)
	}
}
