package emulator_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	rdsapi "github.com/aws/aws-sdk-go-v2/service/rds"
	rdstypes "github.com/aws/aws-sdk-go-v2/service/rds/types"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"
	secretsapi "github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	secrettypes "github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// clients are the SDKs that set an account up.
type clients struct {
	rds     *rdsapi.Client
	secrets *secretsapi.Client
	sts     *sts.Client
	data    *rdsdata.Client
}

func newClients(s *emulator.Server) clients {
	keys, url := credentials.NewStaticCredentialsProvider("local", "local", ""), aws.String(s.URL())
	return clients{
		rds:     rdsapi.New(rdsapi.Options{BaseEndpoint: url, Region: "us-east-1", Credentials: keys, RetryMaxAttempts: 1}),
		secrets: secretsapi.New(secretsapi.Options{BaseEndpoint: url, Region: "us-east-1", Credentials: keys, RetryMaxAttempts: 1}),
		sts:     sts.New(sts.Options{BaseEndpoint: url, Region: "us-east-1", Credentials: keys, RetryMaxAttempts: 1}),
		data:    client(s),
	}
}

// passable is a temporary folder that every account of the machine may pass
// through, as that of a database server must.
func passable(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, d := range []string{dir, filepath.Dir(dir)} {
		if err := os.Chmod(d, 0o711); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// newCluster creates a cluster with one instance, whose Data API is enabled.
func (c clients) newCluster(t *testing.T, id, engine string) *rdstypes.DBCluster {
	t.Helper()
	created, err := c.rds.CreateDBCluster(t.Context(), &rdsapi.CreateDBClusterInput{
		DBClusterIdentifier: &id, Engine: &engine, MasterUsername: aws.String("app"), MasterUserPassword: aws.String("first-password"),
		DatabaseName: aws.String("shop"), EnableHttpEndpoint: aws.Bool(true), Tags: []rdstypes.Tag{{Key: aws.String("team"), Value: aws.String("red")}},
		ServerlessV2ScalingConfiguration: &rdstypes.ServerlessV2ScalingConfiguration{MinCapacity: aws.Float64(0), MaxCapacity: aws.Float64(1)},
	})
	if err != nil {
		t.Fatal(err)
	}
	waiter := rdsapi.NewDBClusterAvailableWaiter(c.rds, func(o *rdsapi.DBClusterAvailableWaiterOptions) { o.MinDelay = 50 * time.Millisecond })
	if err := waiter.Wait(t.Context(), &rdsapi.DescribeDBClustersInput{DBClusterIdentifier: &id}, time.Minute); err != nil {
		t.Fatal(err)
	}
	_, err = c.rds.CreateDBInstance(t.Context(), &rdsapi.CreateDBInstanceInput{
		DBInstanceIdentifier: aws.String(id + "-1"), DBClusterIdentifier: &id, Engine: &engine, DBInstanceClass: aws.String("db.serverless"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return created.DBCluster
}

// delete deletes a cluster and its instance.
func (c clients) delete(t *testing.T, id string) {
	t.Helper()
	if _, err := c.rds.DeleteDBInstance(t.Context(), &rdsapi.DeleteDBInstanceInput{DBInstanceIdentifier: aws.String(id + "-1")}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.rds.DeleteDBCluster(t.Context(), &rdsapi.DeleteDBClusterInput{DBClusterIdentifier: &id, SkipFinalSnapshot: aws.Bool(true)}); err != nil {
		t.Fatal(err)
	}
}

// put makes a secret, or a new version of it.
func (c clients) put(t *testing.T, name, password string) {
	t.Helper()
	value := aws.String(`{"username":"app","password":"` + password + `"}`)
	_, err := c.secrets.CreateSecret(t.Context(), &secretsapi.CreateSecretInput{Name: &name, SecretString: value})
	if exists := (*secrettypes.ResourceExistsException)(nil); errors.As(err, &exists) {
		_, err = c.secrets.PutSecretValue(t.Context(), &secretsapi.PutSecretValueInput{SecretId: &name, SecretString: value})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// query gives the first value of a statement.
func (c clients) query(t *testing.T, arn, secret, sql string) (types.Field, error) {
	t.Helper()
	out, err := c.data.ExecuteStatement(t.Context(), &rdsdata.ExecuteStatementInput{ResourceArn: &arn, SecretArn: &secret, Database: aws.String("shop"), Sql: &sql})
	if err != nil || len(out.Records) == 0 {
		return nil, err
	}
	return out.Records[0][0], nil
}

func (c clients) wantQuery(t *testing.T, arn, secret, sql string, want types.Field) {
	t.Helper()
	got, err := c.query(t, arn, secret, sql)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	if want, ok := want.(*types.FieldMemberLongValue); ok {
		if got, ok := got.(*types.FieldMemberLongValue); !ok || got.Value != want.Value {
			t.Errorf("%s: got %+v, want %+v", sql, got, want)
		}
	}
}

// setUps are what the engines call a wrong password.
var setUps = []struct{ engine, refusal string }{
	{"aurora-postgresql", `password authentication failed for user "app"; SQLState: 28P01`},
	{"aurora-mysql", "Access denied for user 'app'@"},
}

// TestSetUp sets clusters up as the SDKs do, changes their passwords, and finds
// everything again after a restart.
func TestSetUp(t *testing.T) {
	t.Parallel()
	dir := passable(t)
	s := attached(t, &emulator.Server{DataDir: dir})
	for _, test := range setUps {
		t.Run(test.engine, func(t *testing.T) {
			testSetUp(t, newClients(s), "shop-"+test.engine, test.engine, test.refusal)
		})
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	c := newClients(attached(t, &emulator.Server{DataDir: dir}))
	for _, test := range setUps {
		t.Run(test.engine+" again", func(t *testing.T) { testRestart(t, c, "shop-"+test.engine, dir) })
	}
}

func testSetUp(t *testing.T, c clients, id, engine, refusal string) {
	cluster := c.newCluster(t, id, engine)
	if aws.ToString(cluster.Status) != "creating" || !aws.ToBool(cluster.HttpEndpointEnabled) {
		t.Errorf("got %v, %v", aws.ToString(cluster.Status), aws.ToBool(cluster.HttpEndpointEnabled))
	}
	arn, secret := *cluster.DBClusterArn, "rds-db-credentials/"+id
	c.put(t, secret, "first-password")
	c.wantQuery(t, arn, secret, "create table t (n int)", nil)
	c.wantQuery(t, arn, secret, "insert into t values (42)", nil)

	modify := func(in *rdsapi.ModifyDBClusterInput) *rdstypes.DBCluster {
		t.Helper()
		in.DBClusterIdentifier = &id
		out, err := c.rds.ModifyDBCluster(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		return out.DBCluster
	}
	modify(&rdsapi.ModifyDBClusterInput{MasterUserPassword: aws.String("it's-second")})
	if _, err := c.query(t, arn, secret, "select 1"); err == nil || !strings.Contains(err.Error(), refusal) {
		t.Errorf("with the former password: got %v", err)
	}
	c.put(t, secret, "it's-second")
	c.wantQuery(t, arn, secret, "select 1", &types.FieldMemberLongValue{Value: 1})

	managed := modify(&rdsapi.ModifyDBClusterInput{ManageMasterUserPassword: aws.Bool(true)}).MasterUserSecret
	if _, err := c.query(t, arn, secret, "select 1"); err == nil || !strings.Contains(err.Error(), refusal) {
		t.Errorf("with a managed password: got %v", err)
	}
	c.wantQuery(t, arn, *managed.SecretArn, "select 1", &types.FieldMemberLongValue{Value: 1})
	if _, err := c.secrets.DeleteSecret(t.Context(), &secretsapi.DeleteSecretInput{SecretId: managed.SecretArn}); err == nil {
		t.Error("a managed secret can be deleted")
	}
}

func testRestart(t *testing.T, c clients, id, dir string) {
	out, err := c.rds.DescribeDBClusters(t.Context(), &rdsapi.DescribeDBClustersInput{DBClusterIdentifier: &id})
	if err != nil {
		t.Fatal(err)
	}
	cluster := out.DBClusters[0]
	if len(cluster.TagList) != 1 || len(cluster.DBClusterMembers) != 1 || aws.ToString(cluster.EngineVersion) == "" || cluster.MasterUserSecret == nil {
		t.Fatalf("got %+v", cluster)
	}
	c.wantQuery(t, *cluster.DBClusterArn, *cluster.MasterUserSecret.SecretArn, "select n from t", &types.FieldMemberLongValue{Value: 42})

	c.delete(t, id)
	if left, err := filepath.Glob(filepath.Join(dir, id+"*")); err != nil || len(left) > 0 {
		t.Errorf("of a deleted cluster is left: %v (%v)", left, err)
	}
	_, err = c.rds.DescribeDBClusters(t.Context(), &rdsapi.DescribeDBClustersInput{DBClusterIdentifier: &id})
	if missing := (*rdstypes.DBClusterNotFoundFault)(nil); !errors.As(err, &missing) {
		t.Errorf("got %v for a deleted cluster", err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "account.json"))
	if err != nil || strings.Contains(string(text), `"`+id+`"`) {
		t.Errorf("the account is %s (%v)", text, err)
	}
}

// TestSDKErrors shows that the SDKs know the errors by their types.
func TestSDKErrors(t *testing.T) {
	t.Parallel()
	c := newClients(shared)
	_, err := c.rds.EnableHttpEndpoint(t.Context(), &rdsapi.EnableHttpEndpointInput{ResourceArn: aws.String("arn:aws:rds:us-east-1:123456789012:cluster:none")})
	if e := (*rdstypes.ResourceNotFoundFault)(nil); !errors.As(err, &e) {
		t.Errorf("got %v", err)
	}
	_, err = c.rds.ModifyDBCluster(t.Context(), &rdsapi.ModifyDBClusterInput{DBClusterIdentifier: aws.String("local"), MasterUserPassword: aws.String("short")})
	if err == nil || !strings.Contains(err.Error(), "InvalidParameterValue: The parameter MasterUserPassword is not a valid password") {
		t.Errorf("got %v", err)
	}
	_, err = c.secrets.GetSecretValue(t.Context(), &secretsapi.GetSecretValueInput{SecretId: aws.String("none")})
	if e := (*secrettypes.ResourceNotFoundException)(nil); !errors.As(err, &e) || aws.ToString(e.Message) != "Secrets Manager can't find the specified secret." {
		t.Errorf("got %v", err)
	}
	who, err := c.sts.GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	if err != nil || aws.ToString(who.Account) != "123456789012" || !strings.HasPrefix(aws.ToString(who.Arn), "arn:aws:iam::123456789012:") {
		t.Errorf("got %+v, %v", who, err)
	}
}

// TestOwnServer shows that the password of a server that the emulator has not
// started stays what it is.
func TestOwnServer(t *testing.T) {
	t.Parallel()
	c := newClients(attached(t, &emulator.Server{}))
	_, err := c.rds.ModifyDBCluster(t.Context(), &rdsapi.ModifyDBClusterInput{DBClusterIdentifier: aws.String("local"), MasterUserPassword: aws.String("another-one")})
	if e := (*rdstypes.InvalidDBClusterStateFault)(nil); !errors.As(err, &e) {
		t.Errorf("got %v", err)
	}
	_, err = c.rds.ModifyDBCluster(t.Context(), &rdsapi.ModifyDBClusterInput{DBClusterIdentifier: aws.String("local"), NewDBClusterIdentifier: aws.String("renamed")})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.rds.ModifyDBCluster(t.Context(), &rdsapi.ModifyDBClusterInput{DBClusterIdentifier: aws.String("renamed"), MasterUserPassword: aws.String("another-one")})
	if e := (*rdstypes.InvalidDBClusterStateFault)(nil); !errors.As(err, &e) {
		t.Errorf("renamed: got %v", err)
	}
}

// TestSettingsReturn shows that a cluster of the settings has its name again after
// a restart, and what else is known of it, and that the clusters of other settings
// are gone.
func TestSettingsReturn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	dsn := shared.BackendDSN("local")
	s := attached(t, &emulator.Server{DataDir: dir, Clusters: []emulator.Cluster{{ID: "former", DSN: dsn}}})
	_, err := newClients(s).rds.ModifyDBCluster(t.Context(), &rdsapi.ModifyDBClusterInput{
		DBClusterIdentifier: aws.String("local"), NewDBClusterIdentifier: aws.String("renamed"), EnableHttpEndpoint: aws.Bool(false), EngineVersion: aws.String("16.6"),
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	s = emulator.StartT(t, &emulator.Server{DataDir: dir, Clusters: []emulator.Cluster{{ID: "new", DSN: dsn, Personality: emulator.V1}, {ID: "local", DSN: dsn}}})
	out, err := newClients(s).rds.DescribeDBClusters(t.Context(), &rdsapi.DescribeDBClustersInput{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range out.DBClusters {
		got = append(got, fmt.Sprintln(*c.DBClusterIdentifier, *c.EngineMode, *c.HttpEndpointEnabled, aws.ToString(c.EngineVersion), len(c.DBClusterMembers)))
	}
	want := []string{"local provisioned false 16.6 1\n", "new serverless true  0\n"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if status := s.Status(); status.Clusters[0].ID != "new" || status.Clusters[1].ID != "local" {
		t.Errorf("the status is %+v", status)
	}
}

// TestLostCluster shows that a cluster which was made by a request, and whose server
// does not start any more, is in nobody's way.
func TestLostCluster(t *testing.T) {
	t.Parallel()
	dir := passable(t)
	s := attached(t, &emulator.Server{DataDir: dir})
	arn := aws.ToString(newClients(s).newCluster(t, "lost", "aurora-mysql").DBClusterArn)
	s.Close()
	if err := os.WriteFile(filepath.Join(dir, "lost", "auroradataapi.txt"), []byte("Oracle 9i\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := newClients(attached(t, &emulator.Server{DataDir: dir}))
	if _, err := c.query(t, arn, localSecret, "select 1"); err == nil || !strings.Contains(err.Error(), "DatabaseUnavailableException") {
		t.Errorf("got %v", err)
	}
	c.delete(t, "lost")
}

// TestDeletionCutShort starts on what a kill amid DeleteDBCluster leaves.
func TestDeletionCutShort(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, data := filepath.Join(dir, "account.json"), filepath.Join(dir, "gone")
	left := `{"Format":1,"Clusters":[{"Identifier":"gone","ResourceID":"cluster-A","Engine":"aurora-mysql","EngineMode":"serverless","Status":"deleting","Folder":"gone"}]}`
	if err := errors.Join(os.Mkdir(data, 0o700), os.WriteFile(filepath.Join(data, "half"), nil, 0o600), os.WriteFile(file, []byte(left), 0o600)); err != nil {
		t.Fatal(err)
	}
	c := newClients(attached(t, &emulator.Server{DataDir: dir}))
	out, err := c.rds.DescribeDBClusters(t.Context(), &rdsapi.DescribeDBClustersInput{})
	if err != nil || len(out.DBClusters) != 1 {
		t.Errorf("got %+v (%v), want the cluster of the settings alone", out, err)
	}
	if _, err := os.Stat(data); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the data is there: %v", err)
	}
	if text, err := os.ReadFile(file); err != nil || strings.Contains(string(text), "gone") {
		t.Errorf("the account is %s (%v)", text, err)
	}
}

// TestAccountRefused shows that a file which cannot be read stays as it is.
func TestAccountRefused(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"newer": `{"Format":99}`, "damaged": `{"Format":1,"Clusters":0}`, "foreign": "notes"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "account.json")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			s := &emulator.Server{Clusters: []emulator.Cluster{{ID: "local", DSN: shared.BackendDSN("local")}}, DataDir: dir}
			err := s.Start(t.Context())
			if err == nil || !strings.Contains(err.Error(), file) {
				t.Errorf("got %v", err)
			}
			if after, err := os.ReadFile(file); err != nil || string(after) != text {
				t.Errorf("the file is %s (%v)", after, err)
			}
		})
	}
}

// TestSecretsAreKept shows that a value which was put is there after a restart,
// unless the settings say another one.
func TestSecretsAreKept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	value := func(s *emulator.Server) string {
		t.Helper()
		out, err := newClients(s).secrets.GetSecretValue(t.Context(), &secretsapi.GetSecretValueInput{SecretId: aws.String(localSecret)})
		if err != nil {
			t.Fatal(err)
		}
		return aws.ToString(out.SecretString)
	}
	s := attached(t, &emulator.Server{DataDir: dir})
	newClients(s).put(t, localSecret, "put")
	s.Close()
	s = attached(t, &emulator.Server{DataDir: dir})
	if got := value(s); got != `{"username":"app","password":"put"}` {
		t.Errorf("after a restart: %s", got)
	}
	s.Close()
	s = attached(t, &emulator.Server{DataDir: dir, Secrets: []emulator.Secret{{Name: localSecret, Username: "said", Password: "outright"}}})
	if got := value(s); got != `{"username":"said","password":"outright"}` {
		t.Errorf("with a secret of the settings: %s", got)
	}
}
