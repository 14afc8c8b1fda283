package emulator

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
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

	arn string // of one that a call has named
}

// secretSuffix ends the ARN of a secret of the settings. Secrets Manager ends it
// with six random characters; here they follow from the name, so that an ARN
// stays the same from run to run.
func secretSuffix(name string) string {
	sum := sha256.Sum256([]byte(name))
	return base32.StdEncoding.EncodeToString(sum[:])[:6]
}

// findSecret finds the credentials in a secret, which a request names as it would
// to Secrets Manager. Only the current version counts. The texts for a secret that
// cannot be read are not recorded for the current generation of the service; they
// are Secrets Manager's own here. Those for a value that will not do are guesses.
func (s *service) findSecret(reference string) (*Secret, error) {
	names := s.state.Names()
	secret := s.state.View().Secret(names, reference)
	if secret == nil || !secret.Due.IsZero() && !secret.Due.After(s.clock.Now()) {
		return nil, dataapi.Errorf(dataapi.SecretsError, "Secrets Manager can't find the specified secret.")
	}
	if !secret.Due.IsZero() {
		return nil, dataapi.Errorf(dataapi.SecretsError, "You can't perform this operation on the secret because it was marked for deletion.")
	}
	current := secret.Staged(account.Current)
	if current == nil {
		return nil, dataapi.Errorf(dataapi.SecretsError, "Secrets Manager can't find the specified secret value for staging label: %s", account.Current)
	}
	found, err := parseCredentials(current)
	if err != nil {
		return nil, err
	}
	found.Name, found.arn = secret.Name, names.Secret(secret)
	return found, nil
}

const notJSON = "The secret is not a JSON object."

// parseCredentials reads the value of a secret: username and password, in these
// letters (AWS page "reference_secret_json_structure" of Secrets Manager). What
// else it says does not matter (aws/aws-cli#8577).
func parseCredentials(v *account.Version) (*Secret, error) {
	if v.Text == nil {
		return nil, dataapi.Errorf(dataapi.InvalidSecret, "The secret is binary.")
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(*v.Text), &members); err != nil || members == nil {
		return nil, dataapi.Errorf(dataapi.InvalidSecret, notJSON)
	}
	var secret Secret
	// What is not a string is as good as missing.
	_ = json.Unmarshal(members["username"], &secret.Username)
	_ = json.Unmarshal(members["password"], &secret.Password)
	if secret.Username == "" || secret.Password == "" {
		return nil, dataapi.Errorf(dataapi.InvalidSecret, "The secret has no username or no password.")
	}
	return &secret, nil
}
