package account

import (
	"context"
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

// SecretOf finds the secret to log in to a cluster with: the one that RDS manages
// for its master user, or else the only one whose name is "rds-db-credentials/" and
// the cluster's identifier or resource identifier, whatever may follow behind a
// slash. If there are several or none, the error says so, and which.
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
		return "", fmt.Errorf("cluster %s has no secret that RDS manages, and no secret is called %s%s: name one with --secret", c.ID, SecretPrefix, c.ID)
	case 1:
		return candidates[0].ARN, nil
	}
	var names []string
	for _, s := range candidates {
		names = append(names, s.Name)
	}
	slices.Sort(names)
	return "", fmt.Errorf("cluster %s has several secrets: name one with --secret: %s", c.ID, strings.Join(names, ", "))
}
