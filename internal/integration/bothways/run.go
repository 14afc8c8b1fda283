package bothways

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/auroradataapi/auroradataapi"
)

var engines = []auroradataapi.Engine{auroradataapi.EnginePostgreSQL, auroradataapi.EngineMySQL}

// Run runs a test four times: on each engine, natively and through the driver.
func Run(t *testing.T, test func(t *testing.T, d Database)) {
	for _, engine := range engines {
		t.Run(engine.String(), func(t *testing.T) { RunOn(t, engine, test) })
	}
}

// RunOn runs a test twice: natively and through the driver.
func RunOn(t *testing.T, engine auroradataapi.Engine, test func(t *testing.T, d Database)) {
	for _, native := range []bool{true, false} {
		way := "auroradataapi"
		if native {
			way = "native"
		}
		t.Run(way, func(t *testing.T) { test(t, New(t, engine, native)) })
	}
}

// created numbers the databases.
var created atomic.Int64

// New creates an empty database that is gone when the test ends.
func New(t testing.TB, engine auroradataapi.Engine, native bool) Database {
	t.Helper()
	name := fmt.Sprintf("test_%d", created.Add(1))
	create(t, engine, name)
	d := Database{
		Engine:    engine,
		Native:    native,
		Config:    config(engine, name),
		NativeDSN: nativeDSN(t, engine, name),
		Server:    shared.emulator,
		calls:     new(atomic.Int64),
	}
	d.Driver, d.DSN = engine.String()+"+auroradataapi", d.Config.FormatDSN()
	if native {
		d.Driver, d.DSN = nativeDriver(engine), d.NativeDSN
	}
	d.DB = d.Open(t, native)
	return d
}

func create(t testing.TB, engine auroradataapi.Engine, name string) {
	t.Helper()
	if _, err := shared.admins[engine].ExecContext(t.Context(), "create database "+name); err != nil {
		t.Fatal(err)
	}
	drop := "drop database " + name
	if engine == auroradataapi.EnginePostgreSQL {
		drop += " with (force)"
	}
	t.Cleanup(func() {
		if _, err := shared.admins[engine].Exec(drop); err != nil {
			t.Error(err)
		}
	})
}

func config(engine auroradataapi.Engine, database string) auroradataapi.Config {
	return auroradataapi.Config{
		Engine:     engine,
		ClusterARN: shared.emulator.ClusterARN(engine.String()),
		SecretARN:  shared.emulator.SecretARN("rds-db-credentials/" + engine.String()),
		Database:   database,
		Endpoint:   shared.emulator.URL(),
		AWSConfig: &aws.Config{
			Region:      "us-east-1",
			Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
		},
	}
}
