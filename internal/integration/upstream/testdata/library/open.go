package open

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"os"
	"strings"

	"github.com/auroradataapi/auroradataapi"
	"github.com/aws/aws-sdk-go-v2/config"
)

// openThroughDataAPI stands for sql.Open of a native driver.
func openThroughDataAPI(driverName, dsn string) (*sql.DB, error) {
	isNative := driverName == "mysql" || driverName == "pgx" || driverName == "postgres"
	if !isNative || os.Getenv("UPSTREAM_DRIVER") == "" {
		return sql.Open(driverName, dsn)
	}
	c, err := auroradataapi.ParseDSN(os.Getenv("UPSTREAM_DSN"))
	if err != nil {
		return nil, err
	}
	if driverName == "postgres" {
		c.Compat = auroradataapi.CompatPQ
	}
	c.TimeAsText = driverName == "mysql" && !strings.Contains(strings.ToLower(dsn), "parsetime=true")
	awsConfig, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		return nil, err
	}
	awsConfig.HTTPClient = tellingClient{&http.Client{}}
	c.AWSConfig = &awsConfig
	connector, err := auroradataapi.NewConnector(c)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

// tellingClient tells the test that is running that it has used the Data API.
type tellingClient struct{ *http.Client }

func (c tellingClient) Do(r *http.Request) (*http.Response, error) {
	fmt.Fprint(os.Stderr, "\nupstream: opened through the driver\n")
	return c.Client.Do(r)
}
