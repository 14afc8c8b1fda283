package doctor

import (
	"encoding/json"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"
)

// statement allows an action, or several with spaces between them, on a resource.
type statement struct{ actions, resource string }

// document is the JSON of an IAM policy that allows them.
func document(allowed ...statement) string {
	type element struct{ Effect, Action, Resource any }
	policy := struct {
		Version   string
		Statement []element
	}{Version: "2012-10-17"}
	for _, s := range allowed {
		policy.Statement = append(policy.Statement, element{"Allow", strings.Fields(s.actions), s.resource})
	}
	text, _ := json.Marshal(policy) // texts are always written
	return string(text)
}

// allow are the commands that give the caller permissions, by a policy of that name of
// its own.
func (v *visit) allow(name string, allowed ...statement) []string {
	policy := document(allowed...)
	kind, holder := v.holder()
	if holder == "" {
		return []string{"# add to the caller's permissions: " + policy}
	}
	words := []string{"aws", "iam", "put-" + kind + "-policy", "--" + kind + "-name", holder, "--policy-name", name, "--policy-document", policy}
	return []string{line(v.profiled(words)...)}
}

// holder is the user or the role that the caller is. It is empty for others, such as
// the roles that IAM Identity Center makes, whose permissions are kept there.
func (v *visit) holder() (kind, name string) {
	parsed, err := arn.Parse(v.identity.ARN)
	if err != nil {
		return "", ""
	}
	parts := strings.Split(parsed.Resource, "/")
	switch {
	case parts[0] == "user" && len(parts) > 1:
		return "user", parts[len(parts)-1]
	case parts[0] == "assumed-role" && len(parts) > 1 && !strings.HasPrefix(parts[1], "AWSReservedSSO_"):
		return "role", parts[1]
	}
	return "", ""
}

// forbidden is the failure of a caller who lacks permissions. One that is denied
// outright no policy gives back.
func (v *visit) forbidden(name string, err error, missing ...statement) Finding {
	if strings.Contains(err.Error(), "with an explicit deny") {
		return fail("a policy denies it outright, which is to be changed: %s", reason(err))
	}
	return fail("%s", reason(err)).with(v.allow(name, missing...)...)
}
