package auroradataapi

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
)

// DefaultResumeTimeout is how long a statement waits for a paused cluster unless
// Config.ResumeTimeout says otherwise. A resume typically takes 15 seconds, and
// 30 or more after a day of pause (AuroraUserGuide
// aurora-serverless-v2-auto-pause).
const DefaultResumeTimeout = time.Minute

// Config says which database to reach, and how. The zero value means: everything
// from the environment. Fields that a DSN can set name their key; see
// [ParseDSN].
//
// A Config is a value: nothing that this package returns keeps a reference to
// one.
type Config struct {
	// Engine is the cluster's. It is the scheme of a URL; of a DSN without one, and
	// here, it is PostgreSQL unless the driver "mysql+auroradataapi" is opened.
	Engine Engine

	// ClusterARN is the ARN of the Aurora cluster. Empty means the environment
	// variable AURORA_CLUSTER_ARN. Key: aurora_cluster_arn.
	ClusterARN string

	// SecretARN is the ARN (or the name) of the Secrets Manager secret with the
	// database user's name and password. Empty means the environment variable
	// AURORA_SECRET_ARN. Key: secret_arn.
	SecretARN string

	// Database is the name of the database. Empty means the service's choice: on
	// PostgreSQL the database that is named like the secret's user, whatever the
	// secret's own dbname says (aws/aws-cli issue 8577). Key: database.
	Database string

	// Region is the AWS region to call. Empty means the region of AWSConfig, if
	// that is set, else the region in ClusterARN: a cluster answers in its own
	// region only, so the region of the environment does not matter. Ignored if
	// Client is set. Key: region.
	Region string

	// Profile is the name of a profile in the AWS SDK's shared configuration
	// files. Empty means the SDK's choice. Ignored if AWSConfig or Client is
	// set. Key: profile.
	Profile string

	// Endpoint is the URL of the Data API, such as http://127.0.0.1:8080 for an
	// emulator. Empty means the SDK's choice, which honours
	// AWS_ENDPOINT_URL_RDS_DATA and AWS_ENDPOINT_URL. Ignored if Client is set.
	// An emulator's may have credentials in it,
	// http://ACCESS_KEY_ID:SECRET_ACCESS_KEY@127.0.0.1:8080: then those are used,
	// and without AWSConfig nothing is read from the environment or from files.
	// Key: endpoint.
	Endpoint string

	// ResumeTimeout is how long a call is repeated while the cluster resumes
	// from a pause or the service throttles, in both of which the statement
	// certainly has not run. The context bounds it as well. 0 means
	// [DefaultResumeTimeout]; a negative value means not at all, and then the
	// error matches [ErrResuming] at once. Key: resume_timeout, for example
	// 90s, or off.
	ResumeTimeout time.Duration

	// DefaultQueryExecMode says where the types of arguments come from. Not for
	// MySQL. Key: default_query_exec_mode, describe, exec or simple.
	DefaultQueryExecMode QueryExecMode

	// DescribeQuietly asks for the types of arguments outside a transaction in a
	// transaction of its own, in four calls instead of one, so that the server's
	// log has no line about it. Ignored unless DefaultQueryExecMode is
	// QueryExecModeDescribe. Not for MySQL. Key: describe_quietly, true or false.
	DescribeQuietly bool

	// TransactionKeepAlive has a transaction that was idle for two minutes used
	// by a statement that does nothing, so that the service does not end it after
	// three; after 24 hours it does. It is off by default, since a program that
	// sleeps in a transaction, or has forgotten one, would then keep its locks and
	// a connection of the cluster for as long as it lives. Key:
	// transaction_keep_alive, true or false.
	TransactionKeepAlive bool

	// Streaming says when results are read page by page. Key: streaming, auto,
	// always or never.
	Streaming Streaming

	// ResolveCommits has the server asked what became of a commit if its answer
	// was lost and a second one does not tell, so that Commit succeeds, or fails
	// with [ErrTxCommitRollback], where it would fail with [ErrOutcomeUnknown]. For
	// that, a transaction in which a statement may have changed something has one
	// call more before its commit. See "Exactly once" for what stays open.
	// Not for MySQL. Key: resolve_commits, true or false.
	ResolveCommits bool

	// CancelStatements has a statement canceled at the server if its context ends
	// while it may still run there: the service has no operation for it and would
	// let it run. The statement is found by a mark, a comment with a random number
	// that each statement gets then. See "Cancellation". Not for MySQL. Key:
	// cancel_statements, true or false.
	CancelStatements bool

	// Compat is the driver that the program was written for, so that it gets the
	// values, takes the arguments and says the errors of that one. See "Code for
	// lib/pq". Not for MySQL. Key: compat, pgx or pq.
	Compat Compat

	// TimeAsText has DATE, DATETIME and TIMESTAMP of MySQL returned as their text and
	// not as a time.Time, like parseTime=false of go-sql-driver/mysql. Key:
	// parse_time, true (default) or false.
	TimeAsText bool

	// TimeZone is that of the dates of MySQL, like loc of go-sql-driver/mysql: those
	// in results are times of it, and a time.Time goes as the text of its time there.
	// It is not told to the database, whose sessions are in UTC. It is a name of the
	// time zone database, such as Europe/Berlin, or Local. Empty means UTC. Key: loc.
	TimeZone string

	// AWSConfig is the configuration of the AWS SDK to use: credentials, region,
	// HTTP client, middleware, tracing. Nil means the SDK's default
	// configuration, loaded when the first connection is made (with the build tag
	// auroradataapi.env, what the environment says). Its retry settings are not
	// used: the driver retries what certainly did not run, and nothing else. An
	// HTTP client that is the SDK's own, with its limit of ten idle connections
	// for a host, is copied to keep more of them.
	AWSConfig *aws.Config

	// Client is a ready client to use instead of one made from AWSConfig. Its
	// retryer is not used either.
	Client *rdsdata.Client

	// Logger receives one record of level Debug for every statement: its text as
	// the caller wrote it, the duration, rows, attempts and request id, and
	// never the values of arguments or results. A call that waits for a paused
	// cluster is one record of level Info, "auroradataapi: cluster is resuming". Nil
	// means no logging.
	Logger *slog.Logger
}

// withEnvironment returns the configuration with what is empty taken from the
// environment. This is the only place where this package reads the environment;
// the AWS SDK reads its own variables.
func (c Config) withEnvironment(getenv func(string) string) Config {
	for _, o := range options {
		if v := o.value(&c); o.variable != "" && v.String() == "" {
			// Options with a variable are texts, which take anything.
			_ = v.Set(getenv(o.variable))
		}
	}
	return c
}

// validate reports what is missing or cannot be right.
func (c *Config) validate() error {
	for _, o := range options {
		if o.required && o.value(c).String() == "" {
			return fmt.Errorf("no %s: set %s in the DSN or the environment variable %s", o.key, o.key, o.variable)
		}
	}
	if _, err := arn.Parse(c.ClusterARN); err != nil {
		return fmt.Errorf("aurora_cluster_arn is not an ARN: %w", err)
	}
	if len(c.Database) > maxDatabaseName {
		return fmt.Errorf("database name is longer than %d characters", maxDatabaseName)
	}
	if int(c.DefaultQueryExecMode) >= len(modeNames) {
		return fmt.Errorf("unknown DefaultQueryExecMode %d", c.DefaultQueryExecMode)
	}
	if int(c.Streaming) >= len(streamingNames) {
		return fmt.Errorf("unknown Streaming %d", c.Streaming)
	}
	if int(c.Compat) >= len(compatNames) {
		return fmt.Errorf("unknown Compat %d", c.Compat)
	}
	if err := c.validateEngine(); err != nil {
		return err
	}
	_, err := parseEndpoint(c.Endpoint)
	return err
}

// maxDatabaseName is the service model's bound for a database name.
const maxDatabaseName = 64

// region returns the region to call.
func (c *Config) region() string {
	if c.Region != "" {
		return c.Region
	}
	if c.AWSConfig != nil && c.AWSConfig.Region != "" {
		return c.AWSConfig.Region
	}
	cluster, err := arn.Parse(c.ClusterARN)
	if err != nil {
		return ""
	}
	return cluster.Region
}

// location returns the time zone of dates.
func (c *Config) location() (*time.Location, error) {
	loc, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		return nil, errUnknownZone
	}
	return loc, nil
}

func (c *Config) resumeTimeout() time.Duration {
	if c.ResumeTimeout == 0 {
		return DefaultResumeTimeout
	}
	return max(c.ResumeTimeout, 0)
}
