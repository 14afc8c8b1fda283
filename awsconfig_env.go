//go:build auroradataapi.env

package auroradataapi

import (
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// loadAWSConfig returns a configuration of what the environment says. Then the
// program does without the SDK's package config, which links the clients of STS,
// SSO and Signin.
func loadAWSConfig(_ context.Context, region, profile string) (aws.Config, error) {
	return environmentConfig(os.Getenv, region, profile)
}
