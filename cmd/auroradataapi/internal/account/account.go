package account

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
)

// Account is an AWS account in one region, as the credentials that the AWS SDK
// finds show it. Goroutines may share it.
type Account struct {
	// Config is the AWS SDK's configuration: region, credentials, endpoints.
	Config aws.Config

	rds     *rds.Client
	secrets *secretsmanager.Client
	sts     *sts.Client
}

// Open reads the SDK's configuration, as the driver does; a region or a profile
// that is not empty goes before its own. It makes no call to AWS but those that
// get credentials.
func Open(ctx context.Context, region, profile string) (*Account, error) {
	c, err := config.LoadDefaultConfig(ctx, config.WithRegion(region), config.WithSharedConfigProfile(profile))
	if err != nil {
		return nil, fmt.Errorf("load the AWS configuration: %w", err)
	}
	return New(c), nil
}

// New is the account that a configuration leads to.
func New(c aws.Config) *Account {
	return &Account{
		Config: c, rds: rds.NewFromConfig(c), secrets: secretsmanager.NewFromConfig(c), sts: sts.NewFromConfig(c),
	}
}

// Identity is whom AWS takes the caller for.
type Identity struct {
	Account string // number
	ARN     string
}

// Identity asks AWS who the caller is, which everyone may.
func (a *Account) Identity(ctx context.Context) (Identity, error) {
	out, err := a.sts.GetCallerIdentity(ctx, nil)
	if err != nil {
		return Identity{}, fmt.Errorf("ask AWS for the caller's identity: %w", err)
	}
	return Identity{Account: aws.ToString(out.Account), ARN: aws.ToString(out.Arn)}, nil
}

// denials are the codes with which services say that a permission is missing: those
// that speak JSON, RDS and STS, and EC2's, which some of RDS's errors are made of.
var denials = []string{"AccessDeniedException", "AccessDenied", "UnauthorizedOperation"}

// IsDenied says whether an error of AWS is that the caller lacks a permission.
func IsDenied(err error) bool {
	var e smithy.APIError
	return errors.As(err, &e) && slices.Contains(denials, e.ErrorCode())
}
