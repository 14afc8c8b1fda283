package auroradataapi

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// environmentConfig returns a configuration of what the environment of a Lambda
// function says: credentials, and the endpoint, if there is one. It is what the
// SDK's configuration would be with such an environment, or an error.
func environmentConfig(getenv func(string) string, region, profile string) (aws.Config, error) {
	if profile != "" {
		return aws.Config{}, unreadable("a profile")
	}
	for _, variable := range unreadVariables {
		if getenv(variable) != "" {
			return aws.Config{}, unreadable(variable)
		}
	}
	c := aws.Config{Region: region, Credentials: environmentCredentials(getenv)}
	for _, variable := range endpointVariables {
		if endpoint := getenv(variable); endpoint != "" {
			c.BaseEndpoint = &endpoint
			break
		}
	}
	return c, nil
}

// endpointVariables are those that say which endpoint to call, the first first.
var endpointVariables = [...]string{"AWS_ENDPOINT_URL_RDS_DATA", "AWS_ENDPOINT_URL"}

// unreadVariables are those that would make another configuration: to go without
// what they ask for would be a surprise.
var unreadVariables = [...]string{
	"AWS_PROFILE", "AWS_CA_BUNDLE", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
}

func unreadable(what string) error {
	return fmt.Errorf("%s is set, which a program with the build tag auroradataapi.env does not read: build it without the tag, or set Config.AWSConfig", what)
}

// environmentCredentials reads the credentials of the environment, which do not
// change while a process lives.
func environmentCredentials(getenv func(string) string) aws.CredentialsProviderFunc {
	return func(context.Context) (aws.Credentials, error) {
		c := aws.Credentials{
			AccessKeyID:     getenv("AWS_ACCESS_KEY_ID"),
			SecretAccessKey: getenv("AWS_SECRET_ACCESS_KEY"),
			SessionToken:    getenv("AWS_SESSION_TOKEN"),
			AccountID:       getenv("AWS_ACCOUNT_ID"),
			Source:          "environment",
		}
		if !c.HasKeys() {
			return aws.Credentials{}, errors.New("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set, and a program with the build tag auroradataapi.env knows no other credentials")
		}
		return c, nil
	}
}
