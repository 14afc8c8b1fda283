// Package dktesting stands for golang-migrate's package of that name: a test gets
// a new database where it had a container for each version of a server.
package dktesting

import (
	"database/sql"
	"fmt"
	"os"
	"sync/atomic"
	"testing"

	"github.com/dhui/dktest"
)

// ContainerSpec says what container a test wants.
type ContainerSpec struct {
	ImageName string
	Options   dktest.Options
}

var databases atomic.Int64

// ParallelTest runs a test once, in a database of its own.
func ParallelTest(t *testing.T, _ []ContainerSpec, test func(*testing.T, dktest.ContainerInfo)) {
	t.Helper()
	driver, number := os.Getenv("UPSTREAM_NATIVE_DRIVER"), fmt.Sprint(databases.Add(1))
	name := os.Getenv("UPSTREAM_DATABASE") + "_" + number
	db, err := sql.Open(driver, os.Getenv("UPSTREAM_NATIVE_DSN"))
	if err != nil {
		t.Fatal(err)
	}
	run := func(statements ...string) {
		for _, statement := range statements {
			if _, err := db.Exec(statement); err != nil {
				t.Error(err)
			}
		}
	}
	run("create database " + name)
	defer func() {
		if driver == "pgx" {
			run("drop database "+name+" with (force)", "drop role if exists not_owner")
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	test(t, dktest.ContainerInfo{Database: number})
}
