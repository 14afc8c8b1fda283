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
	number := fmt.Sprint(databases.Add(1))
	db, err := sql.Open(os.Getenv("UPSTREAM_NATIVE_DRIVER"), os.Getenv("UPSTREAM_NATIVE_DSN"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	if _, err := db.Exec("create database " + os.Getenv("UPSTREAM_DATABASE") + "_" + number); err != nil {
		t.Fatal(err)
	}
	test(t, dktest.ContainerInfo{Database: number})
}
