package secretsapi

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
)

// maxResults is the most that a page may have, and what it has unless less is
// asked for.
const maxResults = 100

type filter struct {
	Key    string
	Values []string
}

type listSecretsRequest struct {
	MaxResults             *int
	NextToken              string
	Filters                []filter
	SortOrder              string
	IncludePlannedDeletion bool
}

type listSecretsResponse struct {
	SecretList []description
	NextToken  string `json:",omitempty"`
}

// listSecrets lists by name; the service does so by the time of creation.
func (a *API) listSecrets(r *listSecretsRequest) (any, error) {
	size, after, err := r.page()
	if err != nil {
		return nil, err
	}
	found, err := a.listed(r)
	if err != nil {
		return nil, err
	}
	descending := r.SortOrder == "desc"
	slices.SortFunc(found, func(x, y description) int {
		if descending {
			x, y = y, x
		}
		return cmp.Compare(x.Name, y.Name)
	})
	if after != "" {
		at := slices.IndexFunc(found, func(d description) bool { return d.Name > after && !descending || d.Name < after && descending })
		if at < 0 {
			at = len(found)
		}
		found = found[at:]
	}
	response := listSecretsResponse{SecretList: found}
	if len(found) > size {
		response.SecretList = found[:size]
		response.NextToken = base64.StdEncoding.EncodeToString([]byte(found[size-1].Name))
	}
	return response, nil
}

// page reads the size of the page, and the name behind which it begins.
func (r *listSecretsRequest) page() (size int, after string, err error) {
	size = maxResults
	if r.MaxResults != nil {
		size = *r.MaxResults
	}
	if size < 1 || size > maxResults {
		return 0, "", errorf("ValidationException", "1 validation error detected: Value at 'maxResults' failed to satisfy constraint: Member must have value between 1 and %d", maxResults)
	}
	name, err := base64.StdEncoding.DecodeString(r.NextToken)
	if err != nil {
		return 0, "", errorf("InvalidNextTokenException", "Invalid Next Token.")
	}
	return size, string(name), nil
}

// listed gives the secrets that are to be listed, in no order.
func (a *API) listed(r *listSecretsRequest) ([]description, error) {
	found := []description{}
	state, now := a.Account.View(), a.Now()
	for i := range state.Secrets {
		secret := &state.Secrets[i]
		if isGone(secret, now) || !secret.Due.IsZero() && !r.IncludePlannedDeletion {
			continue
		}
		matches, err := matchAll(secret, r.Filters)
		if err != nil {
			return nil, err
		}
		if matches {
			d := a.describe(secret)
			d.SecretVersionsToStages = stages(secret)
			found = append(found, d)
		}
	}
	return found, nil
}

func matchAll(s *account.Secret, filters []filter) (bool, error) {
	for _, f := range filters {
		texts, err := f.of(s)
		if err != nil {
			return false, err
		}
		if !slices.ContainsFunc(f.Values, func(v string) bool { return f.match(texts, v) }) {
			return false, nil
		}
	}
	return true, nil
}

// of gives the texts of a secret that a filter looks at.
func (f filter) of(s *account.Secret) ([]string, error) {
	var keys, values []string
	for _, t := range s.Tags {
		keys, values = append(keys, t.Key), append(values, t.Value)
	}
	switch f.Key {
	case "name":
		return []string{s.Name}, nil
	case "description":
		return []string{s.Description}, nil
	case "tag-key":
		return keys, nil
	case "tag-value":
		return values, nil
	case "owning-service":
		return []string{s.Owner}, nil
	case "all":
		return slices.Concat([]string{s.Name, s.Description}, keys, values), nil
	}
	return nil, errorf("ValidationException", "1 validation error detected: Value at 'filters' failed to satisfy constraint: Member must satisfy enum value set: [description, name, tag-key, tag-value, owning-service, all]")
}

// match looks for the beginning of a text, and for the opposite with "!" in front.
// The letters of a description match in any case.
func (f filter) match(texts []string, value string) bool {
	wanted, negated := strings.CutPrefix(value, "!")
	begins := func(text string) bool {
		if f.Key == "description" || f.Key == "all" {
			return strings.HasPrefix(strings.ToLower(text), strings.ToLower(wanted))
		}
		return strings.HasPrefix(text, wanted)
	}
	return slices.ContainsFunc(texts, begins) != negated
}
