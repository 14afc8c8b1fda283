// Package exampletest runs an example as a user would: with a cluster, a secret and
// the URL of a database in the environment.
package exampletest

import (
	"bytes"
	"context"
	"database/sql"
	"io"
	"os"
	"strings"
	"testing"

	_ "github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// Output runs an example on a new database and returns what it prints.
func Output(t *testing.T, engine emulator.Engine, run func(ctx context.Context, url string, w io.Writer) error) string {
	t.Helper()
	server := emulator.StartT(t, &emulator.Server{Clusters: []emulator.Cluster{{ID: "shop", Engine: engine}}})
	for _, variable := range append(server.Environ(), "AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull) {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
	url := string(engine) + "+auroradataapi://:@/"
	create(t, url)
	var output bytes.Buffer
	if err := run(t.Context(), url+"shop", &output); err != nil {
		t.Fatalf("%v, after:\n%s", err, &output)
	}
	return output.String()
}

// create creates the database shop.
func create(t *testing.T, url string) {
	t.Helper()
	if strings.HasPrefix(url, "postgresql") {
		url += "postgres"
	}
	db, err := sql.Open("auroradataapi", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "CREATE DATABASE shop"); err != nil {
		t.Fatal(err)
	}
}
