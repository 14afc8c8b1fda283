package secretsapi

import (
	"slices"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
)

type tagResourceRequest struct {
	SecretId string
	Tags     []account.Tag
}

// nothing is the response of operations that have none.
type nothing struct{}

func (a *API) tagResource(r *tagResourceRequest) (any, error) {
	if err := checkTags(r.Tags); err != nil {
		return nil, err
	}
	return nothing{}, a.change(r.SecretId, func(s *account.Secret) error {
		for _, tag := range r.Tags {
			s.Tags = append(without(s.Tags, tag.Key), tag)
		}
		return nil
	})
}

type untagResourceRequest struct {
	SecretId string
	TagKeys  []string
}

func (a *API) untagResource(r *untagResourceRequest) (any, error) {
	return nothing{}, a.change(r.SecretId, func(s *account.Secret) error {
		s.Tags = without(s.Tags, r.TagKeys...)
		return nil
	})
}

func without(tags []account.Tag, keys ...string) []account.Tag {
	return slices.DeleteFunc(tags, func(t account.Tag) bool { return slices.Contains(keys, t.Key) })
}
