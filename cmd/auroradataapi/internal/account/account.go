package account

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"github.com/auroradataapi/auroradataapi"
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

// OpenFor is Open for settings of the driver. An endpoint with credentials in it is an
// emulator's, which answers for all services.
func OpenFor(ctx context.Context, settings auroradataapi.Config) (*Account, error) {
	here, err := Open(ctx, settings.Region, settings.Profile)
	if err != nil {
		return nil, err
	}
	endpoint, err := url.Parse(settings.Endpoint)
	if err != nil || endpoint.User == nil {
		return here, nil // what is wrong with an endpoint the driver says
	}
	password, _ := endpoint.User.Password()
	c := here.Config.Copy()
	c.Credentials = credentials.NewStaticCredentialsProvider(endpoint.User.Username(), password, "")
	endpoint.User = nil
	c.BaseEndpoint = aws.String(endpoint.String())
	return New(c), nil
}

// New is the account that a configuration leads to.
func New(c aws.Config) *Account {
	return &Account{
		Config: c, rds: rds.NewFromConfig(c), secrets: secretsmanager.NewFromConfig(c), sts: sts.NewFromConfig(c),
	}
}

// denials are the codes with which services say that a permission is missing: those
// that speak JSON, RDS and STS, and EC2's, which some of RDS's errors are made of.
var denials = []string{"AccessDeniedException", "AccessDenied", "UnauthorizedOperation"}

// IsDenied says whether an error of AWS is that the caller lacks a permission.
func IsDenied(err error) bool {
	var e smithy.APIError
	return errors.As(err, &e) && slices.Contains(denials, e.ErrorCode())
}
