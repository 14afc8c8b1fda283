package stream_test

import (
	"database/sql"
	"errors"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// TestMySQLCopyOfSession: what a session was told is in force where a result is
// copied, and what words only a query by itself may have.
func TestMySQLCopyOfSession(t *testing.T) {
	tests := []struct {
		name, set, query, end string
	}{
		{name: "short groups", set: "set group_concat_max_len = 40", end: "set group_concat_max_len = default",
			query: "select floor(i / 3) as g, group_concat(md5(i)) from numbers group by g"},
		{name: "short groups, ordered", set: "set group_concat_max_len = 40", end: "set group_concat_max_len = default",
			query: "select floor(i / 3) as g, group_concat(md5(i)) from numbers group by g order by g"},
		{name: "high priority", set: "set @a = 1", end: "set @a = null", query: "select high_priority i, md5(i) from numbers"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx := within(t)
			contents := map[string]content{}
			read := func(name string, db *sql.DB, options *sql.TxOptions) {
				conn, err := db.Conn(ctx)
				if err != nil {
					t.Fatal(err)
				}
				defer conn.Close()
				defer conn.ExecContext(ctx, tt.end)
				if _, err := conn.ExecContext(ctx, tt.set); err != nil {
					t.Fatal(err)
				}
				if options == nil {
					contents[name] = mysqlContentOf(ctx, t, conn, tt.query)
					return
				}
				tx, err := conn.BeginTx(ctx, options)
				if err != nil {
					t.Fatal(err)
				}
				defer tx.Rollback()
				contents[name] = mysqlContentOf(ctx, t, tx, tt.query)
			}
			read("native", mysqlCluster.Native, nil)
			read("outside of a transaction", mysqlCluster.DataAPI, nil)
			read("in a transaction", mysqlCluster.DataAPI, &sql.TxOptions{})
			read("at READ COMMITTED", mysqlCluster.DataAPI, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
			for name, got := range contents {
				if want := contents["native"]; got != want {
					t.Errorf("%s: got %+v, want %+v", name, got, want)
				}
			}
		})
	}
}

// TestMySQLFoundRows: a query that counts for FOUND_ROWS is not run twice. Its result
// is too large the first time, and copied from then on.
func TestMySQLFoundRows(t *testing.T) {
	ctx := within(t)
	const query = "select sql_calc_found_rows i, md5(i) from numbers limit 40000"
	db, _ := openMySQL(t, nil)
	rows, err := db.QueryContext(ctx, query)
	if !errors.Is(err, auroradataapi.ErrResultTooLarge) {
		t.Fatalf("got %v, %v", rows, err)
	}
	want := mysqlContentOf(ctx, t, mysqlCluster.Native, query)
	if got := mysqlContentOf(ctx, t, db, query); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestMySQLLimitedRows: a session that limits the rows of queries gets no more from a
// copy, which the limit is not about.
func TestMySQLLimitedRows(t *testing.T) {
	ctx := within(t)
	db, _ := openMySQL(t, nil)
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "set sql_select_limit = 2900"); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.QueryContext(ctx, wideMySQL); !errors.Is(err, auroradataapi.ErrResultTooLarge) {
		t.Errorf("got %v", err)
	}
}

// TestMySQLLastInsertIDStays: the numbers of a copy's rows are no ids that the
// program has generated.
func TestMySQLLastInsertIDStays(t *testing.T) {
	ctx := within(t)
	db, _ := openMySQL(t, nil)
	execMySQL(ctx, t, "create table stays (id int auto_increment primary key, v int) auto_increment = 42")
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "insert into stays (v) values (1), (2)"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		contentOf(ctx, t, tx, wideMySQL+" order by i")
		var id int
		if err := tx.QueryRowContext(ctx, "select last_insert_id()").Scan(&id); err != nil || id != 42 {
			t.Errorf("the last id is %d, %v", id, err)
		}
	}
}
