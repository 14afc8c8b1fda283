package bothways

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"github.com/auroradataapi/auroradataapi"
)

func nativeDriver(engine auroradataapi.Engine) string {
	if engine == auroradataapi.EngineMySQL {
		return "mysql"
	}
	return "pgx"
}

func nativeDSN(t testing.TB, engine auroradataapi.Engine, database string) string {
	t.Helper()
	dsn := shared.emulator.BackendDSN(engine.String())
	format := postgreSQLDSN
	if engine == auroradataapi.EngineMySQL {
		format = mySQLDSN
	}
	dsn, err := format(dsn, database)
	if err != nil {
		t.Fatal(err)
	}
	return dsn
}

// postgreSQLDSN is in the form that pgx and lib/pq have in common.
func postgreSQLDSN(server, database string) (string, error) {
	c, err := pgx.ParseConfig(server)
	if err != nil {
		return "", err
	}
	quoted := strings.NewReplacer(`\`, `\\`, `'`, `\'`)
	return "host='" + quoted.Replace(c.Host) + "' port=" + strconv.Itoa(int(c.Port)) +
		" user='" + quoted.Replace(c.User) + "' password='" + quoted.Replace(c.Password) +
		"' dbname=" + database + " sslmode=disable", nil
}

// mySQLDSN has the options that the driver is measured by: times as such, in UTC,
// rows counted that are found, and texts of several statements.
func mySQLDSN(server, database string) (string, error) {
	c, err := mysql.ParseDSN(server)
	if err != nil {
		return "", err
	}
	c.DBName = database
	c.ParseTime, c.Loc = true, time.UTC
	c.ClientFoundRows, c.MultiStatements = true, true
	return c.FormatDSN(), nil
}
