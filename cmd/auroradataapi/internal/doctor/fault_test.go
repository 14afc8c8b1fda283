package doctor_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

const (
	region     = " --region us-east-1"
	clusterARN = "arn:aws:rds:us-east-1:123456789012:cluster:"
)

// fault is something that is wrong with a cluster of its own, called like it.
type fault struct {
	cluster string
	key     string                     // default: everything
	plant   func(*testing.T, *patient) // nil: the server or the key has it
	check   string                     // that fails
	detail  string                     // a part of what it says
	mend    []string                   // the commands, in which SECRET is the ARN of the secret
	mended  func(*testing.T, *patient) // does what only the user can; nil: the commands are run
}

var faults = []fault{
	{
		cluster: "disabled",
		check:   "endpoint", detail: "the Data API is not enabled",
		mend: []string{"aws rds enable-http-endpoint --resource-arn " + clusterARN + "disabled" + region},
	},
	{
		cluster: "renamed",
		plant: func(t *testing.T, p *patient) {
			modify(t, p, &rds.ModifyDBClusterInput{DBClusterIdentifier: aws.String("renamed"), NewDBClusterIdentifier: aws.String("newname")})
			p.subject.Config.ClusterARN = clusterARN + "newname"
		},
		check: "login", detail: "a cluster that was renamed is to be disabled and enabled again",
		mend: []string{
			"aws rds disable-http-endpoint --resource-arn " + clusterARN + "newname" + region,
			"aws rds enable-http-endpoint --resource-arn " + clusterARN + "newname" + region,
		},
	},
	{
		cluster: "nosecret",
		plant: func(t *testing.T, p *patient) {
			p.subject.Config.SecretARN = strings.Replace(p.subject.Config.SecretARN, "nosecret-", "nowhere-", 1)
		},
		check: "secret", detail: "is not found in region us-east-1",
		mend: []string{`aws secretsmanager create-secret --name rds-db-credentials/nowhere --secret-string '{"username":"postgres","password":"PASSWORD"}'` + region},
		mended: func(t *testing.T, p *patient) {
			run(t, p, p.examine(t)["secret"].Mend)
			p.subject.Config.SecretARN = "rds-db-credentials/nowhere"
		},
	},
	{
		cluster: "deleted",
		plant: func(t *testing.T, p *patient) {
			_, err := p.secrets().DeleteSecret(t.Context(), &secretsmanager.DeleteSecretInput{SecretId: &p.subject.Config.SecretARN})
			check(t, err)
		},
		check: "secret", detail: "rds-db-credentials/deleted is going to be deleted",
		mend: []string{"aws secretsmanager restore-secret --secret-id SECRET" + region},
	},
	{
		cluster: "malformed",
		plant:   func(t *testing.T, p *patient) { put(t, p, "postgres/hunter2") },
		check:   "content", detail: "malformed secret: it is not a JSON object",
		mend: []string{`aws secretsmanager put-secret-value --secret-id SECRET --secret-string '{"username":"postgres","password":"PASSWORD"}'` + region},
	},
	{
		cluster: "nameless",
		plant:   func(t *testing.T, p *patient) { put(t, p, `{"user": "postgres", "password": "hunter2"}`) },
		check:   "content", detail: "malformed secret: it has no username, in these letters",
		mend: []string{`aws secretsmanager put-secret-value --secret-id SECRET --secret-string '{"username":"postgres","password":"PASSWORD"}'` + region},
	},
	{
		cluster: "password",
		plant:   func(t *testing.T, p *patient) { put(t, p, `{"username": "postgres", "password": "hunter2"}`) },
		check:   "login", detail: `password authentication failed for user "postgres"`,
		mend: []string{`aws secretsmanager put-secret-value --secret-id SECRET --secret-string '{"username":"postgres","password":"PASSWORD"}'` + region},
	},
	{
		cluster: "short",
		plant: func(t *testing.T, p *patient) {
			_, err := p.secrets().CreateSecret(t.Context(), &secretsmanager.CreateSecretInput{
				Name: aws.String("short"), SecretString: aws.String(login(t)),
			})
			check(t, err)
			p.subject.Config.SecretARN = "short"
		},
		check: "secret", detail: `"short" is too short a name for the Data API`,
		mended: func(t *testing.T, p *patient) {
			p.subject.Config.SecretARN = strings.TrimPrefix(p.examine(t)["secret"].Mend[0], "export AURORA_SECRET_ARN=")
		},
	},
	{
		cluster: "several",
		plant: func(t *testing.T, p *patient) {
			_, err := p.secrets().CreateSecret(t.Context(), &secretsmanager.CreateSecretInput{
				Name: aws.String("rds-db-credentials/several/other"), SecretString: aws.String("{}"),
			})
			check(t, err)
			p.subject.Config.SecretARN = ""
		},
		check: "secret", detail: "none is named, and there are several",
		mended: func(t *testing.T, p *patient) {
			p.subject.Config.SecretARN = strings.TrimPrefix(p.examine(t)["secret"].Mend[0], "export AURORA_SECRET_ARN=")
		},
	},
	{
		cluster: "unknown",
		plant:   func(_ *testing.T, p *patient) { p.subject.Config.ClusterARN = clusterARN + "nowhere" },
		check:   "cluster", detail: clusterARN + "nowhere is not found in region us-east-1 of account 123456789012",
		mend:   []string{"auroradataapi clusters" + region},
		mended: func(_ *testing.T, p *patient) { p.subject.Config.ClusterARN = clusterARN + "unknown" },
	},
	{
		cluster: "letters",
		plant:   func(_ *testing.T, p *patient) { p.subject.Config.ClusterARN = clusterARN + "Letters" },
		check:   "cluster", detail: "its ARN is " + clusterARN + "letters, in these letters",
		mend:   []string{"export AURORA_CLUSTER_ARN=" + clusterARN + "letters"},
		mended: exportCluster,
	},
	{
		cluster: "instance",
		plant: func(_ *testing.T, p *patient) {
			p.subject.Config.ClusterARN = "arn:aws:rds:us-east-1:123456789012:db:instance-instance-1"
		},
		check: "cluster", detail: "instance-instance-1 is an instance, of the cluster instance",
		mend:   []string{"export AURORA_CLUSTER_ARN=" + clusterARN + "instance"},
		mended: exportCluster,
	},
	{
		cluster: "account",
		plant: func(_ *testing.T, p *patient) {
			p.subject.Config.ClusterARN = "arn:aws:rds:us-east-1:999999999999:cluster:account"
		},
		check: "cluster", detail: "it is of the account 999999999999, and the caller of 123456789012",
		mend:   []string{"export AWS_PROFILE=PROFILE", "aws configure list-profiles"},
		mended: func(_ *testing.T, p *patient) { p.subject.Config.ClusterARN = clusterARN + "account" },
	},
	{
		cluster: "region",
		plant:   func(_ *testing.T, p *patient) { p.subject.Config.Region = "eu-west-1" },
		check:   "region", detail: "eu-west-1, but the cluster's ARN is of us-east-1",
		mended: func(_ *testing.T, p *patient) { p.subject.Config.Region = "us-east-1" },
	},
	{
		cluster: "empty",
		plant: func(t *testing.T, p *patient) {
			_, err := p.rds().DeleteDBInstance(t.Context(), &rds.DeleteDBInstanceInput{DBInstanceIdentifier: aws.String("empty-instance-1")})
			check(t, err)
		},
		check: "writer", detail: "the cluster has no instance that writes",
		mend: []string{"aws rds create-db-instance --db-instance-identifier empty-1 --db-cluster-identifier empty " +
			"--engine aurora-postgresql --db-instance-class db.serverless" + region},
	},
	{
		cluster: "class",
		plant: func(t *testing.T, p *patient) {
			_, err := p.rds().ModifyDBInstance(t.Context(), &rds.ModifyDBInstanceInput{
				DBInstanceIdentifier: aws.String("class-instance-1"), DBInstanceClass: aws.String("db.t4g.medium"),
			})
			check(t, err)
		},
		check: "class", detail: "db.t4g.medium: classes that begin with T have no Data API",
		mend: []string{"aws rds modify-db-instance --db-instance-identifier class-instance-1 --db-instance-class db.serverless --apply-immediately" + region},
	},
	{
		cluster: "old",
		plant: func(t *testing.T, p *patient) {
			modify(t, p, &rds.ModifyDBClusterInput{DBClusterIdentifier: aws.String("old"), EngineVersion: aws.String("14.3")})
		},
		check: "version", detail: "14.3 is too old for the Data API, which begins with 14.8",
		mend: []string{"aws rds modify-db-cluster --db-cluster-identifier old --engine-version 14.8 --apply-immediately" + region},
	},
	{
		cluster: "database",
		plant:   func(_ *testing.T, p *patient) { p.subject.Config.Database = "nosuch" },
		check:   "database", detail: `database "nosuch" does not exist`,
		mend: []string{"auroradataapi query --database postgres 'create database \"nosuch\"' --engine postgresql " +
			"--cluster-arn " + clusterARN + "database --secret SECRET"},
		mended: func(_ *testing.T, p *patient) { p.subject.Config.Database = "" },
	},
	{
		cluster: "key", key: "nobody",
		check: "identity", detail: "AWS refuses the credentials: InvalidClientTokenId",
		mend:   []string{"aws configure"},
		mended: asAdministrator,
	},
	{
		cluster: "execute", key: "noexecute",
		check: "permissions", detail: "missing: rds-data:ExecuteStatement, rds-data:BatchExecuteStatement, rds-data:CommitTransaction",
		mend: []string{"aws iam put-user-policy --user-name noexecute --policy-name aurora-data-api --policy-document " +
			`'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["rds-data:ExecuteStatement","rds-data:BatchExecuteStatement",` +
			`"rds-data:CommitTransaction"],"Resource":"` + clusterARN + `execute"}]}'`},
	},
	{
		cluster: "read", key: "nosecret",
		check: "content", detail: "not authorized to perform: secretsmanager:GetSecretValue",
		mend: []string{"aws iam put-user-policy --user-name nosecret --policy-name aurora-data-api-secret --policy-document " +
			`'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["secretsmanager:GetSecretValue"],"Resource":"SECRET"}]}'`},
	},
	{
		cluster: "deny", key: "denied",
		check: "permissions", detail: "missing: rds-data:BatchExecuteStatement; a policy denies it outright",
		mended: asAdministrator,
	},
}
