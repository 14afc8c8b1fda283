package secretsapi

import (
	"errors"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
)

// The recovery window, in days.
const (
	minWindow     = 7
	maxWindow     = 30
	defaultWindow = 30
)

type deleteSecretRequest struct {
	SecretId                   string
	RecoveryWindowInDays       *int
	ForceDeleteWithoutRecovery bool
}

type deleteSecretResponse struct {
	ARN          string
	Name         string
	DeletionDate timestamp
}

// deleteSecret marks a secret for deletion. Once more it makes a new date, and with
// force the secret is gone at once, be there one or not (Secrets Manager API
// Reference, "DeleteSecret"). What the answer says of one that was not there is a
// guess.
func (a *API) deleteSecret(r *deleteSecretRequest) (any, error) {
	days, err := r.window()
	if err != nil {
		return nil, err
	}
	var response deleteSecretResponse
	err = a.update(func(s *account.State) error {
		secret, err := a.find(s, r.SecretId)
		if errors.Is(err, errNotFound) && r.ForceDeleteWithoutRecovery {
			response = deleteSecretResponse{s.SecretARN(a.Account.Names(), r.SecretId), r.SecretId, newTimestamp(a.Now())}
			return nil
		}
		if err != nil {
			return err
		}
		if err := checkOwner(secret); err != nil {
			return err
		}
		secret.Deleted = a.Now()
		secret.Due = secret.Deleted.Add(time.Duration(days) * 24 * time.Hour)
		response = deleteSecretResponse{a.Account.Names().Secret(secret), secret.Name, newTimestamp(secret.Due)}
		if r.ForceDeleteWithoutRecovery {
			s.DropSecret(secret.Name)
		}
		return nil
	})
	return response, err
}

func (r *deleteSecretRequest) window() (int, error) {
	switch {
	case r.RecoveryWindowInDays == nil && r.ForceDeleteWithoutRecovery:
		return 0, nil
	case r.RecoveryWindowInDays == nil:
		return defaultWindow, nil
	case r.ForceDeleteWithoutRecovery:
		return 0, errorf("InvalidParameterException", "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.")
	case *r.RecoveryWindowInDays < minWindow || *r.RecoveryWindowInDays > maxWindow:
		return 0, errorf("InvalidParameterException", "The RecoveryWindowInDays value must be between %d and %d days (inclusive).", minWindow, maxWindow)
	}
	return *r.RecoveryWindowInDays, nil
}

type secretResponse struct{ ARN, Name string }

func (a *API) restoreSecret(r *secretRequest) (any, error) {
	var response secretResponse
	err := a.update(func(s *account.State) error {
		secret, err := a.find(s, r.SecretId)
		if err != nil {
			return err
		}
		secret.Deleted, secret.Due = time.Time{}, time.Time{}
		response = secretResponse{a.Account.Names().Secret(secret), secret.Name}
		return nil
	})
	return response, err
}
