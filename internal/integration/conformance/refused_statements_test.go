package conformance_test

import (
	"strings"
	"testing"
)

// refusedStatement is one that pgx runs and the driver refuses, because over the
// Data API it would not do what it says.
type refusedStatement struct {
	text   string
	advice string // a part of the error
}

var refusedStatements = []refusedStatement{
	{"load 'auto_explain'", "in a transaction"},
	{"prepare p as select 1", "Prepare of database/sql"},
	{"create temp table t (a int)", "in a transaction"},
	{"create view pg_temp.v as select 1", "in a transaction"},
	{"select 1 as a into temp t", "in a transaction"},
	{"declare c cursor with hold for select 1", "in a transaction"},
	{"prepare transaction 't'", "COMMIT"},
	{"listen news", "notifications"},
	{"copy thing to stdout", "read with SELECT"},
	{"copy thing from stdin", "use CopyFrom or ExecBatch"},
}

func TestRefusedStatements(t *testing.T) {
	counts := newTally(t)
	for _, c := range refusedStatements {
		t.Run(c.text, func(t *testing.T) {
			_, err := cluster.DataAPI.ExecContext(t.Context(), c.text)
			if err == nil || !strings.Contains(err.Error(), c.advice) {
				t.Fatalf("got %v, want an error that says %q", err, c.advice)
			}
			counts.differs(c.text, err.Error(), "", "")
		})
	}
}
