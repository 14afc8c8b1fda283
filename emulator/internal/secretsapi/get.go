package secretsapi

import (
	"slices"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
)

// timestamp is a time as this protocol has it: seconds since 1970, with a
// fraction.
type timestamp float64

func newTimestamp(t time.Time) timestamp { return timestamp(float64(t.UnixMilli()) / 1000) }

// optionalTimestamp is nil for the zero time.
func optionalTimestamp(t time.Time) *timestamp {
	if t.IsZero() {
		return nil
	}
	stamp := newTimestamp(t)
	return &stamp
}

type getSecretValueRequest struct{ SecretId, VersionId, VersionStage string }

type getSecretValueResponse struct {
	ARN           string
	Name          string
	VersionId     string
	SecretString  *string `json:",omitempty"`
	SecretBinary  []byte  `json:",omitempty"`
	VersionStages []string
	CreatedDate   timestamp
}

func (a *API) getSecretValue(r *getSecretValueRequest) (any, error) {
	secret, err := a.findLive(a.Account.View(), r.SecretId)
	if err != nil {
		return nil, err
	}
	version, err := r.version(secret)
	if err != nil {
		return nil, err
	}
	return getSecretValueResponse{
		ARN: a.Account.Names().Secret(secret), Name: secret.Name, VersionId: version.ID, SecretString: version.Text, SecretBinary: version.Octets,
		VersionStages: version.Stages, CreatedDate: newTimestamp(version.Created),
	}, nil
}

// version finds the version that is asked for: the current one unless the request
// says another.
func (r *getSecretValueRequest) version(s *account.Secret) (*account.Version, error) {
	if r.VersionId == "" {
		stage := r.VersionStage
		if stage == "" {
			stage = account.Current
		}
		if v := s.Staged(stage); v != nil {
			return v, nil
		}
		return nil, errorf("ResourceNotFoundException", "Secrets Manager can't find the specified secret value for staging label: %s", stage)
	}
	v := s.Version(r.VersionId)
	if v == nil {
		return nil, errorf("ResourceNotFoundException", "Secrets Manager can't find the specified secret value for VersionId: %s", r.VersionId)
	}
	if r.VersionStage != "" && !slices.Contains(v.Stages, r.VersionStage) {
		return nil, errorf("InvalidRequestException", "You provided a VersionStage that is not associated to the provided VersionId.")
	}
	return v, nil
}

type secretRequest struct{ SecretId string }

// description is the response of DescribeSecret and, with its versions under
// another name, an element of that of ListSecrets.
type description struct {
	ARN                    string
	Name                   string
	Description            string              `json:",omitempty"`
	KmsKeyId               string              `json:",omitempty"`
	LastChangedDate        *timestamp          `json:",omitempty"`
	DeletedDate            *timestamp          `json:",omitempty"`
	CreatedDate            *timestamp          `json:",omitempty"`
	OwningService          string              `json:",omitempty"`
	Tags                   []account.Tag       `json:",omitempty"`
	VersionIdsToStages     map[string][]string `json:",omitempty"`
	SecretVersionsToStages map[string][]string `json:",omitempty"`
}

func (a *API) describe(s *account.Secret) description {
	return description{
		ARN: a.Account.Names().Secret(s), Name: s.Name, Description: s.Description, KmsKeyId: s.KMSKeyID,
		LastChangedDate: optionalTimestamp(s.Changed), CreatedDate: optionalTimestamp(s.Created), DeletedDate: optionalTimestamp(s.Deleted),
		OwningService: s.Owner, Tags: s.Tags,
	}
}

func stages(s *account.Secret) map[string][]string {
	all := map[string][]string{}
	for _, v := range s.Versions {
		all[v.ID] = v.Stages
	}
	return all
}

// describeSecret answers for a deleted secret, too.
func (a *API) describeSecret(r *secretRequest) (any, error) {
	secret, err := a.find(a.Account.View(), r.SecretId)
	if err != nil {
		return nil, err
	}
	d := a.describe(secret)
	d.VersionIdsToStages = stages(secret)
	return d, nil
}

type listSecretVersionIDsRequest struct {
	SecretId          string
	IncludeDeprecated bool
}

type versionEntry struct {
	VersionId     string
	VersionStages []string
	CreatedDate   timestamp
}

type listSecretVersionIDsResponse struct {
	Versions []versionEntry
	ARN      string
	Name     string
}

func (a *API) listSecretVersionIDs(r *listSecretVersionIDsRequest) (any, error) {
	secret, err := a.find(a.Account.View(), r.SecretId)
	if err != nil {
		return nil, err
	}
	response := listSecretVersionIDsResponse{ARN: a.Account.Names().Secret(secret), Name: secret.Name}
	for _, v := range secret.Versions {
		response.Versions = append(response.Versions, versionEntry{v.ID, v.Stages, newTimestamp(v.Created)})
	}
	return response, nil
}
