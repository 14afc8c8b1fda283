package doctor

import (
	"context"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/account"
)

func TestVersion(t *testing.T) {
	for _, test := range []struct {
		engine, version string
		want            Status
		target          string
	}{
		{engine: "aurora-postgresql", version: "16.1", want: OK},
		{engine: "aurora-postgresql", version: "16.4-limitless", want: OK},
		{engine: "aurora-postgresql", version: "13.11", want: OK},
		{engine: "aurora-postgresql", version: "18.1", want: OK},
		{engine: "aurora-postgresql", version: "", want: OK},
		{engine: "aurora-postgresql", version: "13.9", want: Failure, target: "--engine-version 13.11 --apply-immediately"},
		{engine: "aurora-postgresql", version: "11.18", want: Failure, target: "--engine-version 13.11 --apply-immediately --allow-major-version-upgrade"},
		{engine: "aurora-postgresql", version: "17.3", want: Failure, target: "--engine-version 17.4 --apply-immediately"},
		{engine: "aurora-mysql", version: "8.0.mysql_aurora.3.07.1", want: OK},
		{engine: "aurora-mysql", version: "8.0.mysql_aurora.3.10.0", want: OK},
		{engine: "aurora-mysql", version: "8.0.mysql_aurora.3.04.2", want: Failure, target: "--engine-version 8.0.mysql_aurora.3.07.0 --apply-immediately"},
		{engine: "aurora-mysql", version: "5.7.mysql_aurora.2.11.3", want: Failure, target: "--allow-major-version-upgrade"},
		{engine: "aurora-mysql", version: "next", want: Warning},
	} {
		v := &visit{cluster: &account.Cluster{ID: "shop", Engine: test.engine, EngineVersion: test.version}}
		got := v.checkVersion(context.Background())
		if got.Status != test.want || !strings.HasSuffix(strings.Join(got.Mend, ""), test.target) {
			t.Errorf("%s %q: %+v, want %s %s", test.engine, test.version, got, test.want, test.target)
		}
	}
}

// TestSettings are those that an emulator's cluster does not have.
func TestSettings(t *testing.T) {
	const shop = "arn:aws:rds:us-east-1:123456789012:cluster:shop"
	for _, test := range []struct {
		name    string
		check   func(*visit, context.Context) Finding
		cluster account.Cluster
		want    Status
		mend    string
	}{
		{name: "not Aurora", check: (*visit).checkEngine, cluster: account.Cluster{Engine: "postgres"}, want: Failure},
		{name: "stopped", check: (*visit).checkStatus, cluster: account.Cluster{Status: "stopped"}, want: Failure,
			mend: "aws rds start-db-cluster --db-cluster-identifier shop"},
		{name: "creating", check: (*visit).checkStatus, cluster: account.Cluster{Status: "creating"}, want: Failure,
			mend: "aws rds wait db-cluster-available --db-cluster-identifier shop"},
		{name: "modifying", check: (*visit).checkStatus, cluster: account.Cluster{Status: "modifying"}, want: Warning,
			mend: "aws rds wait db-cluster-available --db-cluster-identifier shop"},
		{name: "older", check: (*visit).checkGeneration, cluster: account.Cluster{EngineMode: "serverless"}, want: Warning,
			mend: "aws rds modify-db-cluster --db-cluster-identifier shop --engine-mode provisioned"},
		{name: "parallel", check: (*visit).checkGeneration, cluster: account.Cluster{EngineMode: "parallelquery"}, want: Warning},
		{name: "provisioned without a size", check: (*visit).checkWriter, cluster: account.Cluster{Engine: "aurora-mysql"}, want: Failure,
			mend: "aws rds modify-db-cluster --db-cluster-identifier shop --serverless-v2-scaling-configuration"},
	} {
		test.cluster.ID, test.cluster.ARN = "shop", shop
		v := &visit{cluster: &test.cluster, arn: shop}
		got := test.check(v, t.Context())
		if got.Status != test.want || !strings.HasPrefix(strings.Join(got.Mend, "\n"), test.mend) {
			t.Errorf("%s: %+v, want %s %s", test.name, got, test.want, test.mend)
		}
	}
}

// TestHolder are callers of every kind.
func TestHolder(t *testing.T) {
	for _, test := range []struct{ arn, want string }{
		{"arn:aws:iam::123456789012:user/dev/ada", "aws iam put-user-policy --user-name ada --policy-name p "},
		{"arn:aws:sts::123456789012:assumed-role/api/i-0123", "aws iam put-role-policy --role-name api --policy-name p "},
		{"arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_dev_0123/ada", "# add to the caller's permissions: {"},
		{"arn:aws:iam::123456789012:root", "# add to the caller's permissions: {"},
		{"", "# add to the caller's permissions: {"},
	} {
		v := &visit{identity: account.Identity{ARN: test.arn}}
		got := strings.Join(v.allow("p", statement{"rds-data:ExecuteStatement", "*"}), "")
		if !strings.HasPrefix(got, test.want) {
			t.Errorf("%s: %s", test.arn, got)
		}
	}
}

// TestManagedPassword has a wrong password in the secret that RDS manages.
func TestManagedPassword(t *testing.T) {
	v := &visit{cluster: &account.Cluster{ID: "shop", ManagedSecret: "arn"}, secret: "arn"}
	const want = "aws rds modify-db-cluster --db-cluster-identifier shop --rotate-master-user-password --apply-immediately"
	if got := v.correctPassword(); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
