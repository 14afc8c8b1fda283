package doctor_test

import (
	"encoding/json"
	"net/url"
	"os/exec"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"github.com/auroradataapi/auroradataapi/emulator"
)

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func modify(t *testing.T, p *patient, change *rds.ModifyDBClusterInput) {
	_, err := p.rds().ModifyDBCluster(t.Context(), change)
	check(t, err)
}

// put changes the secret.
func put(t *testing.T, p *patient, text string) {
	_, err := p.secrets().PutSecretValue(t.Context(), &secretsmanager.PutSecretValueInput{SecretId: &p.subject.Config.SecretARN, SecretString: &text})
	check(t, err)
}

// login is the value of a secret that works.
func login(t *testing.T) string {
	u, err := url.Parse(backendDSN(t))
	check(t, err)
	password, _ := u.User.Password()
	text, err := json.Marshal(map[string]string{"username": u.User.Username(), "password": password})
	check(t, err)
	return string(text)
}

func exportCluster(t *testing.T, p *patient) {
	p.subject.Config.ClusterARN = strings.TrimPrefix(p.examine(t)["cluster"].Mend[0], "export AURORA_CLUSTER_ARN=")
}

func asAdministrator(_ *testing.T, p *patient) { p.subject.Config.AWSConfig = p.administrator() }

// run runs commands as a shell and the AWS CLI would: not every AWS CLI knows them all,
// and none starts fast.
func run(t *testing.T, p *patient, commands []string) {
	t.Helper()
	for _, command := range commands {
		words := split(t, command)
		do := awsCommands[words[1]+" "+words[2]]
		if words[0] != "aws" || do == nil {
			t.Fatalf("%s: not a command that is known here", command)
		}
		check(t, do(t, p, flags(t, words[3:])))
	}
}

// split splits a line as a shell does.
func split(t *testing.T, command string) []string {
	out, err := exec.CommandContext(t.Context(), "sh", "-c", `printf '%s\0' `+command).Output()
	check(t, err)
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

func flags(t *testing.T, words []string) map[string]string {
	given := map[string]string{}
	for len(words) > 0 {
		name, value := words[0], "true"
		if !strings.HasPrefix(name, "--") {
			t.Fatalf("%q is not a flag", name)
		}
		words = words[1:]
		if len(words) > 0 && !strings.HasPrefix(words[0], "--") {
			value, words = words[0], words[1:]
		}
		given[strings.TrimPrefix(name, "--")] = value
	}
	return given
}

var awsCommands = map[string]func(*testing.T, *patient, map[string]string) error{
	"rds enable-http-endpoint": func(t *testing.T, p *patient, f map[string]string) error {
		_, err := p.rds().EnableHttpEndpoint(t.Context(), &rds.EnableHttpEndpointInput{ResourceArn: aws.String(f["resource-arn"])})
		return err
	},
	"rds disable-http-endpoint": func(t *testing.T, p *patient, f map[string]string) error {
		_, err := p.rds().DisableHttpEndpoint(t.Context(), &rds.DisableHttpEndpointInput{ResourceArn: aws.String(f["resource-arn"])})
		return err
	},
	"rds create-db-instance": func(t *testing.T, p *patient, f map[string]string) error {
		_, err := p.rds().CreateDBInstance(t.Context(), &rds.CreateDBInstanceInput{
			DBInstanceIdentifier: aws.String(f["db-instance-identifier"]), DBClusterIdentifier: aws.String(f["db-cluster-identifier"]),
			Engine: aws.String(f["engine"]), DBInstanceClass: aws.String(f["db-instance-class"]),
		})
		return err
	},
	"rds modify-db-instance": func(t *testing.T, p *patient, f map[string]string) error {
		_, err := p.rds().ModifyDBInstance(t.Context(), &rds.ModifyDBInstanceInput{
			DBInstanceIdentifier: aws.String(f["db-instance-identifier"]), DBInstanceClass: aws.String(f["db-instance-class"]),
		})
		return err
	},
	"rds modify-db-cluster": func(t *testing.T, p *patient, f map[string]string) error {
		_, err := p.rds().ModifyDBCluster(t.Context(), &rds.ModifyDBClusterInput{
			DBClusterIdentifier: aws.String(f["db-cluster-identifier"]), EngineVersion: aws.String(f["engine-version"]),
		})
		return err
	},
	"secretsmanager restore-secret": func(t *testing.T, p *patient, f map[string]string) error {
		_, err := p.secrets().RestoreSecret(t.Context(), &secretsmanager.RestoreSecretInput{SecretId: aws.String(f["secret-id"])})
		return err
	},
	"secretsmanager create-secret": func(t *testing.T, p *patient, f map[string]string) error {
		_, err := p.secrets().CreateSecret(t.Context(), &secretsmanager.CreateSecretInput{
			Name: aws.String(f["name"]), SecretString: aws.String(filledIn(t, f["secret-string"])),
		})
		return err
	},
	"secretsmanager put-secret-value": func(t *testing.T, p *patient, f map[string]string) error {
		_, err := p.secrets().PutSecretValue(t.Context(), &secretsmanager.PutSecretValueInput{
			SecretId: aws.String(f["secret-id"]), SecretString: aws.String(filledIn(t, f["secret-string"])),
		})
		return err
	},
	"iam put-user-policy": putUserPolicy,
}

// filledIn puts the password in its place, which the user knows.
func filledIn(t *testing.T, text string) string {
	var given, right map[string]string
	check(t, json.Unmarshal([]byte(text), &given))
	check(t, json.Unmarshal([]byte(login(t)), &right))
	if given["password"] != "PASSWORD" || given["username"] != right["username"] {
		t.Errorf("%s is for the user %s", text, right["username"])
	}
	return login(t)
}

// putUserPolicy starts another emulator, whose user may do that, too: there is no IAM.
func putUserPolicy(t *testing.T, p *patient, f map[string]string) error {
	key := f["user-name"]
	cluster := p.subject.Config.ClusterARN[strings.LastIndexByte(p.subject.Config.ClusterARN, ':')+1:]
	allowed := server(t, &emulator.Server{Credentials: []emulator.Credential{{
		AccessKeyID: key, SecretAccessKey: key, Policies: append([]string{f["policy-document"]}, keys[key]...),
	}}}, cluster)
	*p = *newPatient(allowed, cluster, key)
	return nil
}
