package account

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
)

// Secret is what a secret is called and whether it is going to be deleted, but
// not what is in it.
type Secret struct {
	Name, ARN string
	Deleted   time.Time // when its deletion was asked for; zero for never
}

// SecretPrefix is what the names of secrets begin with that the query editor of
// the console makes, and that the policy AmazonRDSDataFullAccess allows to read.
const SecretPrefix = "rds-db-credentials/"

// SecretsNamed lists the secrets whose names begin with a prefix. It takes the
// permission secretsmanager:ListSecrets.
func (a *Account) SecretsNamed(ctx context.Context, prefix string) ([]Secret, error) {
	var found []Secret
	pages := secretsmanager.NewListSecretsPaginator(a.secrets, &secretsmanager.ListSecretsInput{
		Filters: []types.Filter{{Key: types.FilterNameStringTypeName, Values: []string{prefix}}},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list secrets: %w", err)
		}
		for _, s := range page.SecretList {
			if name := aws.ToString(s.Name); strings.HasPrefix(name, prefix) { // the service ignores case
				found = append(found, Secret{Name: name, ARN: aws.ToString(s.ARN), Deleted: aws.ToTime(s.DeletedDate)})
			}
		}
	}
	return found, nil
}

// Secret describes a secret by its name or ARN. Its error matches ErrNotFound if
// the account has none. It takes the permission secretsmanager:DescribeSecret.
func (a *Account) Secret(ctx context.Context, name string) (*Secret, error) {
	out, err := a.secrets.DescribeSecret(ctx, &secretsmanager.DescribeSecretInput{SecretId: aws.String(name)})
	if missing := (*types.ResourceNotFoundException)(nil); errors.As(err, &missing) {
		return nil, fmt.Errorf("secret %s: %w", name, ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("describe secret %s: %w", name, err)
	}
	return &Secret{Name: aws.ToString(out.Name), ARN: aws.ToString(out.ARN), Deleted: aws.ToTime(out.DeletedDate)}, nil
}

// ErrMalformed is matched by the error for a secret that nobody can log in with. The
// error does not show what is in it.
var ErrMalformed = errors.New("malformed secret")

// SecretUser reads the current version of a secret, which must be a JSON object with
// username and password, and gives the user's name. Its error matches ErrMalformed
// if that is not so. It takes the permission secretsmanager:GetSecretValue.
func (a *Account) SecretUser(ctx context.Context, name string) (string, error) {
	out, err := a.secrets.GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: aws.String(name)})
	if err != nil {
		return "", fmt.Errorf("read secret %s: %w", name, err)
	}
	if out.SecretString == nil {
		return "", fmt.Errorf("%w: it is binary", ErrMalformed)
	}
	var members map[string]any
	if err := json.Unmarshal([]byte(*out.SecretString), &members); err != nil || members == nil {
		return "", fmt.Errorf("%w: it is not a JSON object", ErrMalformed)
	}
	user, _ := members["username"].(string)
	for _, key := range []string{"username", "password"} {
		if text, _ := members[key].(string); text == "" {
			return user, fmt.Errorf("%w: it has no %s, in these letters", ErrMalformed, key)
		}
	}
	return user, nil
}

// SecretOf finds the secret to log in to a cluster with: the one that RDS manages
// for its master user, or else the only one whose name is "rds-db-credentials/" and
// the cluster's identifier or resource identifier, whatever may follow behind a
// slash. Its error is a *SeveralSecretsError if there are several, and matches
// ErrNotFound if there is none.
func (a *Account) SecretOf(ctx context.Context, c *Cluster) (arn string, err error) {
	if c.ManagedSecret != "" {
		return c.ManagedSecret, nil
	}
	var candidates []Secret
	for _, id := range []string{c.ID, c.ResourceID} {
		found, err := a.SecretsNamed(ctx, SecretPrefix+id)
		if err != nil {
			return "", err
		}
		for _, s := range found {
			rest := strings.TrimPrefix(s.Name, SecretPrefix+id)
			if s.Deleted.IsZero() && (rest == "" || rest[0] == '/') {
				candidates = append(candidates, s)
			}
		}
	}
	switch len(candidates) {
	case 0:
		return "", &noSecretError{c.ID}
	case 1:
		return candidates[0].ARN, nil
	}
	slices.SortFunc(candidates, func(a, b Secret) int { return strings.Compare(a.Name, b.Name) })
	return "", &SeveralSecretsError{c.ID, candidates}
}

// SeveralSecretsError says that none of a cluster's secrets is the one to choose.
type SeveralSecretsError struct {
	Cluster string // identifier
	Secrets []Secret
}

func (e *SeveralSecretsError) Error() string {
	names := make([]string, len(e.Secrets))
	for i, s := range e.Secrets {
		names[i] = s.Name
	}
	return fmt.Sprintf("cluster %s has several secrets: name one with --secret: %s", e.Cluster, strings.Join(names, ", "))
}

type noSecretError struct{ cluster string }

func (e *noSecretError) Error() string {
	return fmt.Sprintf("cluster %s has no secret that RDS manages, and no secret is called %s%[1]s: name one with --secret", e.cluster, SecretPrefix)
}

func (e *noSecretError) Is(target error) bool { return target == ErrNotFound }
