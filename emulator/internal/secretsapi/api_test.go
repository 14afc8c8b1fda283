package secretsapi_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
	"github.com/auroradataapi/auroradataapi/emulator/internal/secretsapi"
)

// client calls the API without a server, at a time that the test moves.
type client struct {
	api *secretsapi.API
	now time.Time
}

func newClient() *client {
	c := &client{now: time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC)}
	c.api = &secretsapi.API{
		Account: account.New(account.Names{Region: "us-east-1", ID: "123456789012"}, &account.State{}),
		Now:     func() time.Time { return c.now },
	}
	return c
}

// call gives the answer as JSON, or the error as "code: message".
func (c *client) call(operation, body string) string {
	call, err := c.api.Read(operation, []byte(body))
	var answer any
	if err == nil {
		answer, err = call.Do()
	}
	if e := (*secretsapi.Error)(nil); errors.As(err, &e) {
		return e.Error()
	}
	text, fault := json.Marshal(answer)
	return string(text) + faultOf(errors.Join(err, fault))
}

func faultOf(err error) string {
	if err == nil {
		return ""
	}
	return "unexpected: " + err.Error()
}

// step is a call, or hours that pass before it, and a part of its answer.
type step struct {
	operation, body string
	want            string
	hours           int
}

const token = "0123456789abcdef0123456789abcdef"

// story is calls one after the other.
var stories = map[string][]step{
	"create": {
		{operation: "CreateSecret", body: `{"Name":"s","SecretString":"x","ClientRequestToken":"` + token + `"}`, want: `"Name":"s","VersionId":"` + token + `"`},
		{operation: "CreateSecret", body: `{"Name":"s","SecretString":"x","ClientRequestToken":"` + token + `"}`, want: `"VersionId":"` + token + `"`},
		{operation: "CreateSecret", body: `{"Name":"s","SecretString":"y","ClientRequestToken":"` + token + `"}`, want: "ResourceExistsException: The operation failed because the secret s already exists."},
		{operation: "CreateSecret", body: `{"Name":"s","SecretString":"x"}`, want: "ResourceExistsException"},
		{operation: "GetSecretValue", body: `{"SecretId":"s"}`, want: `"SecretString":"x","VersionStages":["AWSCURRENT"],"CreatedDate":1709208000}`},
		{operation: "CreateSecret", body: `{"Name":"empty","Description":"nothing yet"}`, want: `"Name":"empty"}`},
		{operation: "GetSecretValue", body: `{"SecretId":"empty"}`, want: "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT"},
		{operation: "CreateSecret", body: `{"Name":"binary","SecretBinary":"AP8="}`, want: `"Name":"binary"`},
		{operation: "GetSecretValue", body: `{"SecretId":"binary"}`, want: `"SecretBinary":"AP8="`},
	},
	"create refuses": {
		{operation: "CreateSecret", body: `{}`, want: "ValidationException"},
		{operation: "CreateSecret", body: `{"name":"s"}`, want: "ValidationException"}, // letter by letter
		{operation: "CreateSecret", body: `{"Name":"a b"}`, want: "ValidationException: Invalid name."},
		{operation: "CreateSecret", body: `{"Name":"` + strings.Repeat("n", 513) + `"}`, want: "ValidationException"},
		{operation: "CreateSecret", body: `{"Name":"s","SecretString":"x","SecretBinary":"AP8="}`, want: "InvalidParameterException: You can't specify both"},
		{operation: "CreateSecret", body: `{"Name":"s","SecretString":""}`, want: "InvalidParameterException"},
		{operation: "CreateSecret", body: `{"Name":"s","SecretString":"` + strings.Repeat("x", 65537) + `"}`, want: "ValidationException"},
		{operation: "CreateSecret", body: `{"Name":"s","SecretString":"x","ClientRequestToken":"short"}`, want: "InvalidParameterException: ClientRequestToken must be 32-64 characters long."},
		{operation: "CreateSecret", body: `{"Name":"s","Tags":[{"Key":"aws:x","Value":"y"}]}`, want: "InvalidParameterException"},
		{operation: "CreateSecret", body: `{"Name":"s","AddReplicaRegions":[{"Region":"eu-west-1"}]}`, want: "InvalidParameterException"},
		{operation: "CreateSecret", body: `{"Name":1}`, want: "SerializationException: The member Name has a value of the wrong type."},
		{operation: "CreateSecret", body: `nothing`, want: "SerializationException"},
		{operation: "CreateSecret", body: `null`, want: "SerializationException"},
		{operation: "RotateSecret", body: `{}`, want: "UnknownOperationException"},
		{operation: "ListSecrets", body: `{}`, want: `{"SecretList":[]}`},
	},
	"versions": {
		{operation: "CreateSecret", body: `{"Name":"s","SecretString":"one","ClientRequestToken":"` + token + `1"}`, want: token},
		{operation: "PutSecretValue", body: `{"SecretId":"s","SecretString":"two","ClientRequestToken":"` + token + `2"}`, want: `"VersionStages":["AWSCURRENT"]`},
		{operation: "PutSecretValue", body: `{"SecretId":"s","SecretString":"two","ClientRequestToken":"` + token + `2"}`, want: `"VersionId":"` + token + `2"`},
		{operation: "PutSecretValue", body: `{"SecretId":"s","SecretString":"other","ClientRequestToken":"` + token + `2"}`, want: "ResourceExistsException"},
		{operation: "PutSecretValue", body: `{"SecretId":"s"}`, want: "InvalidParameterException: You must provide either SecretString or SecretBinary."},
		{operation: "PutSecretValue", body: `{"SecretId":"other","SecretString":"x"}`, want: "ResourceNotFoundException: Secrets Manager can't find the specified secret."},
		{operation: "GetSecretValue", body: `{"SecretId":"s"}`, want: `"SecretString":"two"`},
		{operation: "GetSecretValue", body: `{"SecretId":"s","VersionStage":"AWSPREVIOUS"}`, want: `"SecretString":"one"`},
		{operation: "GetSecretValue", body: `{"SecretId":"s","VersionId":"` + token + `1"}`, want: `"SecretString":"one"`},
		{operation: "GetSecretValue", body: `{"SecretId":"s","VersionId":"` + token + `1","VersionStage":"AWSCURRENT"}`, want: "InvalidRequestException: You provided a VersionStage"},
		{operation: "GetSecretValue", body: `{"SecretId":"s","VersionId":"none"}`, want: "ResourceNotFoundException"},
		{operation: "UpdateSecret", body: `{"SecretId":"s","SecretString":"three","Description":"d","ClientRequestToken":"` + token + `3"}`, want: `"VersionId":"` + token + `3"`},
		{operation: "PutSecretValue", body: `{"SecretId":"s","SecretString":"aside","VersionStages":["mine"],"ClientRequestToken":"` + token + `4"}`, want: `"VersionStages":["mine"]`},
		{operation: "DescribeSecret", body: `{"SecretId":"s"}`, want: `"Description":"d","LastChangedDate":1709208000,"CreatedDate":1709208000,"VersionIdsToStages":{"` +
			token + `2":["AWSPREVIOUS"],"` + token + `3":["AWSCURRENT"],"` + token + `4":["mine"]}}`},
		{operation: "ListSecretVersionIds", body: `{"SecretId":"s"}`, want: `"VersionId":"` + token + `4","VersionStages":["mine"]`},
		{operation: "UpdateSecret", body: `{"SecretId":"s","Description":""}`, want: `"Name":"s"}`},
	},
	"delete": {
		{operation: "CreateSecret", body: `{"Name":"s","SecretString":"x"}`, want: `"Name":"s"`},
		{operation: "DeleteSecret", body: `{"SecretId":"s","RecoveryWindowInDays":6}`, want: "InvalidParameterException: The RecoveryWindowInDays value must be between 7 and 30 days (inclusive)."},
		{operation: "DeleteSecret", body: `{"SecretId":"s","RecoveryWindowInDays":7,"ForceDeleteWithoutRecovery":true}`, want: "InvalidParameterException"},
		{operation: "DeleteSecret", body: `{"SecretId":"s"}`, want: `"DeletionDate":1711800000}`}, // in 30 days
		{operation: "GetSecretValue", body: `{"SecretId":"s"}`, want: "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion."},
		{operation: "PutSecretValue", body: `{"SecretId":"s","SecretString":"y"}`, want: "InvalidRequestException"},
		{operation: "TagResource", body: `{"SecretId":"s","Tags":[]}`, want: "InvalidRequestException"},
		{operation: "CreateSecret", body: `{"Name":"s","SecretString":"x"}`, want: "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion."},
		{operation: "DescribeSecret", body: `{"SecretId":"s"}`, want: `"DeletedDate":1709208000`},
		{operation: "ListSecrets", body: `{}`, want: `{"SecretList":[]}`},
		{operation: "ListSecrets", body: `{"IncludePlannedDeletion":true}`, want: `"Name":"s"`},
		{operation: "RestoreSecret", body: `{"SecretId":"s"}`, want: `"Name":"s"}`},
		{operation: "GetSecretValue", body: `{"SecretId":"s"}`, want: `"SecretString":"x"`},
		{operation: "DeleteSecret", body: `{"SecretId":"s","RecoveryWindowInDays":7}`, want: `"Name":"s"`},
		{operation: "RestoreSecret", body: `{"SecretId":"s"}`, want: "ResourceNotFoundException", hours: 7 * 24},
		{operation: "CreateSecret", body: `{"Name":"s","SecretString":"new"}`, want: `"Name":"s"`},
		{operation: "DeleteSecret", body: `{"SecretId":"s","ForceDeleteWithoutRecovery":true}`, want: `"Name":"s"`},
		{operation: "DescribeSecret", body: `{"SecretId":"s"}`, want: "ResourceNotFoundException"},
		{operation: "DeleteSecret", body: `{"SecretId":"s","ForceDeleteWithoutRecovery":true}`, want: `"Name":"s","DeletionDate":1709812800}`},
		{operation: "DeleteSecret", body: `{"SecretId":"s"}`, want: "ResourceNotFoundException"},
		{operation: "DeleteSecret", body: `{"ForceDeleteWithoutRecovery":true}`, want: "ValidationException"},
	},
	"list": {
		{operation: "CreateSecret", body: `{"Name":"app/b","Description":"The B"}`, want: `"app/b"`},
		{operation: "CreateSecret", body: `{"Name":"app/a","Tags":[{"Key":"team","Value":"red"}]}`, want: `"app/a"`},
		{operation: "CreateSecret", body: `{"Name":"other"}`, want: `"other"`},
		{operation: "ListSecrets", body: `{"MaxResults":2}`, want: `"NextToken":"YXBwL2I="`},
		{operation: "ListSecrets", body: `{"MaxResults":2,"NextToken":"YXBwL2I="}`, want: `"Name":"other"`},
		{operation: "ListSecrets", body: `{"MaxResults":2,"NextToken":"b3RoZXI="}`, want: `{"SecretList":[]}`},
		{operation: "ListSecrets", body: `{"MaxResults":1,"SortOrder":"desc"}`, want: `"Name":"other"`},
		{operation: "ListSecrets", body: `{"MaxResults":1,"SortOrder":"desc","NextToken":"b3RoZXI="}`, want: `"Name":"app/b"`},
		{operation: "ListSecrets", body: `{"MaxResults":101}`, want: "ValidationException"},
		{operation: "ListSecrets", body: `{"NextToken":"?"}`, want: "InvalidNextTokenException"},
		{operation: "ListSecrets", body: `{"MaxResults":1,"Filters":[{"Key":"name","Values":["app/b"]}]}`, want: `"Name":"app/b"`},
		{operation: "ListSecrets", body: `{"MaxResults":1,"Filters":[{"Key":"name","Values":["!app/"]}]}`, want: `"Name":"other"`},
		{operation: "ListSecrets", body: `{"Filters":[{"Key":"description","Values":["the b"]}]}`, want: `"Name":"app/b"`},
		{operation: "ListSecrets", body: `{"Filters":[{"Key":"tag-key","Values":["team"]},{"Key":"tag-value","Values":["red"]}]}`, want: `"Name":"app/a"`},
		{operation: "ListSecrets", body: `{"Filters":[{"Key":"all","Values":["RED"]}]}`, want: `"Name":"app/a"`},
		{operation: "ListSecrets", body: `{"Filters":[{"Key":"owning-service","Values":["rds"]}]}`, want: `{"SecretList":[]}`},
		{operation: "ListSecrets", body: `{"Filters":[{"Key":"colour","Values":["red"]}]}`, want: "ValidationException"},
	},
	"tags": {
		{operation: "CreateSecret", body: `{"Name":"s"}`, want: `"s"`},
		{operation: "TagResource", body: `{"SecretId":"s","Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]}`, want: `{}`},
		{operation: "TagResource", body: `{"SecretId":"s","Tags":[{"Key":"a","Value":"3"}]}`, want: `{}`},
		{operation: "TagResource", body: `{"SecretId":"s","Tags":[{"Key":"","Value":"3"}]}`, want: "InvalidParameterException"},
		{operation: "UntagResource", body: `{"SecretId":"s","TagKeys":["b"]}`, want: `{}`},
		{operation: "DescribeSecret", body: `{"SecretId":"s"}`, want: `"Tags":[{"Key":"a","Value":"3"}]`},
		{operation: "GetSecretValue", body: `{}`, want: "ValidationException"},
	},
}

func TestStories(t *testing.T) {
	for name, steps := range stories {
		t.Run(name, func(t *testing.T) {
			c := newClient()
			for i, s := range steps {
				c.now = c.now.Add(time.Duration(s.hours) * time.Hour)
				if got := c.call(s.operation, s.body); !strings.Contains(got, s.want) || strings.Contains(got, "unexpected") {
					t.Fatalf("step %d, %s %.200s\ngot  %.500s\nwant %s", i, s.operation, s.body, got, s.want)
				}
			}
		})
	}
}

// TestNewARN shows that a name which is used again gets another ARN.
func TestNewARN(t *testing.T) {
	c := newClient()
	first := c.call("CreateSecret", `{"Name":"s"}`)
	c.call("DeleteSecret", `{"SecretId":"s","ForceDeleteWithoutRecovery":true}`)
	if second := c.call("CreateSecret", `{"Name":"s"}`); first == second {
		t.Errorf("got %s twice", first)
	}
}

func TestResource(t *testing.T) {
	c := newClient()
	c.call("CreateSecret", `{"Name":"s"}`)
	prefix := "arn:aws:secretsmanager:us-east-1:123456789012:secret:"
	tests := []struct{ name, operation, body, want string }{
		{"by name", "GetSecretValue", `{"SecretId":"s"}`, prefix + "s-"},
		{"of one to be", "CreateSecret", `{"Name":"new"}`, prefix + "new"},
		{"of none", "ListSecrets", `{}`, "*"},
		{"elsewhere", "GetSecretValue", `{"SecretId":"arn:aws:secretsmanager:eu-west-1:1:secret:s"}`, "arn:aws:secretsmanager:eu-west-1:1:secret:s"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			call, err := c.api.Read(test.operation, []byte(test.body))
			if err != nil || !strings.HasPrefix(c.api.Resource(call), test.want) || call.Operation() != test.operation {
				t.Errorf("got %v, %v", call, err)
			}
		})
	}
}

func TestRandomPassword(t *testing.T) {
	tests := []struct {
		name, body string
		length     int
		only       string // what it is made of
		each       []string
	}{
		{"default", `{}`, 32, "", []string{"abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"}},
		{"digits", `{"PasswordLength":10,"ExcludeLowercase":true,"ExcludeUppercase":true,"ExcludePunctuation":true}`, 10, "0123456789", nil},
		{"few", `{"PasswordLength":3,"ExcludePunctuation":true,"ExcludeNumbers":true,"IncludeSpace":true,"ExcludeCharacters":"abcdefghijklmnopqrstuvwxy"}`, 3, "zABCDEFGHIJKLMNOPQRSTUVWXYZ ", []string{"z", " "}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got struct{ RandomPassword string }
			if err := json.Unmarshal([]byte(newClient().call("GetRandomPassword", test.body)), &got); err != nil {
				t.Fatal(err)
			}
			p := got.RandomPassword
			if len(p) != test.length || test.only != "" && strings.Trim(p, test.only) != "" {
				t.Errorf("got %q", p)
			}
			for _, letters := range test.each {
				if !strings.ContainsAny(p, letters) {
					t.Errorf("got %q without any of %q", p, letters)
				}
			}
		})
	}
	for _, body := range []string{`{"PasswordLength":0}`, `{"PasswordLength":4097}`, `{"PasswordLength":3}`,
		`{"ExcludeLowercase":true,"ExcludeUppercase":true,"ExcludePunctuation":true,"ExcludeNumbers":true}`} {
		if got := newClient().call("GetRandomPassword", body); !strings.HasPrefix(got, "InvalidParameterException") {
			t.Errorf("%s: got %s", body, got)
		}
	}
}

// FuzzCall: whatever comes in is answered, by JSON or by an error with a code, and
// what was put in comes out.
func FuzzCall(f *testing.F) {
	f.Add("CreateSecret", `{"Name":"s","SecretString":"x"}`)
	f.Add("ListSecrets", `{"Filters":[{"Key":"name","Values":["!"]}],"NextToken":"AA=="}`)
	f.Add("GetRandomPassword", `{"PasswordLength":5,"ExcludeCharacters":"\\"}`)
	f.Add("PutSecretValue", `{"SecretId":"known","SecretBinary":"AP8=","VersionStages":[""]}`)
	f.Fuzz(func(t *testing.T, operation, body string) {
		c := newClient()
		c.call("CreateSecret", `{"Name":"known","SecretString":"x"}`)
		if got := c.call(operation, body); strings.Contains(got, "unexpected: ") {
			t.Fatalf("%s %s: %s", operation, body, got)
		}
		text, _ := json.Marshal(body)
		put := c.call("PutSecretValue", `{"SecretId":"known","SecretString":`+string(text)+`}`)
		var want string
		json.Unmarshal(text, &want)
		var got struct{ SecretString string }
		json.Unmarshal([]byte(c.call("GetSecretValue", `{"SecretId":"known"}`)), &got)
		if strings.Contains(put, `"VersionStages"`) && got.SecretString != want {
			t.Fatalf("put %q, got %q", want, got.SecretString)
		}
	})
}
