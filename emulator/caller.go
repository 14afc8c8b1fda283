package emulator

import (
	"net/http"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// caller is the principal on whose behalf a request is answered.
type caller struct{}

// The services' names in the scope of a signature.
const (
	signingRDSData        = "rds-data"
	signingRDS            = "rds"
	signingSecretsManager = "secretsmanager"
)

// accessError says that a request is not answered for its sender. Each service
// writes it in its own protocol.
type accessError struct {
	status  int
	code    string
	message string
}

func (e *accessError) Error() string { return e.code + ": " + e.message }

// authenticate finds out who has signed a request for the service of that
// signing name. Its error is an *accessError.
func (s *service) authenticate(r *http.Request, body []byte, signingName string) (*caller, error) {
	return &caller{}, nil
}

// authorize asks whether the caller may do an action, such as
// "rds-data:ExecuteStatement", on a resource; "*" stands for an action that has
// none. Its error is an *accessError.
func (s *service) authorize(c *caller, action, resourceARN string) error {
	return nil
}

// authorizeCall asks for the permissions of a call of the Data API: for the
// operation on the cluster, and then for the secret, which the service reads as
// the caller (AWS page "data-api.access").
func (s *service) authorizeCall(c *caller, r *dataapi.Request, operation string) error {
	if err := s.authorize(c, "rds-data:"+operation, r.ResourceARN); err != nil {
		return err
	}
	return s.authorize(c, "secretsmanager:GetSecretValue", r.SecretARN)
}
