package emulator_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"
	"github.com/aws/smithy-go"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// shared is the server of most tests, with a cluster of either engine: making a
// database takes time.
var shared = &emulator.Server{Clusters: []emulator.Cluster{{ID: "local"}, {ID: "mysql", Engine: emulator.MySQL}}}

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	if err := shared.Start(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if err := makeMySQLDatabase(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	if err := shared.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// mysqlDatabase is where tests on MySQL work.
const mysqlDatabase = "test"

func makeMySQLDatabase() error {
	_, err := client(shared).ExecuteStatement(context.Background(), &rdsdata.ExecuteStatementInput{
		ResourceArn: aws.String(shared.ClusterARN("mysql")), SecretArn: aws.String(shared.SecretARN("rds-db-credentials/mysql")),
		Sql: aws.String("CREATE DATABASE " + mysqlDatabase),
	})
	return err
}

const localSecret = "rds-db-credentials/local"

// attached starts a server of its own over the database of the shared one.
func attached(t *testing.T, s *emulator.Server) *emulator.Server {
	t.Helper()
	s.Clusters = append([]emulator.Cluster{{ID: "local", DSN: shared.BackendDSN("local")}}, s.Clusters...)
	return emulator.StartT(t, s)
}

// client speaks to the server by the AWS SDK, without retries.
func client(s *emulator.Server) *rdsdata.Client {
	return rdsdata.New(rdsdata.Options{
		BaseEndpoint:     aws.String(s.URL()),
		Region:           "us-east-1",
		Credentials:      credentials.NewStaticCredentialsProvider("local", "local", ""),
		RetryMaxAttempts: 1,
	})
}

// statement is an input for the cluster "local" and its secret.
func statement(s *emulator.Server, sql string, parameters ...types.SqlParameter) *rdsdata.ExecuteStatementInput {
	return &rdsdata.ExecuteStatementInput{
		ResourceArn: aws.String(s.ClusterARN("local")),
		SecretArn:   aws.String(s.SecretARN(localSecret)),
		Database:    aws.String("postgres"),
		Sql:         aws.String(sql),
		Parameters:  parameters,
	}
}

// execute runs a statement that must succeed.
func execute(t *testing.T, s *emulator.Server, input *rdsdata.ExecuteStatementInput) *rdsdata.ExecuteStatementOutput {
	t.Helper()
	output, err := client(s).ExecuteStatement(t.Context(), input)
	if err != nil {
		t.Fatalf("ExecuteStatement(%s): %v", *input.Sql, err)
	}
	return output
}

// refuse runs a statement that must fail.
func refuse(t *testing.T, s *emulator.Server, input *rdsdata.ExecuteStatementInput, code, message string) {
	t.Helper()
	_, err := client(s).ExecuteStatement(t.Context(), input)
	wantError(t, err, code, message)
}

// value gives the only field of a result of one row and column.
func value(t *testing.T, output *rdsdata.ExecuteStatementOutput) any {
	t.Helper()
	if len(output.Records) != 1 || len(output.Records[0]) != 1 {
		t.Fatalf("records are %v, want one row of one column", output.Records)
	}
	return plain(output.Records[0][0])
}

// plain gives what a field holds; nil is NULL.
func plain(f types.Field) any {
	switch f := f.(type) {
	case *types.FieldMemberStringValue:
		return f.Value
	case *types.FieldMemberLongValue:
		return f.Value
	case *types.FieldMemberDoubleValue:
		return f.Value
	case *types.FieldMemberBooleanValue:
		return f.Value
	case *types.FieldMemberBlobValue:
		return string(f.Value)
	case *types.FieldMemberIsNull:
		return nil
	}
	return fmt.Sprintf("%#v", f)
}

func param(name string, value types.Field) types.SqlParameter {
	return types.SqlParameter{Name: aws.String(name), Value: value}
}

func hinted(name string, hint types.TypeHint, value types.Field) types.SqlParameter {
	return types.SqlParameter{Name: aws.String(name), Value: value, TypeHint: hint}
}

func str(s string) types.Field     { return &types.FieldMemberStringValue{Value: s} }
func long(n int64) types.Field     { return &types.FieldMemberLongValue{Value: n} }
func double(d float64) types.Field { return &types.FieldMemberDoubleValue{Value: d} }
func boolean(b bool) types.Field   { return &types.FieldMemberBooleanValue{Value: b} }
func blob(b string) types.Field    { return &types.FieldMemberBlobValue{Value: []byte(b)} }
func null() types.Field            { return &types.FieldMemberIsNull{Value: true} }

// wantError checks the name and message of an error of the service.
func wantError(t *testing.T, err error, code, message string) {
	t.Helper()
	var api smithy.APIError
	if !errors.As(err, &api) {
		t.Fatalf("error is %v, want %s: %q", err, code, message)
	}
	if api.ErrorCode() != code || api.ErrorMessage() != message {
		t.Errorf("error is %s: %q\nwant %s: %q", api.ErrorCode(), api.ErrorMessage(), code, message)
	}
}

// backend runs statements past the Data API and gives the first value of the
// first row of the last one. Cleanups may use it.
func backend(t *testing.T, statements ...string) string {
	t.Helper()
	return runStatements(t, shared.BackendDSN("local"), statements)
}

// administer runs statements as the superuser of the private server.
func administer(t *testing.T, statements ...string) {
	t.Helper()
	runStatements(t, shared.AdministratorDSN("local"), statements)
}

func runStatements(t testing.TB, dsn string, statements []string) string {
	t.Helper()
	ctx := context.Background()
	conn, err := pgconn.Connect(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	first := ""
	for _, sql := range statements {
		results, err := conn.Exec(ctx, sql).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		if last := results[len(results)-1]; len(last.Rows) > 0 {
			first = string(last.Rows[0][0])
		}
	}
	return first
}

// table makes a table for one test.
func table(t *testing.T, name, columns string) {
	t.Helper()
	backend(t, "create table "+name+" ("+columns+")")
	t.Cleanup(func() { backend(t, "drop table "+name) })
}

// patience is how long tests wait for what has to happen soon.
const patience = time.Minute

// await asks the backend until it answers with want.
func await(t *testing.T, sql, want string) {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if backend(t, sql) == want {
			return
		}
	}
	t.Fatalf("%s: is never %s", sql, want)
}

func TestSeveralClustersAndSecrets(t *testing.T) {
	backend(t, "create role reader login password 'pass one'", "grant reader to current_user", "create database reader owner reader")
	t.Cleanup(func() { backend(t, "drop database reader", "drop role reader") })
	s := attached(t, &emulator.Server{
		Clusters: []emulator.Cluster{
			{ID: "second", DSN: shared.BackendDSN("local")},
			{ID: "off", DSN: shared.BackendDSN("local"), EndpointDisabled: true},
			{ID: "gone", DSN: "postgres://postgres:postgres@/postgres?host=/nonexistent"},
		},
		Secrets: []emulator.Secret{
			{Name: localSecret, Username: "postgres", Password: "postgres"},
			{Name: "reader/secret", Username: "reader", Password: "pass one"},
			{Name: "reader/wrong", Username: "reader", Password: "pass two"},
			{Name: "reader/incomplete", Username: "reader"},
		},
	})
	tests := []struct {
		name     string
		cluster  string
		secret   string
		database string
		want     string // current_user and current_database
		code     string
		message  string
	}{
		{name: "first", cluster: s.ClusterARN("local"), secret: s.SecretARN(localSecret), database: "postgres", want: "postgres postgres"},
		{name: "database named like the user", cluster: s.ClusterARN("second"), secret: s.SecretARN("reader/secret"), want: "reader reader"},
		{name: "secret by name", cluster: s.ClusterARN("local"), secret: "reader/secret", database: "postgres", want: "reader postgres"},
		{name: "secret by ARN without its ending", cluster: s.ClusterARN("local"),
			secret: "arn:aws:secretsmanager:us-east-1:123456789012:secret:reader/secret", want: "reader reader"},
		{name: "wrong password", cluster: s.ClusterARN("local"), secret: "reader/wrong", database: "postgres",
			code: "DatabaseErrorException", message: `ERROR: password authentication failed for user "reader"; SQLState: 28P01`},
		{name: "secret without password", cluster: s.ClusterARN("local"), secret: "reader/incomplete",
			code: "InvalidSecretException", message: "The secret has no username or no password."},
		{name: "unknown secret", cluster: s.ClusterARN("local"), secret: "reader/unknown",
			code: "SecretsErrorException", message: "Secrets Manager can't find the specified secret."},
		{name: "unknown database", cluster: s.ClusterARN("local"), secret: localSecret, database: "nowhere",
			code: "DatabaseErrorException", message: `ERROR: database "nowhere" does not exist; SQLState: 3D000`},
		{name: "unknown cluster", cluster: s.ClusterARN("unknown"), secret: localSecret,
			code: "HttpEndpointNotEnabledException", message: "HttpEndpoint is not enabled for cluster unknown"},
		{name: "wrong case", cluster: s.ClusterARN("Local"), secret: localSecret,
			code: "HttpEndpointNotEnabledException", message: "HttpEndpoint is not enabled for cluster Local"},
		{name: "endpoint disabled", cluster: s.ClusterARN("off"), secret: localSecret,
			code: "HttpEndpointNotEnabledException", message: "HttpEndpoint is not enabled for cluster off"},
		{name: "server out of reach", cluster: s.ClusterARN("gone"), secret: localSecret,
			code: "DatabaseUnavailableException"}, // the SDK knows no message of it
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			input := statement(s, "select current_user || ' ' || current_database()")
			input.ResourceArn, input.SecretArn, input.Database = &test.cluster, &test.secret, nil
			if test.database != "" {
				input.Database = &test.database
			}
			if test.code != "" {
				refuse(t, s, input, test.code, test.message)
				return
			}
			if got := value(t, execute(t, s, input)); got != test.want {
				t.Errorf("user and database are %q, want %q", got, test.want)
			}
		})
	}
}
