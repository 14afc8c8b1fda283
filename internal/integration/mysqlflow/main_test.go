package mysqlflow

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"os"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/go-sql-driver/mysql"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// cluster is an emulated cluster of MySQL whose database is open in two ways.
type cluster struct {
	config  auroradataapi.Config
	dataAPI *sql.DB // through the driver
	native  *sql.DB // through go-sql-driver/mysql
}

const (
	clusterID = "local"
	database  = "flow"
)

var shared cluster

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	server := &emulator.Server{Clusters: []emulator.Cluster{{ID: clusterID, Engine: emulator.MySQL}}}
	if err := server.Start(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer server.Close()
	if err := shared.open(server); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

func (c *cluster) open(server *emulator.Server) error {
	native, err := mysql.ParseDSN(server.BackendDSN(clusterID))
	if err != nil {
		return err
	}
	native.ParseTime, native.ClientFoundRows, native.MultiStatements = true, true, true
	admin, err := sql.Open("mysql", native.FormatDSN())
	if err != nil {
		return err
	}
	defer admin.Close()
	if _, err := admin.Exec("CREATE DATABASE " + database + " CHARACTER SET utf8mb4"); err != nil {
		return err
	}
	native.DBName = database
	native.Params = map[string]string{"time_zone": "'+00:00'"}
	if c.native, err = sql.Open("mysql", native.FormatDSN()); err != nil {
		return err
	}
	c.config = auroradataapi.Config{
		Engine: auroradataapi.EngineMySQL, Database: database,
		ClusterARN: server.ClusterARN(clusterID), SecretARN: secretARN(server), Endpoint: server.URL(),
		AWSConfig: &aws.Config{Region: "us-east-1", Credentials: credentials.NewStaticCredentialsProvider("local", "local", "")},
	}
	c.dataAPI, err = openDataAPI(c.config)
	return err
}

func secretARN(server *emulator.Server) string {
	return server.SecretARN(cmp.Or(os.Getenv("FLOW_SECRET"), "rds-db-credentials/local"))
}

func openDataAPI(c auroradataapi.Config) (*sql.DB, error) {
	connector, err := auroradataapi.NewConnector(c)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}
