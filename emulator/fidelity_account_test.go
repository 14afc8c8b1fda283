package emulator_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// Sources of the claims about an account.
const (
	enabling    = "AuroraUserGuide data-api.enabling"
	secretShape = "Secrets Manager user guide reference_secret_json_structure"
)

var accountClaims = []claim{
	{
		id: "account-endpoint", claim: "EnableHttpEndpoint and DisableHttpEndpoint enable and disable the Data API of a cluster.",
		source: enabling, grade: documented, verdict: same, note: "From the next call on.",
		check: checkEndpointSwitched,
	},
	{
		id: "account-modify-endpoint", claim: "What does EnableHttpEndpoint of ModifyDBCluster do to a cluster that is not Serverless v1, for which alone the model has it?",
		verdict: unknown, note: "It enables the Data API, as many guides use it.",
		check: checkEndpointModified,
	},
	{
		id: "account-renamed", claim: "A renamed cluster refuses calls until the Data API is disabled and enabled again.",
		source: troubleshooting, grade: documented, verdict: same, note: "With HttpEndpointNotEnabledException, which is inferred.",
		check: checkRenamed,
	},
	{
		id: "account-no-instance", claim: "A cluster without an instance is a DatabaseNotFoundException, 404.",
		source: model, grade: documented, verdict: same, note: "The text is a guess. Serverless v1 has no instances.",
		check: checkNoInstance,
	},
	{
		id: "account-elsewhere", claim: "The cluster must be of the caller's account and region.",
		source: operations, grade: documented, verdict: same, note: "An ARN of another one is an HttpEndpointNotEnabledException, like any that does not match.",
		check: calls(
			failsWith(members{"sql": "select 1", "resourceArn": "arn:aws:rds:us-east-1:210987654321:cluster:local"}, "HttpEndpointNotEnabledException", "HttpEndpoint is not enabled for cluster local"),
			failsWith(members{"sql": "select 1", "resourceArn": "arn:aws:rds:eu-west-1:123456789012:cluster:local"}, "HttpEndpointNotEnabledException", "HttpEndpoint is not enabled for cluster local")),
	},
	{
		id: "secret-current", claim: "The version AWSCURRENT of a secret counts, and no other.",
		source: "fermio.com, on the older generation", grade: secondHand, verdict: same, note: "A new version counts from the next call on; how long the service remembers one is unknown.",
		check: checkSecretCurrent,
	},
	{
		id: "secret-value", claim: "A secret is a JSON object with the members username and password, in lower case.",
		source: secretShape, grade: documented, verdict: same, note: "Any other value is an InvalidSecretException; the texts are guesses.",
		check: checkSecretValues,
	},
	{
		id: "secret-others", claim: "Other members of a secret, such as dbname, do not matter.",
		source: "aws/aws-cli#8577", grade: seen, verdict: same,
		check: checkSecretMembers,
	},
	{
		id: "secret-deleted", claim: "What is the answer to a secret that is marked for deletion, or has no current version?",
		verdict: unknown, note: "SecretsErrorException with the words of Secrets Manager.",
		check: checkSecretDeleted,
	},
	{
		id: "secret-elsewhere", claim: "What is the answer to the ARN of a secret of another account or region?",
		verdict: unknown, note: "SecretsErrorException, as for one that does not exist.",
		check: calls(
			failsWith(members{"sql": "select 1", "secretArn": "arn:aws:secretsmanager:us-east-1:210987654321:secret:" + localSecret}, "SecretsErrorException", "Secrets Manager can't find the specified secret."),
			failsWith(members{"sql": "select 1", "secretArn": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:" + localSecret}, "SecretsErrorException", "Secrets Manager can't find the specified secret.")),
	},
	{
		id: "secret-partial", claim: "The ARN of a secret may lack the hyphen and the random characters at its end.",
		source: "Secrets Manager API Reference GetSecretValue", grade: inferred, verdict: same,
		check: calls(answers("/Execute", members{"sql": "select 1", "secretArn": "arn:aws:secretsmanager:us-east-1:123456789012:secret:" + localSecret}, `{"numberOfRecordsUpdated":0,"records":[[{"longValue":1}]]}`)),
	},
	{
		id: "secret-managed", claim: "The secret that RDS manages for a cluster works, although its ARN has 108 characters and the model says 100.",
		source: "AuroraUserGuide rds-secrets-manager", grade: inferred, verdict: same,
		check: calls(failsWith(members{"sql": "select 1", "secretArn": "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!cluster-7d957e88-d967-46f3-a21e-7db88c36bdf9-AbCdEf"}, "SecretsErrorException", "Secrets Manager can't find the specified secret.")),
	},
}

// rds makes a request to RDS and wants an answer with that text.
func rds(t *testing.T, s *emulator.Server, want, action string, parameters ...string) {
	t.Helper()
	form := url.Values{"Action": {action}, "Version": {"2014-10-31"}}
	for i := 0; i < len(parameters); i += 2 {
		form.Set(parameters[i], parameters[i+1])
	}
	a := post(t, s, "/", "application/x-www-form-urlencoded", []byte(form.Encode()))
	if !strings.Contains(a.body, want) {
		t.Fatalf("%s answered %s, want %s", action, a, want)
	}
}

// secretsManager makes a request to Secrets Manager, which must succeed.
func secretsManager(t *testing.T, s *emulator.Server, operation string, m members) {
	t.Helper()
	body, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL()+"/", strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-amz-json-1.1")
	request.Header.Set("X-Amz-Target", "secretsmanager."+operation)
	if status, _, text := do(t, request); status != http.StatusOK {
		t.Fatalf("%s answered %d %s", operation, status, text)
	}
}

// account gives a server over the shared database whose account a check may change.
func account(t *testing.T) caller { return caller{server: attached(t, &emulator.Server{})} }

// works and isDisabled want calls with the local secret to succeed and to be refused.
func works(t *testing.T, c caller) {
	t.Helper()
	gives("select 1", `{"longValue":1}`)(t, c)
}

func isDisabled(t *testing.T, c caller) {
	t.Helper()
	id := c.cluster
	if id == "" {
		id = "local"
	}
	failsWith(members{"sql": "select 1", "secretArn": localSecret}, "HttpEndpointNotEnabledException", "HttpEndpoint is not enabled for cluster "+id)(t, c)
}

func checkEndpointSwitched(t *testing.T) {
	c := account(t)
	arn := c.server.ClusterARN("local")
	rds(t, c.server, "<HttpEndpointEnabled>false</HttpEndpointEnabled>", "DisableHttpEndpoint", "ResourceArn", arn)
	isDisabled(t, c)
	rds(t, c.server, "<HttpEndpointEnabled>true</HttpEndpointEnabled>", "EnableHttpEndpoint", "ResourceArn", arn)
	works(t, c)
}

func checkEndpointModified(t *testing.T) {
	c := account(t)
	rds(t, c.server, "<HttpEndpointEnabled>false</HttpEndpointEnabled>", "ModifyDBCluster", "DBClusterIdentifier", "local", "EnableHttpEndpoint", "false")
	isDisabled(t, c)
	rds(t, c.server, "<HttpEndpointEnabled>true</HttpEndpointEnabled>", "ModifyDBCluster", "DBClusterIdentifier", "local", "EnableHttpEndpoint", "true", "ApplyImmediately", "true")
	works(t, c)
}

func checkRenamed(t *testing.T) {
	c := account(t)
	rds(t, c.server, "<DBClusterIdentifier>other</DBClusterIdentifier>", "ModifyDBCluster", "DBClusterIdentifier", "local", "NewDBClusterIdentifier", "other")
	isDisabled(t, c)
	other := caller{server: c.server, cluster: "other"}
	isDisabled(t, other)
	rds(t, c.server, "true", "EnableHttpEndpoint", "ResourceArn", c.server.ClusterARN("other"))
	isDisabled(t, other)
	rds(t, c.server, "false", "DisableHttpEndpoint", "ResourceArn", c.server.ClusterARN("other"))
	rds(t, c.server, "true", "EnableHttpEndpoint", "ResourceArn", c.server.ClusterARN("other"))
	other.call(t, "/Execute", members{"sql": "select 1", "secretArn": localSecret}).wantStatus(t, http.StatusOK)
}

func checkNoInstance(t *testing.T) {
	c := account(t)
	rds(t, c.server, "deleting", "DeleteDBInstance", "DBInstanceIdentifier", "local-instance-1")
	fails("select 1", "DatabaseNotFoundException", "DB cluster local has no DB instance.")(t, c)
	rds(t, c.server, "creating", "CreateDBInstance", "DBInstanceIdentifier", "a", "DBClusterIdentifier", "local", "Engine", "aurora-postgresql", "DBInstanceClass", "db.r7g.large")
	works(t, c)
}

func checkSecretCurrent(t *testing.T) {
	c := account(t)
	put := func(value string, more members) {
		m := members{"SecretId": localSecret, "SecretString": value}
		for name, v := range more {
			m[name] = v
		}
		secretsManager(t, c.server, "PutSecretValue", m)
	}
	works(t, c)
	put(`{"username":"nobody_here","password":"x"}`, members{"VersionStages": []string{"AWSPENDING"}})
	works(t, c)
	put(`{"username":"nobody_here","password":"x"}`, nil)
	databaseError("select 1", `ERROR: password authentication failed for user "nobody_here"; SQLState: 28P01`)(t, c)
	put(`{"username":"postgres","password":"postgres"}`, nil)
	works(t, c)
}

func checkSecretValues(t *testing.T) {
	c := account(t)
	for _, test := range []struct{ name, member, value, message string }{
		{"text", "SecretString", "hush", "The secret is not a JSON object."},
		{"array", "SecretString", `["postgres","postgres"]`, "The secret is not a JSON object."},
		{"null", "SecretString", "null", "The secret is not a JSON object."},
		{"binary", "SecretBinary", "e30=", "The secret is binary."},
		{"no-password", "SecretString", `{"username":"postgres"}`, "The secret has no username or no password."},
		{"no-username", "SecretString", `{"user":"postgres","password":"postgres"}`, "The secret has no username or no password."},
		{"capitals", "SecretString", `{"Username":"postgres","Password":"postgres"}`, "The secret has no username or no password."},
		{"number", "SecretString", `{"username":"postgres","password":1}`, "The secret has no username or no password."},
	} {
		name := "fidelity/" + test.name
		secretsManager(t, c.server, "CreateSecret", members{"Name": name, test.member: test.value})
		failsWith(members{"sql": "select 1", "secretArn": name}, "InvalidSecretException", test.message)(t, c)
	}
}

func checkSecretMembers(t *testing.T) {
	c := account(t)
	secretsManager(t, c.server, "CreateSecret", members{
		"Name": "fidelity/more", "SecretString": `{"engine":"mysql","host":"nowhere","username":"postgres","password":"postgres","dbname":"nothing","port":1}`,
	})
	answers("/Execute", members{"sql": "select current_database()::text", "secretArn": "fidelity/more", "database": nil},
		`{"numberOfRecordsUpdated":0,"records":[[{"stringValue":"postgres"}]]}`)(t, c)
}

func checkSecretDeleted(t *testing.T) {
	c := account(t)
	secretsManager(t, c.server, "CreateSecret", members{"Name": "fidelity/empty"})
	failsWith(members{"sql": "select 1", "secretArn": "fidelity/empty"}, "SecretsErrorException", "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT")(t, c)
	secretsManager(t, c.server, "DeleteSecret", members{"SecretId": localSecret})
	fails("select 1", "SecretsErrorException", "You can't perform this operation on the secret because it was marked for deletion.")(t, c)
	secretsManager(t, c.server, "RestoreSecret", members{"SecretId": localSecret})
	works(t, c)
	secretsManager(t, c.server, "DeleteSecret", members{"SecretId": localSecret, "ForceDeleteWithoutRecovery": true})
	fails("select 1", "SecretsErrorException", "Secrets Manager can't find the specified secret.")(t, c)
}
