package secretsapi

import (
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
)

type createSecretRequest struct {
	Name               string
	ClientRequestToken string
	Description        string
	KmsKeyId           string
	SecretString       *string
	SecretBinary       []byte
	Tags               []account.Tag
	AddReplicaRegions  []any
}

// versionResponse is the response of operations that make a version.
type versionResponse struct {
	ARN           string
	Name          string
	VersionId     string   `json:",omitempty"`
	VersionStages []string `json:",omitempty"`
}

// createSecret gives the ARN new random characters at its end, also for a name
// that was in use before. A request that is sent once more changes nothing.
func (a *API) createSecret(r *createSecretRequest) (any, error) {
	v := value{r.SecretString, r.SecretBinary, r.ClientRequestToken}
	if err := r.check(v); err != nil {
		return nil, err
	}
	var made account.Secret
	err := a.update(func(s *account.State) error {
		if existing := s.SecretNamed(r.Name); existing != nil {
			made = *existing
			return recreate(existing, v)
		}
		now := a.Now()
		made = account.Secret{
			Name: r.Name, Suffix: account.NewSuffix(), Description: r.Description, KMSKeyID: r.KmsKeyId, Tags: r.Tags, Created: now, Changed: now,
		}
		if v.isGiven() {
			made.Versions = []account.Version{a.version(v, account.Current)}
		}
		s.Secrets = append(s.Secrets, made)
		return nil
	})
	if err != nil {
		return nil, err
	}
	response := versionResponse{ARN: a.Account.Names().Secret(&made), Name: made.Name}
	if v.isGiven() {
		response.VersionId = made.Staged(account.Current).ID
	}
	return response, nil
}

func (r *createSecretRequest) check(v value) error {
	if err := checkName(r.Name); err != nil {
		return err
	}
	if len(r.AddReplicaRegions) > 0 {
		return errorf("InvalidParameterException", "The emulator has one region and replicates no secrets.")
	}
	if err := checkTags(r.Tags); err != nil {
		return err
	}
	return v.check()
}

// recreate tells a request that is sent once more from another one for the same
// name.
func recreate(existing *account.Secret, v value) error {
	if !existing.Due.IsZero() {
		return errorf("InvalidRequestException", "You can't create this secret because a secret with this name is already scheduled for deletion.")
	}
	current := existing.Staged(account.Current)
	if v.token != "" && current != nil && current.ID == v.token && current.Holds(v.text, v.octets) {
		return nil
	}
	return errorf("ResourceExistsException", "The operation failed because the secret %s already exists.", existing.Name)
}

type putSecretValueRequest struct {
	SecretId           string
	ClientRequestToken string
	SecretString       *string
	SecretBinary       []byte
	VersionStages      []string
}

func (a *API) putSecretValue(r *putSecretValueRequest) (any, error) {
	v := value{r.SecretString, r.SecretBinary, r.ClientRequestToken}
	if !v.isGiven() {
		return nil, errorf("InvalidParameterException", "You must provide either SecretString or SecretBinary.")
	}
	if err := v.check(); err != nil {
		return nil, err
	}
	if len(r.VersionStages) > maxStages {
		return nil, errorf("InvalidParameterException", "A version has at most %d staging labels.", maxStages)
	}
	stages := r.VersionStages
	if len(stages) == 0 {
		stages = []string{account.Current}
	}
	var response versionResponse
	err := a.change(r.SecretId, func(s *account.Secret) error {
		if err := checkOwner(s); err != nil {
			return err
		}
		version, err := a.addVersion(s, v, stages)
		response = versionResponse{a.Account.Names().Secret(s), s.Name, version.ID, version.Stages}
		return err
	})
	return response, err
}

type updateSecretRequest struct {
	SecretId           string
	ClientRequestToken string
	Description        *string
	KmsKeyId           *string
	SecretString       *string
	SecretBinary       []byte
}

func (a *API) updateSecret(r *updateSecretRequest) (any, error) {
	v := value{r.SecretString, r.SecretBinary, r.ClientRequestToken}
	if err := v.check(); err != nil {
		return nil, err
	}
	var response versionResponse
	err := a.change(r.SecretId, func(s *account.Secret) error {
		response = versionResponse{ARN: a.Account.Names().Secret(s), Name: s.Name}
		if v.isGiven() {
			if err := checkOwner(s); err != nil {
				return err
			}
			version, err := a.addVersion(s, v, []string{account.Current})
			if err != nil {
				return err
			}
			response.VersionId = version.ID
		}
		set(&s.Description, r.Description)
		set(&s.KMSKeyID, r.KmsKeyId)
		s.Changed = a.Now()
		return nil
	})
	return response, err
}

func set(field, to *string) {
	if to != nil {
		*field = *to
	}
}

// checkOwner refuses to change the value of a secret that another service manages
// (AuroraUserGuide rds-secrets-manager). The words are our own.
func checkOwner(s *account.Secret) error {
	if s.Owner != "" {
		return errorf("InvalidRequestException", "You can't change or delete this secret because it is managed by %s.", s.Owner)
	}
	return nil
}

func checkTags(tags []account.Tag) error {
	for _, t := range tags {
		if t.Key == "" || strings.HasPrefix(t.Key, "aws:") {
			return errorf("InvalidParameterException", "A tag key is empty or begins with aws:")
		}
	}
	return nil
}
