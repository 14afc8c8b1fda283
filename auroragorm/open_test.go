package auroragorm_test

import (
	"database/sql"
	"strings"
	"testing"

	native "github.com/go-sql-driver/mysql"
	"gorm.io/driver/mysql"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/auroragorm"
)

const (
	arns       = "aurora_cluster_arn=arn:aws:rds:us-east-1:123456789012:cluster:shop&secret_arn=shop"
	postgreSQL = "postgresql+auroradataapi://:@/shop?" + arns
	mySQL      = "mysql+auroradataapi://:@/shop?" + arns
	settings   = "database=shop aurora_cluster_arn=arn:aws:rds:us-east-1:123456789012:cluster:shop secret_arn=shop"
)

// withoutCalls has gorm.Open make none.
var withoutCalls = mysql.Config{SkipInitializeWithVersion: true}

func open(c auroragorm.Config) (*gorm.DB, error) {
	return gorm.Open(auroragorm.New(c), &gorm.Config{DisableAutomaticPing: true})
}

func openDB(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("auroradataapi", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// TestEngine opens databases of each engine in each way, and makes no call.
func TestEngine(t *testing.T) {
	const postgresName, mysqlName = "postgres", "mysql"
	tests := []struct {
		name   string
		config auroragorm.Config
		want   string
	}{
		{name: "URL of PostgreSQL", config: auroragorm.Config{DSN: postgreSQL}, want: postgresName},
		{name: "URL of MySQL", config: auroragorm.Config{DSN: mySQL, MySQL: withoutCalls}, want: mysqlName},
		{name: "settings", config: auroragorm.Config{DSN: settings}, want: postgresName},
		{name: "settings of MySQL", config: auroragorm.Config{DSN: settings, Engine: auroradataapi.EngineMySQL, MySQL: withoutCalls}, want: mysqlName},
		{name: "pool of PostgreSQL", config: auroragorm.Config{Conn: openDB(t, postgreSQL)}, want: postgresName},
		{name: "pool of MySQL", config: auroragorm.Config{Conn: openDB(t, mySQL), MySQL: withoutCalls}, want: mysqlName},
		{name: "pool that does not tell", config: auroragorm.Config{Conn: wrapped{openDB(t, mySQL)}, Engine: auroradataapi.EngineMySQL, MySQL: withoutCalls}, want: mysqlName},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			db, err := open(test.config)
			if err != nil {
				t.Fatal(err)
			}
			if got := db.Name(); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			pool, err := db.DB()
			if err != nil {
				if test.config.Conn == nil {
					t.Error(err)
				}
				return
			}
			if err := pool.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// wrapped is a pool whose driver nobody can ask.
type wrapped struct{ gorm.ConnPool }

// TestOpenErrors says what is wrong, and nothing of the values.
func TestOpenErrors(t *testing.T) {
	t.Setenv("AURORA_CLUSTER_ARN", "")
	t.Setenv("AURORA_SECRET_ARN", "")
	tests := []struct {
		name   string
		config auroragorm.Config
		want   string
	}{
		{name: "no DSN", want: "cluster"},
		{name: "no secret", config: auroragorm.Config{DSN: strings.TrimSuffix(mySQL, "&secret_arn=shop"), MySQL: withoutCalls}, want: "secret"},
		{name: "DSN of another driver", config: auroragorm.Config{DSN: "root:hidden@tcp(localhost)/shop"}, want: "want a URL"},
		{name: "DSN of another scheme", config: auroragorm.Config{DSN: "postgres://root:hidden@localhost/shop"}, want: "unknown scheme"},
		{name: "unknown option", config: auroragorm.Config{DSN: postgreSQL + "&sslmode=disable"}, want: `unknown option "sslmode"`},
		{name: "option of the other engine", config: auroragorm.Config{DSN: mySQL + "&resolve_commits=true"}, want: "resolve_commits is an option for PostgreSQL"},
		{name: "unknown zone", config: auroragorm.Config{DSN: mySQL + "&loc=Nowhere"}, want: `bad value of option "loc"`},
		{name: "DSN and pool", config: auroragorm.Config{DSN: postgreSQL, Conn: openDB(t, postgreSQL)}, want: "DSN and Conn are both given"},
		{name: "nil pool", config: auroragorm.Config{Conn: (*sql.DB)(nil)}, want: "nil *sql.DB"},
		{name: "engine and URL", config: auroragorm.Config{DSN: postgreSQL, Engine: auroradataapi.EngineMySQL}, want: "the DSN is a URL of PostgreSQL"},
		{name: "engine and pool", config: auroragorm.Config{Conn: openDB(t, postgreSQL), Engine: auroradataapi.EngineMySQL}, want: "Conn is a database of PostgreSQL"},
		{name: "PostgreSQL with a driver", config: auroragorm.Config{DSN: postgreSQL, PostgreSQL: postgres.Config{DriverName: "pgx"}}, want: "PostgreSQL has a DriverName"},
		{name: "MySQL with a DSN", config: auroragorm.Config{DSN: mySQL, MySQL: mysql.Config{DSNConfig: native.NewConfig()}}, want: "MySQL has a DriverName"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := open(test.config)
			if err == nil {
				t.Fatal("no error")
			}
			text := err.Error()
			if !strings.HasPrefix(text, "aurora") || !strings.Contains(text, test.want) {
				t.Errorf("got %q, want %q in it", text, test.want)
			}
			if strings.Contains(text, "hidden") {
				t.Errorf("%q has the password in it", text)
			}
		})
	}
}

// TestLoggedTimes: ToSQL has times as they are sent.
func TestLoggedTimes(t *testing.T) {
	db, err := open(auroragorm.Config{DSN: mySQL + "&loc=Asia%2FTokyo", MySQL: withoutCalls})
	if err != nil {
		t.Fatal(err)
	}
	got := db.ToSQL(func(tx *gorm.DB) *gorm.DB { return tx.Exec("DELETE FROM t WHERE at < ?", noon) })
	if want := "DELETE FROM t WHERE at < '2024-05-06 21:00:00'"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
