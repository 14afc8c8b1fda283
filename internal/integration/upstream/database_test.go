package upstream_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// database is one of the shared cluster that a run has for itself.
type database struct {
	name    string
	backend *pgx.ConnConfig // the server behind the cluster
}

func pgxEnvironment(t *testing.T, name, driverName string) []string {
	t.Helper()
	return createDatabase(t, name).environment(driverName, auroradataapi.CompatPgx)
}

func libpqEnvironment(t *testing.T, name, driverName string) []string {
	t.Helper()
	return createDatabase(t, name).environment(driverName, auroradataapi.CompatPQ)
}

func createDatabase(t *testing.T, name string) database {
	t.Helper()
	if _, err := cluster.Native.ExecContext(t.Context(), "create database "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := cluster.Native.Exec("drop database " + name + " with (force)"); err != nil {
			t.Error(err)
		}
	})
	backend, err := pgx.ParseConfig(cluster.Server.BackendDSN(testcluster.ID))
	if err != nil {
		t.Fatal(err)
	}
	return database{name, backend}
}

// environment returns the variables with which the suites find the database
// natively and, if they are redirected, by a driver of database/sql.
func (d database) environment(driverName string, compat auroradataapi.Compat) []string {
	dsn := d.nativeDSN()
	if driverName == "auroradataapi" {
		config := cluster.Config()
		config.Database, config.AWSConfig, config.Compat = d.name, nil, compat
		dsn = config.FormatDSN()
	}
	return append(cluster.Server.Environ(),
		"PGX_TEST_DATABASE="+d.nativeDSN(),
		"PGHOST="+d.backend.Host,
		"PGPORT="+strconv.Itoa(int(d.backend.Port)),
		"PGUSER="+d.backend.User,
		"PGPASSWORD="+d.backend.Password,
		"PGDATABASE="+d.name,
		"PGSSLMODE=disable",
		"UPSTREAM_DRIVER="+driverName,
		"UPSTREAM_DSN="+dsn,
	)
}

func (d database) nativeDSN() string {
	quoted := strings.NewReplacer(`\`, `\\`, `'`, `\'`)
	return "host='" + quoted.Replace(d.backend.Host) + "'" +
		" port=" + strconv.Itoa(int(d.backend.Port)) +
		" user='" + quoted.Replace(d.backend.User) + "'" +
		" password='" + quoted.Replace(d.backend.Password) + "'" +
		" dbname=" + d.name + " sslmode=disable"
}
