package auroradataapi_test

import (
	"context"
	"database/sql"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/auroradataapi/auroradataapi"
)

// TestCloseClosesConnections: nothing is left of the HTTP client that the
// connector made.
func TestCloseClosesConnections(t *testing.T) {
	t.Run("default configuration", func(t *testing.T) {
		checkCloseClosesConnections(t, auroradataapi.Config{})
	})
	t.Run("configuration without an HTTP client", func(t *testing.T) {
		checkCloseClosesConnections(t, auroradataapi.Config{AWSConfig: &aws.Config{
			Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
				return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "secret"}, nil
			}),
		}})
	})
}

func checkCloseClosesConnections(t *testing.T, config auroradataapi.Config) {
	t.Helper()
	closed := make(chan struct{})
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { selected("1")(w, r) }))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateClosed {
			close(closed)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	setEnvironment(t, map[string]string{
		"AURORA_CLUSTER_ARN": clusterARN, "AURORA_SECRET_ARN": secretARN,
		"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
	})
	config.Endpoint = server.URL
	connector, err := auroradataapi.NewConnector(config)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	<-closed
}

func TestConcurrentUse(t *testing.T) {
	const goroutines, queries = 8, 10
	var steps []step
	for range goroutines * queries {
		steps = append(steps, selected("7"))
	}
	db := newService(t, steps...).open()
	var group sync.WaitGroup
	for range goroutines {
		group.Go(func() {
			for range queries {
				var n int
				if err := db.QueryRow("select $1", 7).Scan(&n); err != nil || n != 7 {
					t.Errorf("got %d, %v", n, err)
				}
			}
		})
	}
	group.Wait()
}
