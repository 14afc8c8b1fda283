package conformance_test

import (
	"context"
	"database/sql"
	"fmt"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// mySQL is the cluster that the tests of MySQL share. Their measure is
// go-sql-driver/mysql with parseTime, loc=UTC, clientFoundRows and
// multiStatements.
var mySQL *testcluster.Cluster

// mySQLMode stands for the driver's mode in findings about MySQL, where there is
// one.
const mySQLMode = "mysql"

func mySQLWays() (native, ours way) {
	return way{name: "go-sql-driver/mysql", native: true, db: mySQL.Native, mysql: true},
		way{name: "driver", db: mySQL.DataAPI, mysql: true}
}

// newMySQLTally returns the tally of a test of MySQL. The test logs its counts at
// its end.
func newMySQLTally(t *testing.T) *tally {
	c := &tally{t.Name(), mySQLMode}
	t.Cleanup(func() { t.Log(mySQLLine(total.of(c.test))) })
	return c
}

// mySQLLine says in one line what tests of MySQL have found.
func mySQLLine(list []finding) string {
	by := count(list)[mySQLMode]
	return fmt.Sprintf("conformance, MySQL: %d cases equal to go-sql-driver/mysql, %d listed differences", by[equal], by[listed])
}

// compareMySQL looks at one thing both ways. A difference has to be listed.
func compareMySQL(t *testing.T, counts *tally, what string, differs difference, why string, see func(way) string) {
	t.Helper()
	native, ours := mySQLWays()
	compareUnless(t, counts, differs, why, what, see(native), see(ours))
}

// onMySQL runs statements that prepare a test, past the Data API, and without a
// SQL mode, so that values are stored as they are.
func onMySQL(t *testing.T, statements ...string) {
	t.Helper()
	if err := runOnMySQL(t.Context(), statements...); err != nil {
		t.Fatal(err)
	}
}

func runOnMySQL(ctx context.Context, statements ...string) error {
	conn, err := mySQL.Native.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	for _, statement := range append([]string{"set sql_mode = ''"}, statements...) {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	_, err = conn.ExecContext(ctx, "set sql_mode = default")
	return err
}

// createOnMySQL creates a table for a test. definition is what follows its name.
func createOnMySQL(t *testing.T, name, definition string) {
	t.Helper()
	onMySQL(t, "create table "+name+" "+definition)
	t.Cleanup(func() {
		if err := runOnMySQL(context.Background(), "drop table "+name); err != nil {
			t.Error(err)
		}
	})
}

// compareMySQLBehaviours does each thing both ways, on a table of its own, and
// compares what was seen.
func compareMySQLBehaviours(t *testing.T, behaviours []behaviour) {
	t.Helper()
	counts := newMySQLTally(t)
	for _, b := range behaviours {
		t.Run(b.name, func(t *testing.T) {
			compareMySQL(t, counts, b.name, b.differs, b.why, func(w way) string {
				onMySQL(t, "set foreign_key_checks = 0", "drop table if exists thing, child, later", "set foreign_key_checks = 1",
					"create table thing (id int primary key auto_increment, name varchar(20) unique)")
				var seen transcript
				seen.do(t.Context(), b, w)
				return seen.String()
			})
		})
	}
}

// do records a behaviour, and what has ended it early: a transaction that does not
// begin.
func (r *transcript) do(ctx context.Context, b behaviour, w way) {
	defer func() {
		if problem := recover(); problem != nil {
			r.add("ended early: %v", problem)
		}
	}()
	b.do(ctx, r, w)
}

// insert records the number of rows and the generated key of a statement, or its
// error.
func (r *transcript) insert(ctx context.Context, x execer, query string, args ...any) {
	result, err := x.ExecContext(ctx, query, args...)
	if err != nil {
		r.err(query, err)
		return
	}
	r.result(query, result)
}

func (r *transcript) result(what string, result sql.Result) {
	n, err := result.RowsAffected()
	id, idErr := result.LastInsertId()
	r.add("%s: %d rows, %v, id %d, %v", what, n, err, id, idErr)
}
