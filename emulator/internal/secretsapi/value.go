package secretsapi

import (
	"regexp"
	"slices"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
)

// Limits of the model.
const (
	maxValue  = 65536
	maxName   = 512
	minToken  = 32
	maxToken  = 64
	maxStages = 20
)

// value is what a request gives of a secret's value.
type value struct {
	text   *string
	octets []byte
	token  string // becomes the id of the version
}

func (v value) isGiven() bool { return v.text != nil || v.octets != nil }

func (v value) check() error {
	switch {
	case v.text != nil && v.octets != nil:
		return errorf("InvalidParameterException", "You can't specify both a binary secret value and a string secret value in the same secret.")
	case v.text != nil && len(*v.text) == 0:
		return errorf("InvalidParameterException", "You must provide either SecretString or SecretBinary.")
	case v.text != nil && len(*v.text) > maxValue || len(v.octets) > maxValue:
		return errorf("ValidationException", "1 validation error detected: Value at 'secretString' or 'secretBinary' failed to satisfy constraint: Member must have length less than or equal to %d", maxValue)
	case v.token != "" && (len(v.token) < minToken || len(v.token) > maxToken):
		return errorf("InvalidParameterException", "ClientRequestToken must be %d-%d characters long.", minToken, maxToken)
	}
	return nil
}

// id is the token of the request. The SDKs always send one.
func (v value) id() string {
	if v.token == "" {
		return account.NewUUID()
	}
	return v.token
}

func (a *API) version(v value, stages ...string) account.Version {
	return account.Version{ID: v.id(), Text: v.text, Octets: v.octets, Stages: stages, Created: a.Now()}
}

var wellFormed = regexp.MustCompile(`^[A-Za-z0-9/_+=.@!-]+$`)

func checkName(name string) error {
	switch {
	case name == "":
		return errorf("ValidationException", "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null")
	case len(name) > maxName:
		return errorf("ValidationException", "1 validation error detected: Value at 'name' failed to satisfy constraint: Member must have length less than or equal to %d", maxName)
	case !wellFormed.MatchString(name):
		return errorf("ValidationException", "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!")
	}
	return nil
}

// addVersion adds a version unless the same request has done so before: then it
// changes nothing. A token stands for one value only.
func (a *API) addVersion(s *account.Secret, v value, stages []string) (account.Version, error) {
	if known := s.Version(v.token); known != nil {
		if !known.Holds(v.text, v.octets) {
			return account.Version{}, errorf("ResourceExistsException", "You can't use ClientRequestToken %s because that value is already in use for a version of secret %s.", v.token, a.Account.Names().Secret(s))
		}
		return *known, nil
	}
	if len(s.Versions) == 0 && !slices.Contains(stages, account.Current) {
		stages = append(stages, account.Current) // the first version always is
	}
	version := a.version(v, stages...)
	s.Add(version)
	return version, nil
}
