package account_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/account"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// configOf is the SDK's configuration for an emulator.
func configOf(server *emulator.Server, key string) aws.Config {
	return aws.Config{
		Region: "us-east-1", BaseEndpoint: aws.String(server.URL()),
		Credentials: credentials.NewStaticCredentialsProvider(key, key, ""),
	}
}

func TestAccount(t *testing.T) {
	t.Parallel()
	server := emulator.StartT(t, &emulator.Server{
		Clusters: []emulator.Cluster{{ID: "shop"}},
		Credentials: []emulator.Credential{
			{AccessKeyID: "all", SecretAccessKey: "all"},
			{AccessKeyID: "none", SecretAccessKey: "none", Principal: "arn:aws:iam::123456789012:user/none",
				Policies: []string{`{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}`}},
		},
	})
	t.Run("secrets", func(t *testing.T) { testSecretOf(t, configOf(server, "all")) })
	t.Run("what there is", func(t *testing.T) { testLookups(t, account.New(configOf(server, "all"))) })
	t.Run("denied", func(t *testing.T) { testDenied(t, account.New(configOf(server, "none"))) })
}

func testLookups(t *testing.T, here *account.Account) {
	identity, answered, err := here.Identity(t.Context())
	if want := (account.Identity{Account: "123456789012", ARN: "arn:aws:iam::123456789012:user/local"}); err != nil || identity != want {
		t.Errorf("identity %+v (%v)", identity, err)
	}
	if off := time.Since(answered); off < -time.Minute || off > time.Minute {
		t.Errorf("answered at %s", answered)
	}
	cluster, err := here.Cluster(t.Context(), "SHOP")
	if err != nil {
		t.Fatal(err)
	}
	if cluster.ID != "shop" || !cluster.IsAurora() || cluster.DriverEngine() != auroradataapi.EnginePostgreSQL || !cluster.HTTPEndpoint {
		t.Errorf("cluster %+v", cluster)
	}
	writer, err := here.Instance(t.Context(), cluster.Writer())
	if err != nil || *writer != (account.Instance{ID: "shop-instance-1", Class: "db.serverless", Cluster: "shop"}) {
		t.Errorf("writer %+v (%v)", writer, err)
	}
	for _, find := range []func() error{
		func() error { _, err := here.Cluster(t.Context(), "nosuch"); return err },
		func() error { _, err := here.Instance(t.Context(), "nosuch"); return err },
		func() error { _, err := here.Secret(t.Context(), "nosuch"); return err },
	} {
		if err := find(); !errors.Is(err, account.ErrNotFound) || account.IsDenied(err) {
			t.Errorf("error %v, want one that matches ErrNotFound", err)
		}
	}
}

func testDenied(t *testing.T, here *account.Account) {
	for _, test := range []struct {
		action string
		call   func() error
	}{
		{"rds:DescribeDBClusters", func() error { _, err := here.Clusters(t.Context()); return err }},
		{"rds:DescribeDBClusters", func() error { _, err := here.Cluster(t.Context(), "shop"); return err }},
		{"rds:DescribeDBInstances", func() error { _, err := here.Instances(t.Context()); return err }},
		{"rds:DescribeDBInstances", func() error { _, err := here.Instance(t.Context(), "shop-1"); return err }},
		{"secretsmanager:ListSecrets", func() error { _, err := here.SecretsNamed(t.Context(), "x"); return err }},
		{"secretsmanager:DescribeSecret", func() error { _, err := here.Secret(t.Context(), "rds-db-credentials/shop"); return err }},
	} {
		if err := test.call(); !account.IsDenied(err) || !strings.Contains(err.Error(), test.action) {
			t.Errorf("%s: error %v", test.action, err)
		}
	}
}

// testSecretOf has the secrets of a cluster come and go.
func testSecretOf(t *testing.T, c aws.Config) {
	secrets, here := secretsmanager.NewFromConfig(c), account.New(c)
	const arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:"
	create := func(name string) func() error {
		return func() error {
			_, err := secrets.CreateSecret(t.Context(), &secretsmanager.CreateSecretInput{Name: &name, SecretString: aws.String("{}")})
			return err
		}
	}
	for _, step := range []struct {
		name    string
		do      func() error
		want    string // how the ARN begins
		wantErr string
	}{
		{
			name: "the only one", do: func() error { return nil },
			want: arn + "rds-db-credentials/shop-",
		},
		{
			name: "that of another cluster does not count", do: create("rds-db-credentials/shopping"),
			want: arn + "rds-db-credentials/shop-",
		},
		{
			name: "one is gone", do: func() error {
				_, err := secrets.DeleteSecret(t.Context(), &secretsmanager.DeleteSecretInput{SecretId: aws.String("rds-db-credentials/shop")})
				return err
			},
			wantErr: "cluster shop has no secret that RDS manages, and no secret is called rds-db-credentials/shop: name one with --secret",
		},
		{
			name: "one of a user", do: create("rds-db-credentials/shop/b"),
			want: arn + "rds-db-credentials/shop/b-",
		},
		{
			name: "two", do: create("rds-db-credentials/shop/a"),
			wantErr: "cluster shop has several secrets: name one with --secret: rds-db-credentials/shop/a, rds-db-credentials/shop/b",
		},
		{
			name: "a managed one goes before", do: func() error {
				_, err := rds.NewFromConfig(c).ModifyDBCluster(t.Context(), &rds.ModifyDBClusterInput{
					DBClusterIdentifier: aws.String("shop"), ManageMasterUserPassword: aws.Bool(true),
				})
				return err
			},
			want: arn + "rds!cluster-",
		},
	} {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		cluster, err := here.Cluster(t.Context(), "shop")
		if err != nil {
			t.Fatal(err)
		}
		got, err := here.SecretOf(t.Context(), cluster)
		if err == nil && (step.wantErr != "" || !strings.HasPrefix(got, step.want)) || err != nil && err.Error() != step.wantErr {
			t.Errorf("%s: %q (%v), want %q (%s)", step.name, got, err, step.want, step.wantErr)
		}
	}
}

// TestOpenFor has an emulator's key in its endpoint, and nothing else.
func TestOpenFor(t *testing.T) {
	server := emulator.StartT(t, &emulator.Server{
		Clusters:    []emulator.Cluster{{ID: "shop", DSN: "postgres://nobody@127.0.0.1:1/nowhere"}},
		Credentials: []emulator.Credential{{AccessKeyID: "key", SecretAccessKey: "secret"}},
	})
	here, err := account.OpenFor(t.Context(), auroradataapi.Config{
		Region: "us-east-1", Endpoint: strings.Replace(server.URL(), "http://", "http://key:secret@", 1),
	})
	if err != nil {
		t.Fatal(err)
	}
	if cluster, err := here.Cluster(t.Context(), "shop"); err != nil || cluster.ID != "shop" {
		t.Errorf("%+v (%v)", cluster, err)
	}
}
