package emulator

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/policy"
)

// Credential is an access key that requests may be signed with, and what it may
// do.
type Credential struct {
	// AccessKeyID and SecretAccessKey are the key's two parts.
	AccessKeyID     string
	SecretAccessKey string
	// SessionToken makes the credential a temporary one: requests have to bring
	// it along. Empty means a key that lasts.
	SessionToken string
	// Expires is when a temporary credential ends, by Server.Clock. Zero means
	// never.
	Expires time.Time
	// Principal is the ARN of who holds the key, which errors name. Empty means
	// the user "local" of the account.
	Principal string
	// Policies say what the key may do, each by the JSON of an identity-based IAM
	// policy or by the name of a built-in one: AmazonRDSDataFullAccess or
	// AdministratorAccess. Without any, it may do everything.
	Policies []string
}

// credential is a Credential whose policies have been read.
type credential struct {
	Credential
	policies []*policy.Document
}

// credentials reads the credentials of the server, by their access key IDs.
func (s *Server) credentials() (map[string]*credential, error) {
	all := map[string]*credential{}
	for _, given := range s.Credentials {
		if given.AccessKeyID == "" || given.SecretAccessKey == "" {
			return nil, fmt.Errorf("credential %q: AccessKeyID or SecretAccessKey is empty", given.AccessKeyID)
		}
		if all[given.AccessKeyID] != nil {
			return nil, fmt.Errorf("credential %s: there are two of that ID", given.AccessKeyID)
		}
		given.Principal = cmp.Or(given.Principal, s.principal())
		c := &credential{Credential: given}
		for _, text := range given.Policies {
			document, err := parsePolicy(text)
			if err != nil {
				return nil, fmt.Errorf("credential %s: %w", given.AccessKeyID, err)
			}
			c.policies = append(c.policies, document)
		}
		all[given.AccessKeyID] = c
	}
	return all, nil
}

// principal is who calls when nothing else is said.
func (s *Server) principal() string { return "arn:aws:iam::" + s.account() + ":user/local" }

// parsePolicy reads the JSON of a policy, or finds the built-in one of that name.
func parsePolicy(text string) (*policy.Document, error) {
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		return policy.Parse([]byte(text))
	}
	managed, ok := policy.Managed(text)
	if !ok {
		return nil, fmt.Errorf("policy %q is not built in: want the JSON of a policy, or %s", text, strings.Join(policy.ManagedNames(), " or "))
	}
	return policy.Parse([]byte(managed))
}
