package emulator

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// Secret holds the credentials of a database user, as a secret of AWS Secrets
// Manager does.
type Secret struct {
	// Name of the secret, such as "rds-db-credentials/local". The service takes
	// it in place of the ARN when it has at least 11 characters.
	Name string
	// Username and Password are what the emulator logs in with.
	Username string
	Password string

	withoutPassword bool // the server's user has none: Password is not sent
}

// secretARN gives the ARN of a secret. Secrets Manager ends it with six random
// characters; here they follow from the name, so that an ARN stays the same
// from run to run.
func secretARN(region, account, name string) string {
	sum := sha256.Sum256([]byte(name))
	suffix := base32.StdEncoding.EncodeToString(sum[:])[:6]
	return secretARNPrefix(region, account) + name + "-" + suffix
}

func secretARNPrefix(region, account string) string {
	return "arn:aws:secretsmanager:" + region + ":" + account + ":secret:"
}

// findSecret finds a secret by its ARN, its ARN without the random ending, or
// its name. The text for one that does not exist is not recorded for the
// current generation of the service; it is Secrets Manager's own here.
func (s *service) findSecret(reference string) (*Secret, error) {
	name := strings.TrimPrefix(reference, secretARNPrefix(s.region, s.account))
	for i := range s.secrets {
		secret := &s.secrets[i]
		if secret.Name != name && s.secretARN(secret.Name) != reference {
			continue
		}
		if secret.Username == "" || secret.Password == "" {
			return nil, dataapi.Errorf(dataapi.InvalidSecret, "The secret has no username or no password.")
		}
		return secret, nil
	}
	return nil, dataapi.Errorf(dataapi.SecretsError, "Secrets Manager can't find the specified secret.")
}

func (s *service) secretARN(name string) string { return secretARN(s.region, s.account, name) }
