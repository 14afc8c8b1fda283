package auroradataapi_test

import (
	"context"
	"database/sql"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"

	"github.com/auroradataapi/auroradataapi"
)

// TestConnectionsAreKept: callers that come again at once find the connections of
// the last time, however many they are, unless the program has said how many to
// keep.
func TestConnectionsAreKept(t *testing.T) {
	const callers = 100
	given := func(client aws.HTTPClient) *aws.Config {
		return &aws.Config{HTTPClient: client, Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "secret"}, nil
		})}
	}
	limited := awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) { t.MaxIdleConnsPerHost = 20 })
	tests := []struct {
		name   string
		config *aws.Config
		want   int // connections for two rounds
	}{
		{"default configuration", nil, callers},
		{"configuration without an HTTP client", given(nil), callers},
		{"the SDK's HTTP client", given(awshttp.NewBuildableClient()), callers},
		{"an HTTP client that keeps twenty", given(limited), 2*callers - 20},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := connectionsMade(t, tt.config, callers); got != tt.want {
				t.Errorf("got %d connections, want %d", got, tt.want)
			}
		})
	}
}

// connectionsMade returns how many connections are made for callers who ask all at
// once, twice.
func connectionsMade(t *testing.T, config *aws.Config, callers int) int {
	t.Helper()
	var made atomic.Int32
	arrived, answerAll := make(chan struct{}, callers), make(chan struct{})
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-answerAll
		selected("1")(w, r)
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			made.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	setEnvironment(t, map[string]string{
		"AURORA_CLUSTER_ARN": clusterARN, "AURORA_SECRET_ARN": secretARN,
		"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
	})
	connector, err := auroradataapi.NewConnector(auroradataapi.Config{Endpoint: server.URL, AWSConfig: config})
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	t.Cleanup(func() { _ = db.Close() })
	for range 2 {
		var group sync.WaitGroup
		for range callers {
			group.Go(func() {
				if err := db.Ping(); err != nil {
					t.Error(err)
				}
			})
		}
		for range callers {
			<-arrived
		}
		for range callers {
			answerAll <- struct{}{}
		}
		group.Wait()
	}
	return int(made.Load())
}
