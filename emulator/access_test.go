package emulator_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// letter is a request to a service other than the Data API.
type letter struct {
	service     string // in the signature
	contentType string
	target      string // for the services that find the operation there
	body        string
}

var (
	describeClusters = letter{service: "rds", contentType: "application/x-www-form-urlencoded", body: "Action=DescribeDBClusters&Version=2014-10-31"}
	getSecret        = letter{service: "secretsmanager", contentType: "application/x-amz-json-1.1", target: "secretsmanager.GetSecretValue", body: `{"SecretId":"` + localSecret + `"}`}
)

// send signs the letter, unless the key is empty, and gives the answer.
func (l letter) send(t *testing.T, s *emulator.Server, key emulator.Credential) (status int, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL(), strings.NewReader(l.body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", l.contentType)
	if l.target != "" {
		request.Header.Set("X-Amz-Target", l.target)
	}
	if key.AccessKeyID != "" {
		sum := sha256.Sum256([]byte(l.body))
		credentials := aws.Credentials{AccessKeyID: key.AccessKeyID, SecretAccessKey: key.SecretAccessKey}
		if err := v4.NewSigner().SignHTTP(t.Context(), credentials, request, hex.EncodeToString(sum[:]), l.service, "us-east-1", time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	status, _, body = do(t, request)
	return status, body
}

// TestRefusalsByProtocol has the services say no, each in its own words.
func TestRefusalsByProtocol(t *testing.T) {
	s := guarded(t)
	otherService := describeClusters
	otherService.service = "rds-data"
	tests := []struct {
		name   string
		letter letter
		key    emulator.Credential
		status int
		want   []string // parts of the answer
	}{
		{"RDS answers", describeClusters, everything, 200, []string{"<DBClusterIdentifier>local</DBClusterIdentifier>"}},
		{"RDS, not signed", describeClusters, emulator.Credential{}, 403, []string{"<Code>MissingAuthenticationToken</Code>", "<Message>Request is missing Authentication Token</Message>"}},
		{"RDS, an unknown key", describeClusters, emulator.Credential{AccessKeyID: "x", SecretAccessKey: "x"}, 403, []string{"<Code>InvalidClientTokenId</Code>", "The security token included in the request is invalid."}},
		{"RDS, another secret key", describeClusters, withSecretKey(everything, "x"), 403, []string{"<Code>SignatureDoesNotMatch</Code>", "The request signature we calculated does not match"}},
		{"RDS, for another service", otherService, everything, 403, []string{"<Code>SignatureDoesNotMatch</Code>", "Credential should be scoped to correct service: "}},
		{"RDS, denied", describeClusters, full, 403, []string{"<Code>AccessDenied</Code>", "User: arn:aws:iam::123456789012:user/local is not authorized to perform: rds:DescribeDBClusters on resource: arn:aws:rds:us-east-1:123456789012:cluster:"}},
		{"Secrets Manager answers", getSecret, full, 200, []string{`"Name":"` + localSecret + `"`}},
		{"Secrets Manager, not signed", getSecret, emulator.Credential{}, 400, []string{`"__type":"MissingAuthenticationTokenException"`}},
		{"Secrets Manager, an unknown key", getSecret, emulator.Credential{AccessKeyID: "x", SecretAccessKey: "x"}, 400, []string{`"__type":"UnrecognizedClientException"`}},
		{"Secrets Manager, another secret key", getSecret, withSecretKey(full, "x"), 400, []string{`"__type":"InvalidSignatureException"`}},
		{"Secrets Manager, denied", getSecret, executor, 400, []string{`"__type":"AccessDeniedException"`, "secretsmanager:GetSecretValue on resource: " + s.SecretARN(localSecret)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			status, body := test.letter.send(t, s, test.key)
			if status != test.status {
				t.Errorf("the status is %d, want %d", status, test.status)
			}
			for _, part := range test.want {
				if !strings.Contains(strings.ReplaceAll(body, "&#39;", "'"), part) {
					t.Errorf("got %s\nwant it to have %s", body, part)
				}
			}
		})
	}
}

// TestTagConditions lets a key use the secrets of a team alone.
func TestTagConditions(t *testing.T) {
	team := emulator.Credential{AccessKeyID: "AKIDTEAM", SecretAccessKey: "x", Policies: []string{`{
		"Version": "2012-10-17",
		"Statement": [
			{"Effect": "Allow", "Action": "rds-data:*", "Resource": "*"},
			{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*",
			 "Condition": {"StringEquals": {"secretsmanager:ResourceTag/team": "orders"}}}
		]
	}`}}
	s := attached(t, &emulator.Server{Credentials: []emulator.Credential{team, everything}})
	create := letter{service: "secretsmanager", contentType: "application/x-amz-json-1.1", target: "secretsmanager.CreateSecret"}
	create.body = `{"Name":"orders-secret","SecretString":"{\"username\":\"postgres\",\"password\":\"postgres\"}","Tags":[{"Key":"team","Value":"orders"}]}`
	status, body := create.send(t, s, everything)
	var created struct{ ARN string }
	if err := json.Unmarshal([]byte(body), &created); err != nil || status != http.StatusOK {
		t.Fatalf("CreateSecret answered %d, %s", status, body)
	}
	for _, reference := range []string{created.ARN, "orders-secret"} {
		input := statement(s, "select 1")
		input.SecretArn = aws.String(reference)
		if _, err := signed(s, team).ExecuteStatement(t.Context(), input); err != nil {
			t.Errorf("with the team's secret as %s: %v", reference, err)
		}
	}
	if err := selectOne(t, s, team); err == nil || !strings.Contains(err.Error(), "AccessDeniedException") {
		t.Errorf("with another secret: %v", err)
	}
}

func TestCredentialsRefused(t *testing.T) {
	good := emulator.Credential{AccessKeyID: "a", SecretAccessKey: "b"}
	tests := []struct {
		name        string
		credentials []emulator.Credential
		want        string
	}{
		{"no ID", []emulator.Credential{{SecretAccessKey: "b"}}, "is empty"},
		{"no secret", []emulator.Credential{{AccessKeyID: "a"}}, "is empty"},
		{"twice", []emulator.Credential{good, good}, "there are two of that ID"},
		{"an unknown policy", []emulator.Credential{{AccessKeyID: "a", SecretAccessKey: "b", Policies: []string{"ReadOnlyAccess"}}}, "want the JSON of a policy, or AdministratorAccess or AmazonRDSDataFullAccess"},
		{"a wrong policy", []emulator.Credential{{AccessKeyID: "a", SecretAccessKey: "b", Policies: []string{"{}"}}}, "Statement is missing"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := &emulator.Server{Clusters: existing(), Credentials: test.credentials}
			defer s.Close()
			if err := s.Start(t.Context()); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error with %q", err, test.want)
			}
		})
	}
}
