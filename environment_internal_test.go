package auroradataapi

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
)

func TestEnvironmentConfig(t *testing.T) {
	keys := map[string]string{"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "token", "AWS_ACCOUNT_ID": "123456789012"}
	tests := []struct {
		name      string
		variables map[string]string
		profile   string
		endpoint  string
		err       string // of the configuration
		missing   bool   // there are no credentials
	}{
		{name: "keys", variables: keys},
		{name: "nothing", missing: true},
		{name: "half a key", variables: map[string]string{"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE"}, missing: true},
		{name: "endpoint", variables: with(keys, "AWS_ENDPOINT_URL", "http://a"), endpoint: "http://a"},
		{name: "endpoints", variables: with(keys, "AWS_ENDPOINT_URL", "http://a", "AWS_ENDPOINT_URL_RDS_DATA", "http://b"), endpoint: "http://b"},
		{name: "profile", variables: keys, profile: "work", err: "a profile is set"},
		{name: "profile of the environment", variables: with(keys, "AWS_PROFILE", "work"), err: "AWS_PROFILE is set"},
		{name: "certificates", variables: with(keys, "AWS_CA_BUNDLE", "/x"), err: "AWS_CA_BUNDLE is set"},
		{name: "FIPS", variables: with(keys, "AWS_USE_FIPS_ENDPOINT", "true"), err: "AWS_USE_FIPS_ENDPOINT is set"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			getenv := func(variable string) string { return tt.variables[variable] }
			c, err := environmentConfig(getenv, "eu-central-1", tt.profile)
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("got %v, want %q", err, tt.err)
				}
				return
			}
			if err != nil || c.Region != "eu-central-1" || aws.ToString(c.BaseEndpoint) != tt.endpoint {
				t.Errorf("got %q, %q, %v", c.Region, aws.ToString(c.BaseEndpoint), err)
			}
			got, err := c.Credentials.Retrieve(t.Context())
			want := aws.Credentials{
				AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "secret", SessionToken: "token",
				AccountID: "123456789012", Source: "environment",
			}
			if tt.missing != (err != nil) || !tt.missing && got != want {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

// with returns variables and some more.
func with(variables map[string]string, more ...string) map[string]string {
	all := map[string]string{}
	for k, v := range variables {
		all[k] = v
	}
	for i := 0; i < len(more); i += 2 {
		all[more[i]] = more[i+1]
	}
	return all
}
