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
	srv := emulator.RunT(t, &emulator.Server{})
	t.Setenv("AWS_ACCESS_KEY_ID", "local")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "local")
	dsn := auroradataapi.Config{
		ClusterARN: srv.ClusterARN("local"),
		SecretARN:  srv.SecretARN("rds-db-credentials/local"),
		Endpoint:   srv.URL(),
		Database:   "postgres",
	}.FormatDSN()
	db, err := sql.Open("auroradataapi", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()

	if _, err := db.Exec("create table orders (id int generated always as identity, item text)"); err != nil {
		t.Fatal(err)
	}
	var id int
	if err := db.QueryRow("insert into orders (item) values ($1) returning id", "apple").Scan(&id); err != nil || id != 1 {
		t.Errorf("got order %d, %v, want order 1", id, err)
	}
}
