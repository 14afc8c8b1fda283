package auroradataapi

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// Connector makes connections to one database, for [sql.OpenDB]. Goroutines may
// share it.
type Connector struct {
	side
	config   Config
	endpoint endpoint
	backoff  backoff
	opening  chan struct{} // holds one token, which guards client and http
	client   *client       // nil until the first connection
	http     *http.Client  // nil unless the connector made it
	closed   bool

	descriptions *descriptions
}

var (
	_ driver.Connector = (*Connector)(nil)
	_ io.Closer        = (*Connector)(nil)
)

// NewConnector returns a connector for a configuration, completed from the
// environment. It makes no call and reads no file: the AWS configuration is
// loaded when the first connection is made.
//
// It fails if the cluster or the secret is missing, or if a setting cannot be
// right.
func NewConnector(c Config) (*Connector, error) {
	c = c.withEnvironment(os.Getenv)
	if err := c.validate(); err != nil {
		return nil, fmt.Errorf("auroradataapi: open: %w", err)
	}
	endpoint, _ := parseEndpoint(c.Endpoint) // validated
	connector := &Connector{
		side: c.side(), config: c, endpoint: endpoint, backoff: defaultBackoff, opening: make(chan struct{}, 1),
		descriptions: newDescriptions(maxDescriptions),
	}
	connector.opening <- struct{}{}
	return connector, nil
}

// Connect returns a connection. Since the Data API has no connections, it makes
// no call, but the first time it loads the AWS configuration, unless that was
// given.
func (c *Connector) Connect(ctx context.Context) (driver.Conn, error) {
	client, err := c.open(ctx)
	if err != nil {
		return nil, fmt.Errorf("auroradataapi: connect: %w", err)
	}
	conn := &conn{side: c.side, client: client, settings: c.side.engine.NewSettings(), logger: c.config.Logger, mode: c.config.DefaultQueryExecMode, streaming: c.config.Streaming, descriptions: c.descriptions}
	if c.config.Compat == CompatPQ {
		return libPQConn{conn}, nil
	}
	return conn, nil
}

// Driver returns the driver that the connector belongs to.
func (c *Connector) Driver() driver.Driver { return sqlDriver{scheme: c.config.Engine.scheme()} }

// Close closes the idle HTTP connections, unless the HTTP client was given. The
// DB calls it when it is closed itself. A transaction that was given up while a
// statement or its begin was under way is still being rolled back, and a statement
// whose context has ended canceled, if Config.CancelStatements says so: Close waits
// for that, for a minute at most.
func (c *Connector) Close() error {
	<-c.opening
	c.closed = true
	client := c.client
	c.release()
	if client != nil {
		client.errands.close()
	}
	if c.http != nil {
		c.http.CloseIdleConnections()
	}
	return nil
}

func (c *Connector) release() { c.opening <- struct{}{} }

// open returns the client, which the first caller makes. An error is not kept:
// the next caller tries again.
func (c *Connector) open(ctx context.Context) (*client, error) {
	select {
	case <-c.opening:
		defer c.release()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if c.closed {
		return nil, errors.New("connector is closed")
	}
	if c.client == nil {
		api, err := c.newAPI(ctx)
		if err != nil {
			return nil, err
		}
		c.client = &client{
			engine: c.engine, api: api, target: c.target(), policy: c.policy(),
			quiet: c.config.DescribeQuietly, keepsAlive: c.config.TransactionKeepAlive,
			resolves: c.config.ResolveCommits, cancels: c.config.CancelStatements,
		}
	}
	return c.client, nil
}

func (c *Connector) target() wire.Target {
	return wire.Target{ResourceARN: c.config.ClusterARN, SecretARN: c.config.SecretARN, Database: c.config.Database}
}

func (c *Connector) policy() retryPolicy {
	return retryPolicy{timeout: c.config.resumeTimeout(), backoff: c.backoff, logger: c.config.Logger}
}

// newAPI returns the SDK's client.
func (c *Connector) newAPI(ctx context.Context) (*rdsdata.Client, error) {
	if c.config.Client != nil {
		return c.config.Client, nil
	}
	awsConfig, err := c.awsConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("load AWS configuration: %w", err)
	}
	return rdsdata.NewFromConfig(awsConfig, func(o *rdsdata.Options) {
		if c.endpoint.url != "" {
			o.BaseEndpoint = &c.endpoint.url
		}
		if c.endpoint.keys != nil {
			o.Credentials = c.endpoint
		}
	}), nil
}

func (c *Connector) awsConfig(ctx context.Context) (aws.Config, error) {
	region := c.config.region()
	if c.config.AWSConfig != nil {
		awsConfig := c.config.AWSConfig.Copy()
		awsConfig.Region = region
		if awsConfig.HTTPClient == nil {
			c.ownHTTP(&awsConfig)
		}
		keepMoreIdle(&awsConfig)
		return awsConfig, nil
	}
	if c.endpoint.keys != nil {
		awsConfig := aws.Config{Region: region}
		c.ownHTTP(&awsConfig)
		return awsConfig, nil
	}
	awsConfig, err := loadAWSConfig(ctx, region, c.config.Profile)
	if err != nil {
		return aws.Config{}, err
	}
	c.ownHTTP(&awsConfig)
	return awsConfig, nil
}

// maxIdle is how many connections are kept for calls to come. The SDK's client
// keeps ten for each host, so that more callers than that connect anew, with TLS,
// again and again; but the Data API is one host. One that is idle for 90 seconds is
// closed.
const maxIdle = 256

func keepIdle(transport *http.Transport) {
	transport.MaxIdleConns, transport.MaxIdleConnsPerHost = maxIdle, maxIdle
}

// keepMoreIdle has the HTTP client of a given configuration keep more connections,
// if it is the SDK's own and nobody has said how many it is to keep.
func keepMoreIdle(awsConfig *aws.Config) {
	made, ok := awsConfig.HTTPClient.(*awshttp.BuildableClient)
	if ok && made.GetTransport().MaxIdleConnsPerHost == awshttp.DefaultHTTPTransportMaxIdleConnsPerHost {
		awsConfig.HTTPClient = made.WithTransportOptions(keepIdle) // a copy
	}
}

// ownHTTP gives a configuration an HTTP client like the one that the SDK would
// make, but one whose idle connections can be closed, and more of them.
func (c *Connector) ownHTTP(awsConfig *aws.Config) {
	made, ok := awsConfig.HTTPClient.(*awshttp.BuildableClient)
	if awsConfig.HTTPClient == nil {
		made, ok = awshttp.NewBuildableClient(), true
	}
	if !ok {
		return
	}
	transport := made.GetTransport()
	keepIdle(transport)
	c.http = &http.Client{
		Transport:     transport,
		Timeout:       made.GetTimeout(),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	awsConfig.HTTPClient = c.http
}
