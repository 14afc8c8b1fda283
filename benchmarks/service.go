package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	auroradataapi "github.com/auroradataapi/auroradataapi"
)

const (
	clusterARN = "arn:aws:rds:eu-central-1:123456789012:cluster:benchmark"
	secretARN  = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:benchmark-AbCdEf"
	region     = "eu-central-1"
)

// answering is a service that has one answer for every request, from memory. It
// is an HTTP client, which answers without a network, and an HTTP handler.
type answering []byte

func (a answering) Do(r *http.Request) (*http.Response, error) {
	return &http.Response{
		Status:        "200 OK",
		StatusCode:    http.StatusOK,
		Header:        http.Header{"Content-Type": {"application/json"}},
		Body:          io.NopCloser(bytes.NewReader(a)),
		ContentLength: int64(len(a)),
		Request:       r,
	}, nil
}

func (a answering) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Amzn-Requestid", "00000000-0000-4000-8000-000000000000")
	_, _ = w.Write(a) // a client that has gone needs no answer
}

// awsConfig is the AWS configuration for a service at an endpoint. A nil client
// means the SDK's own.
func awsConfig(endpoint string, client aws.HTTPClient) aws.Config {
	config := aws.Config{
		Region: region,
		Credentials: aws.NewCredentialsCache(aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "example"}, nil
		})),
		HTTPClient: client,
	}
	if endpoint != "" {
		config.BaseEndpoint = &endpoint
	}
	return config
}

// connector opens the driver on an AWS configuration. It measures one call for
// each statement: the mode that asks for types makes no more for a statement that
// it knows, and the stand-in for the service knows no types.
func connector(c aws.Config) (*auroradataapi.Connector, error) {
	return auroradataapi.NewConnector(auroradataapi.Config{
		ClusterARN: clusterARN, SecretARN: secretARN, Database: "postgres", AWSConfig: &c,
		DefaultQueryExecMode: auroradataapi.QueryExecModeExec,
	})
}

// open opens the driver on an AWS configuration as a database.
func open(c aws.Config) (*sql.DB, error) {
	connector, err := connector(c)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

// post sends a request by a bare HTTP client and reads the answer to its end.
type post struct {
	client *http.Client
	url    string
	header http.Header
	body   []byte
}

func (p *post) do() error {
	var answer bytes.Buffer
	status, err := p.read(&answer)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("status %d: %s", status, &answer)
	}
	return err
}

// read appends the answer to a buffer.
func (p *post) read(answer *bytes.Buffer) (status int, err error) {
	request, err := http.NewRequest(http.MethodPost, p.url, bytes.NewReader(p.body))
	if err != nil {
		return 0, err
	}
	request.Header = p.header
	response, err := p.client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	_, err = answer.ReadFrom(response.Body)
	return response.StatusCode, err
}

// bareClient is an HTTP client with a connection pool of its own, which keeps a
// connection for each caller.
func bareClient() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConns, transport.MaxIdleConnsPerHost = 0, 1024
	return &http.Client{Transport: transport, Timeout: time.Minute}
}

// newPost gives a bare HTTP client a connection pool of its own.
func newPost(url string, header http.Header, body []byte) *post {
	return &post{client: bareClient(), url: url, header: header, body: body}
}
