package secretsapi

import (
	"slices"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
)

// errNotFound has the words of the service.
var errNotFound = errorf("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")

func markedForDeletion() error {
	return errorf("InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion.")
}

// isGone says whether the recovery window of a deleted secret is over.
func isGone(s *account.Secret, now time.Time) bool { return !s.Due.IsZero() && !s.Due.After(now) }

// find finds a secret, deleted or not.
func (a *API) find(s *account.State, reference string) (*account.Secret, error) {
	if reference == "" {
		return nil, errorf("ValidationException", "1 validation error detected: Value null at 'secretId' failed to satisfy constraint: Member must not be null")
	}
	secret := s.Secret(a.Account.Names(), reference)
	if secret == nil || isGone(secret, a.Now()) {
		return nil, errNotFound
	}
	return secret, nil
}

// findLive finds a secret that is not marked for deletion.
func (a *API) findLive(s *account.State, reference string) (*account.Secret, error) {
	secret, err := a.find(s, reference)
	if err == nil && !secret.Due.IsZero() {
		return nil, markedForDeletion()
	}
	return secret, err
}

// update changes the account, from which secrets whose time has come are taken out
// first.
func (a *API) update(change func(*account.State) error) error {
	now := a.Now()
	return a.Account.Update(func(s *account.State) error {
		s.Secrets = slices.DeleteFunc(s.Secrets, func(secret account.Secret) bool { return isGone(&secret, now) })
		return change(s)
	})
}

// change changes one secret that is not marked for deletion.
func (a *API) change(reference string, change func(*account.Secret) error) error {
	return a.update(func(s *account.State) error {
		secret, err := a.findLive(s, reference)
		if err != nil {
			return err
		}
		return change(secret)
	})
}
