package mysql_test

import (
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/mysql"
)

func TestClasses(t *testing.T) {
	tests := []struct {
		name                                        string
		number                                      int
		code                                        string
		unknown, conflict, disconnection, rollsBack bool
	}{
		{name: "duplicate key", number: 1062, code: "23000"},
		{name: "deadlock", number: 1213, code: "40001", conflict: true, rollsBack: true},
		{name: "lock wait", number: 1205, code: "HY000", conflict: true},
		{name: "no wait", number: 3572, code: "HY000"},
		{name: "snapshot of MariaDB", number: 1020, code: "HY000", conflict: true, rollsBack: true},
		{name: "group replication", number: 3101, code: "40000", conflict: true, rollsBack: true},
		{name: "full lock table", number: 1206, code: "HY000", rollsBack: true},
		{name: "shutdown", number: 1053, code: "08S01", unknown: true, disconnection: true, rollsBack: true},
		{name: "server gone", number: 2006, code: "HY000", unknown: true, disconnection: true, rollsBack: true},
		{name: "lost in the query", number: 2013, code: "HY000", unknown: true, disconnection: true, rollsBack: true},
		{name: "killed in MariaDB", number: 1927, code: "70100", unknown: true, disconnection: true, rollsBack: true},
		{name: "too many connections", number: 1040, code: "08004", disconnection: true, rollsBack: true},
		{name: "in the commit", number: 1180, code: "HY000", unknown: true},
		{name: "interrupted", number: 1317, code: "70100"},
		{name: "read-only server", number: 1290, code: "HY000"},
		{name: "not the database's"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := engine.Message{Number: tt.number, Code: tt.code}
			got := [...]bool{mysql.OutcomeUnknown(m), mysql.IsConflict(m), mysql.IsDisconnection(m), mysql.RollsBack(m)}
			want := [...]bool{tt.unknown, tt.conflict, tt.disconnection, tt.rollsBack}
			if got != want {
				t.Errorf("unknown, conflict, disconnection, rolls back: got %v, want %v", got, want)
			}
		})
	}
}
