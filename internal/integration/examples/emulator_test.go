package examples_test

import (
	"database/sql"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// TestOrders is a test of a program that uses the driver. It has an emulator of
// its own, which ends with it, and needs no environment but the credentials,
// which an emulator does not look at.
func TestOrders(t *testing.T) {
	db := openOrders(t, emulator.StartT(t, &emulator.Server{}))
	var id int
	if err := db.QueryRow("insert into orders (item) values ($1) returning id", "apple").Scan(&id); err != nil || id != 1 {
		t.Errorf("got order %d, %v, want order 1", id, err)
	}
}

// TestLostCommit has the answer to a commit lost, as a network loses one, and looks
// at what the program makes of it.
func TestLostCommit(t *testing.T) {
	srv := emulator.StartT(t, &emulator.Server{})
	db := openOrders(t, srv)
	remove, err := srv.Inject(emulator.Fault{Kind: emulator.FaultDropAfter, Operations: []string{"CommitTransaction"}, Times: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer remove()

	err = auroradataapi.RunTx(t.Context(), db, nil, func(tx *sql.Tx) error {
		_, err := tx.Exec("insert into orders (item) values ($1)", "apple")
		return err
	})
	if err != nil {
		t.Errorf("got %v, want the commit resolved", err)
	}
	var orders int
	if err := db.QueryRow("select count(*) from orders").Scan(&orders); err != nil || orders != 1 {
		t.Errorf("got %d orders, %v, want 1", orders, err)
	}
	if n := srv.Injected()[emulator.FaultDropAfter]; n != 1 {
		t.Errorf("%d answers were lost, want 1", n)
	}
}

// openOrders opens the database of an emulator and makes the table orders.
func openOrders(t *testing.T, srv *emulator.Server) *sql.DB {
	t.Helper()
	t.Setenv("AWS_ACCESS_KEY_ID", "local")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "local")
	dsn := auroradataapi.Config{
		ClusterARN:     srv.ClusterARN("local"),
		SecretARN:      srv.SecretARN("rds-db-credentials/local"),
		Endpoint:       srv.URL(),
		Database:       "postgres",
		ResolveCommits: true,
	}.FormatDSN()
	db, err := sql.Open("auroradataapi", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if _, err := db.Exec("create table orders (id int generated always as identity, item text)"); err != nil {
		t.Fatal(err)
	}
	return db
}
