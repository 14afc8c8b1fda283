package policy_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/emulator/internal/policy"
)

const (
	cluster = "arn:aws:rds:us-east-1:123456789012:cluster:local"
	secret  = "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds-db-credentials/local-ABCDEF"
	other   = "arn:aws:secretsmanager:us-east-1:123456789012:secret:app-ABCDEF"
	user    = "arn:aws:iam::123456789012:user/app"
)

// statement is a document of one statement with these members.
func statement(members string) string {
	return `{"Version": "2012-10-17", "Statement": [{` + members + `}]}`
}

// conditional allows everything if the condition is met.
func conditional(condition string) string {
	return statement(`"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": ` + condition)
}

func parse(t testing.TB, text string) *policy.Document {
	t.Helper()
	d, err := policy.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDecide(t *testing.T) {
	managed, ok := policy.Managed("AmazonRDSDataFullAccess")
	if !ok {
		t.Fatal("AmazonRDSDataFullAccess is not there")
	}
	const (
		allowAll = `"Effect": "Allow", "Action": "*", "Resource": "*"`
		execute  = "rds-data:ExecuteStatement"
		read     = "secretsmanager:GetSecretValue"
	)
	tests := []struct {
		name     string
		policies []string
		action   string
		resource string
		want     policy.Decision
	}{
		{"no policy", nil, execute, cluster, policy.NotAllowed},
		{"everything", []string{statement(allowAll)}, execute, cluster, policy.Allowed},
		{"one statement, not in a list", []string{`{"Statement": {` + allowAll + `}}`}, execute, cluster, policy.Allowed},
		{"the action", []string{statement(`"Effect": "Allow", "Action": ["rds-data:ExecuteStatement"], "Resource": "*"`)}, execute, cluster, policy.Allowed},
		{"the action in another case", []string{statement(`"Effect": "Allow", "Action": "RDS-Data:executestatement", "Resource": "*"`)}, execute, cluster, policy.Allowed},
		{"another action", []string{statement(`"Effect": "Allow", "Action": "rds-data:BeginTransaction", "Resource": "*"`)}, execute, cluster, policy.NotAllowed},
		{"actions by *", []string{statement(`"Effect": "Allow", "Action": "rds-data:*", "Resource": "*"`)}, execute, cluster, policy.Allowed},
		{"actions by * and ?", []string{statement(`"Effect": "Allow", "Action": "rds-data:?xecute*", "Resource": "*"`)}, execute, cluster, policy.Allowed},
		{"not that action", []string{statement(`"Effect": "Allow", "NotAction": "rds-data:Execute*", "Resource": "*"`)}, execute, cluster, policy.NotAllowed},
		{"all but another action", []string{statement(`"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"`)}, execute, cluster, policy.Allowed},
		{"the resource", []string{statement(`"Effect": "Allow", "Action": "*", "Resource": "` + cluster + `"`)}, execute, cluster, policy.Allowed},
		{"another resource", []string{statement(`"Effect": "Allow", "Action": "*", "Resource": "` + cluster + `x"`)}, execute, cluster, policy.NotAllowed},
		{"the resource in another case", []string{statement(`"Effect": "Allow", "Action": "*", "Resource": "` + strings.Replace(cluster, "local", "Local", 1) + `"`)}, execute, cluster, policy.NotAllowed},
		{"resources by *", []string{statement(`"Effect": "Allow", "Action": "*", "Resource": "arn:aws:rds:*:*:cluster:lo?al"`)}, execute, cluster, policy.Allowed},
		{"a * does not reach over a part", []string{statement(`"Effect": "Allow", "Action": "*", "Resource": "arn:aws:rds:*:cluster:local"`)}, execute, cluster, policy.NotAllowed},
		{"fewer parts", []string{statement(`"Effect": "Allow", "Action": "*", "Resource": "arn:aws:rds"`)}, execute, cluster, policy.Allowed},
		{"not that resource", []string{statement(`"Effect": "Allow", "Action": "*", "NotResource": "` + cluster + `"`)}, execute, cluster, policy.NotAllowed},
		{"no resource", []string{statement(`"Effect": "Allow", "Action": "*", "Resource": "arn:aws:secretsmanager:*:*:secret:*"`)}, "secretsmanager:ListSecrets", "*", policy.NotAllowed},
		{"denied first", []string{statement(`"Effect": "Deny", "Action": "rds-data:*", "Resource": "*"`), statement(allowAll)}, execute, cluster, policy.Denied},
		{"denied last", []string{statement(allowAll), statement(`"Effect": "Deny", "Action": "rds-data:*", "Resource": "*"`)}, execute, cluster, policy.Denied},
		{"denied elsewhere", []string{statement(allowAll), statement(`"Effect": "Deny", "Action": "rds-data:*", "Resource": "arn:aws:rds:*:*:cluster:other"`)}, execute, cluster, policy.Allowed},
		{"AmazonRDSDataFullAccess executes", []string{managed}, execute, cluster, policy.Allowed},
		{"AmazonRDSDataFullAccess reads rds-db-credentials", []string{managed}, read, secret, policy.Allowed},
		{"AmazonRDSDataFullAccess reads no other secret", []string{managed}, read, other, policy.NotAllowed},
		{"AmazonRDSDataFullAccess creates any secret", []string{managed}, "secretsmanager:CreateSecret", other, policy.Allowed},
		{"AmazonRDSDataFullAccess does not look at clusters", []string{managed}, "rds:DescribeDBClusters", cluster, policy.NotAllowed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var documents []*policy.Document
			for _, text := range test.policies {
				documents = append(documents, parse(t, text))
			}
			got := policy.Decide(documents, policy.Request{Action: test.action, Resource: test.resource, Principal: user})
			if got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestConditions(t *testing.T) {
	request := policy.Request{
		Action: "secretsmanager:GetSecretValue", Resource: secret, Principal: user, Region: "us-east-1",
		SecureTransport: true, Tags: map[string]string{"team": "orders", "Env": ""},
	}
	tests := []struct {
		name      string
		condition string
		want      policy.Decision
	}{
		{"none", `{}`, policy.Allowed},
		{"the tag", `{"StringEquals": {"aws:ResourceTag/team": "orders"}}`, policy.Allowed},
		{"one of several values", `{"StringEquals": {"aws:ResourceTag/team": ["x", "orders"]}}`, policy.Allowed},
		{"another value", `{"StringEquals": {"aws:ResourceTag/team": "Orders"}}`, policy.NotAllowed},
		{"a value in another case", `{"StringEqualsIgnoreCase": {"aws:ResourceTag/team": "Orders"}}`, policy.Allowed},
		{"no such tag", `{"StringEquals": {"aws:ResourceTag/crew": "orders"}}`, policy.NotAllowed},
		{"no such tag, if it exists", `{"StringEqualsIfExists": {"aws:ResourceTag/crew": "orders"}}`, policy.Allowed},
		{"the tag in another case", `{"StringEquals": {"aws:ResourceTag/TEAM": "orders"}}`, policy.Allowed},
		{"another value in another case", `{"StringNotEquals": {"aws:ResourceTag/TEAM": "orders"}}`, policy.NotAllowed},
		{"another value, if it exists", `{"StringEqualsIfExists": {"aws:ResourceTag/team": "x"}}`, policy.NotAllowed},
		{"the key in another case", `{"StringEquals": {"AWS:resourcetag/team": "orders"}}`, policy.Allowed},
		{"the secret's tag", `{"StringEquals": {"secretsmanager:ResourceTag/team": "orders"}}`, policy.Allowed},
		{"an empty tag", `{"StringEquals": {"aws:ResourceTag/Env": ""}}`, policy.Allowed},
		{"like", `{"StringLike": {"aws:ResourceTag/team": "ord*"}}`, policy.Allowed},
		{"equals takes no wildcard", `{"StringEquals": {"aws:ResourceTag/team": "ord*"}}`, policy.NotAllowed},
		{"not like", `{"StringNotLike": {"aws:ResourceTag/team": "ord*"}}`, policy.NotAllowed},
		{"not equal", `{"StringNotEquals": {"aws:ResourceTag/team": ["x", "y"]}}`, policy.Allowed},
		{"equal to one of those not to be equal to", `{"StringNotEquals": {"aws:ResourceTag/team": ["x", "orders"]}}`, policy.NotAllowed},
		{"nothing to be unequal", `{"StringNotEquals": {"aws:ResourceTag/none": "x"}}`, policy.Allowed},
		{"a principal", `{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/*"}}`, policy.Allowed},
		{"another principal", `{"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}}`, policy.NotAllowed},
		{"not a principal", `{"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/*"}}`, policy.NotAllowed},
		{"an account", `{"StringEquals": {"aws:PrincipalAccount": "123456789012"}}`, policy.Allowed},
		{"the region", `{"StringEquals": {"aws:RequestedRegion": ["us-east-1"]}}`, policy.Allowed},
		{"another region", `{"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}`, policy.NotAllowed},
		{"over TLS", `{"Bool": {"aws:SecureTransport": "true"}}`, policy.Allowed},
		{"over TLS, not as a text", `{"Bool": {"aws:SecureTransport": true}}`, policy.Allowed},
		{"not over TLS", `{"Bool": {"aws:SecureTransport": "false"}}`, policy.NotAllowed},
		{"must be there", `{"Null": {"aws:ResourceTag/team": "false"}}`, policy.Allowed},
		{"must not be there", `{"Null": {"aws:ResourceTag/team": "true"}}`, policy.NotAllowed},
		{"must not be there, and is not", `{"Null": {"aws:ResourceTag/none": true}}`, policy.Allowed},
		{"two keys, one met", `{"StringEquals": {"aws:ResourceTag/team": "orders", "aws:RequestedRegion": "x"}}`, policy.NotAllowed},
		{"two operators, both met", `{"StringEquals": {"aws:ResourceTag/team": "orders"}, "Bool": {"aws:SecureTransport": "true"}}`, policy.Allowed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			documents := []*policy.Document{parse(t, conditional(test.condition))}
			if got := policy.Decide(documents, request); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// TestSecretTagOfSecrets holds secretsmanager:ResourceTag to the actions that have
// that key.
func TestSecretTagOfSecrets(t *testing.T) {
	documents := []*policy.Document{parse(t, conditional(`{"StringEquals": {"secretsmanager:ResourceTag/team": "orders"}}`))}
	request := policy.Request{Action: "rds-data:ExecuteStatement", Resource: cluster, Tags: map[string]string{"team": "orders"}}
	if got := policy.Decide(documents, request); got != policy.NotAllowed {
		t.Errorf("got %v, want %v", got, policy.NotAllowed)
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"not JSON", `x`, "want a JSON object"},
		{"cut off", `{"Statement": [`, "EOF"},
		{"two objects", `{} {}`, "more than one"},
		{"no statement", `{"Version": "2012-10-17"}`, "Statement is missing"},
		{"another version", `{"Version": "2020-01-01", "Statement": []}`, "Version"},
		{"an unknown element", `{"Statements": []}`, `"Statements"`},
		{"a principal", statement(`"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"`), `"Principal"`},
		{"an element in another case", statement(`"effect": "Allow", "Action": "*", "Resource": "*"`), `"effect"`},
		{"an element twice", statement(`"Effect": "Deny", "Effect": "Allow", "Action": "*", "Resource": "*"`), "twice"},
		{"no effect", statement(`"Action": "*", "Resource": "*"`), "Effect is missing"},
		{"another effect", statement(`"Effect": "allow", "Action": "*", "Resource": "*"`), "Effect"},
		{"no action", statement(`"Effect": "Allow", "Resource": "*"`), "Action"},
		{"an action and not", statement(`"Effect": "Allow", "Action": "*", "NotAction": "*", "Resource": "*"`), "NotAction"},
		{"no list of actions", statement(`"Effect": "Allow", "Action": [], "Resource": "*"`), "empty"},
		{"an action without a service", statement(`"Effect": "Allow", "Action": "ExecuteStatement", "Resource": "*"`), "SERVICE:ACTION"},
		{"a number", statement(`"Effect": "Allow", "Action": 1, "Resource": "*"`), "not a text"},
		{"null", statement(`"Effect": "Allow", "Action": [null], "Resource": "*"`), "not a text"},
		{"a resource that is no ARN", statement(`"Effect": "Allow", "Action": "*", "Resource": "local"`), "want an ARN"},
		{"a variable", statement(`"Effect": "Allow", "Action": "*", "Resource": "arn:aws:rds:*:*:cluster:${aws:username}"`), "variable"},
		{"an unknown operator", conditional(`{"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}`), "IpAddress"},
		{"operators of several values", conditional(`{"ForAllValues:StringEquals": {"aws:TagKeys": "a"}}`), "ForAllValues:StringEquals"},
		{"Null if it exists", conditional(`{"NullIfExists": {"aws:ResourceTag/a": "true"}}`), "NullIfExists"},
		{"an unknown key", conditional(`{"StringEquals": {"aws:SourceVpc": "vpc-1"}}`), "aws:SourceVpc"},
		{"a tag without a key", conditional(`{"StringEquals": {"aws:ResourceTag/": "x"}}`), "aws:ResourceTag/"},
		{"neither true nor false", conditional(`{"Bool": {"aws:SecureTransport": "yes"}}`), `"yes"`},
		{"no values", conditional(`{"StringEquals": {"aws:ResourceTag/a": []}}`), "empty"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := policy.Parse([]byte(test.text))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error with %q", err, test.want)
			}
		})
	}
}

// FuzzParse checks that no document makes Parse panic, that what it takes can be
// decided by, and that a statement that denies everything prevails over it.
func FuzzParse(f *testing.F) {
	managed, _ := policy.Managed("AmazonRDSDataFullAccess")
	f.Add(managed, "rds-data:ExecuteStatement", cluster)
	f.Add(conditional(`{"StringLikeIfExists": {"aws:ResourceTag/a": ["*b?", "c"]}, "Null": {"aws:PrincipalArn": false}}`), "a:b", "*")
	deny := parse(f, statement(`"Effect": "Deny", "Action": "*", "Resource": "*"`))
	f.Fuzz(func(t *testing.T, text, action, resource string) {
		d, err := policy.Parse([]byte(text))
		if err != nil {
			return
		}
		r := policy.Request{Action: action, Resource: resource, Principal: user, Tags: map[string]string{"a": "xby"}}
		policy.Decide([]*policy.Document{d}, r)
		if got := policy.Decide([]*policy.Document{d, deny}, r); got != policy.Denied {
			t.Errorf("got %v, want %v", got, policy.Denied)
		}
	})
}

// FuzzAction checks * by what it stands for.
func FuzzAction(f *testing.F) {
	f.Add("rds-data", "Execute", "Statement")
	f.Fuzz(func(t *testing.T, service, first, last string) {
		if strings.ContainsAny(service+first+last, "*?\\\"") || !utf8.ValidString(service) || !utf8.ValidString(first) || !utf8.ValidString(last) {
			t.Skip("the texts are to be literal in JSON")
		}
		d, err := policy.Parse([]byte(statement(`"Effect": "Allow", "Action": "` + service + ":" + first + `*` + last + `?", "Resource": "*"`)))
		if err != nil {
			t.Skip(err)
		}
		for _, middle := range []string{"", "x", last, last + first} {
			r := policy.Request{Action: service + ":" + first + middle + last + "é", Resource: cluster}
			if got := policy.Decide([]*policy.Document{d}, r); got != policy.Allowed {
				t.Errorf("%q: got %v, want %v", r.Action, got, policy.Allowed)
			}
		}
	})
}
