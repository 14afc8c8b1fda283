package emulator

import (
	"crypto/subtle"
	"net/http"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/policy"
	"github.com/auroradataapi/auroradataapi/emulator/internal/sigv4"
)

// caller is the principal on whose behalf a request is answered.
type caller struct {
	principal   string // ARN
	accessKeyID string // empty where the request has none and needs none
	secure      bool   // by TLS
	words       accessWords
	free        bool // may do everything
	policies    []*policy.Document
}

// The services' names in the scope of a signature.
const (
	signingRDSData        = "rds-data"
	signingRDS            = "rds"
	signingSecretsManager = "secretsmanager"
)

// authenticate finds out who has signed a request for the service of that
// signing name. Its error is an *accessError. Where no credentials are given,
// signatures are read but not checked.
func (s *service) authenticate(r *http.Request, body []byte, signingName string) (*caller, error) {
	words := wordsOf(signingName)
	signature, refusal := sigv4.Parse(r)
	if len(s.credentials) == 0 {
		c := &caller{principal: s.principal, secure: r.TLS != nil, words: words, free: true}
		if signature != nil {
			c.accessKeyID = signature.AccessKeyID
		}
		return c, nil
	}
	if refusal != nil {
		return nil, words.refuse(refusal)
	}
	found, err := s.findCredential(signature, words)
	if err != nil {
		return nil, err
	}
	here := sigv4.Place{Region: s.region, Service: signingName, Now: s.clock.Now()}
	if refusal := signature.Verify(r, body, found.SecretAccessKey, here); refusal != nil {
		return nil, words.refuse(refusal)
	}
	return &caller{
		principal: found.Principal, accessKeyID: found.AccessKeyID, secure: r.TLS != nil, words: words,
		free: len(found.policies) == 0, policies: found.policies,
	}, nil
}

// findCredential finds the key of a signature. A session token of another key, or
// none, is answered like a key that does not exist.
func (s *service) findCredential(signature *sigv4.Signature, words accessWords) (*credential, error) {
	found := s.credentials[signature.AccessKeyID]
	if found == nil || subtle.ConstantTimeCompare([]byte(found.SessionToken), []byte(signature.SessionToken)) == 0 {
		return nil, words.unknownKey()
	}
	if !found.Expires.IsZero() && !s.clock.Now().Before(found.Expires) {
		return nil, words.expiredToken()
	}
	return found, nil
}

// authorize asks whether the caller may do an action, such as
// "rds-data:ExecuteStatement", on a resource; "*" stands for an action that has
// none. Its error is an *accessError.
func (s *service) authorize(c *caller, action, resourceARN string) error {
	if c.free {
		return nil
	}
	decision := policy.Decide(c.policies, policy.Request{
		Action: action, Resource: resourceARN, Principal: c.principal, Region: s.region, SecureTransport: c.secure,
		Tags: s.state.View().Tags(s.state.Names(), resourceARN),
	})
	if decision == policy.Allowed {
		return nil
	}
	return c.words.deny(c.principal, action, resourceARN, decision == policy.Denied)
}

// authorizeCall asks for the permissions of a call of the Data API: for the
// operation on the cluster, and then for the secret, which the service reads as
// the caller (AWS page "data-api.access").
func (s *service) authorizeCall(c *caller, r *dataapi.Request, operation string) error {
	if err := s.authorize(c, "rds-data:"+operation, r.ResourceARN); err != nil {
		return err
	}
	return s.authorize(c, "secretsmanager:GetSecretValue", s.state.View().SecretARN(s.state.Names(), r.SecretARN))
}
