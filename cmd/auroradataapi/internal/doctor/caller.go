package doctor

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/arn"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/account"
)

// checkRegion decides which region is asked, as the driver does: what the settings
// say, else that of the cluster's ARN, else that of the AWS configuration.
func (v *visit) checkRegion(ctx context.Context) Finding {
	chosen := v.Config.Region
	named, _ := arn.Parse(v.Config.ClusterARN) // what is wrong with it another check says
	if v.Cluster != "" {
		named = arn.ARN{}
	}
	v.Config.Region = cmp.Or(chosen, named.Region)
	if err := v.open(ctx); err != nil {
		return fail("%v", err).with(line("aws", "configure", "list-profiles"))
	}
	region := v.account.Config.Region
	switch {
	case chosen != "" && named.Region != "" && chosen != named.Region:
		v.Config.Region = named.Region
		return fail("%s, but the cluster's ARN is of %s, and a cluster answers in its own region alone", chosen, named.Region).
			with(line("auroradataapi", "doctor", "--url", v.Config.String()))
	case region == "":
		return fail("none is set").with("export AWS_REGION=REGION", line(v.profiled([]string{"aws", "configure", "set", "region", "REGION"})...))
	case chosen == "" && named.Region != "":
		return ok("%s, of the cluster's ARN", region)
	}
	v.Config.Region = region
	return ok("%s", region)
}

// open loads the AWS configuration, for which nobody is asked.
func (v *visit) open(ctx context.Context) (err error) {
	if c := v.Config.AWSConfig; c != nil {
		own := c.Copy()
		own.Region = cmp.Or(v.Config.Region, own.Region)
		v.account = account.New(own)
		return nil
	}
	v.account, err = account.OpenFor(ctx, v.Config)
	return err
}

func (v *visit) checkCredentials(ctx context.Context) Finding {
	provider := v.account.Config.Credentials
	if provider == nil {
		return fail("none are found").with(v.newCredentials())
	}
	found, err := provider.Retrieve(ctx)
	if err != nil {
		return fail("none are found: %v", err).with(v.newCredentials())
	}
	if found.Expired() {
		return fail("those of %s have expired, at %s", found.Source, found.Expires.UTC().Format(time.RFC3339)).with(v.renewed(ctx))
	}
	return ok("found by %s", found.Source)
}

// newCredentials asks for a key and writes it into the AWS configuration files.
func (v *visit) newCredentials() string { return line(v.profiled([]string{"aws", "configure"})...) }

// renewed is the command that gets new credentials of the kind of the found ones.
func (v *visit) renewed(ctx context.Context) string {
	found, err := v.account.Config.Credentials.Retrieve(ctx)
	if err == nil && strings.HasPrefix(found.Source, "SSO") {
		return line(v.profiled([]string{"aws", "sso", "login"})...)
	}
	return v.newCredentials()
}

// checkIdentity asks who the caller is, by which AWS looks at the key, the signature
// and the time.
func (v *visit) checkIdentity(ctx context.Context) Finding {
	var err error
	v.identity, v.answered, err = v.account.Identity(ctx)
	v.seen = time.Now()
	switch {
	case err == nil:
		return ok("%s", v.identity.ARN)
	case isUnanswered(err):
		return warn("not known, since AWS STS does not answer: %v", err)
	case isLate(err.Error()):
		return fail("the clock of this machine is wrong: %s", reason(err)).with(setClock)
	}
	return fail("AWS refuses the credentials: %s", reason(err)).with(v.renewed(ctx))
}

// setClock has a Linux machine with systemd keep its clock by the network.
const setClock = "sudo timedatectl set-ntp true"

// isLate recognizes what AWS says of a signature whose time is not its own (page
// "Troubleshoot Signature Version 4 signing" of the IAM User Guide).
func isLate(message string) bool {
	return strings.Contains(message, "Signature expired") || strings.Contains(message, "Signature not yet current")
}

// How far clocks may be apart: what the date of an answer does not show, and what
// AWS accepts (page "Elements of an AWS API request signature" of the IAM User Guide).
const (
	noticeable = 5 * time.Second
	tolerated  = 5 * time.Minute
)

func (v *visit) checkClock(context.Context) Finding {
	if v.answered.IsZero() {
		return skip("no answer had a date")
	}
	apart := v.seen.Sub(v.answered).Truncate(time.Second)
	switch {
	case apart.Abs() >= tolerated:
		return fail("%s away from that of AWS, which refuses signatures from %s on", apart.Abs(), tolerated).with(setClock)
	case apart.Abs() >= noticeable:
		return warn("%s away from that of AWS, which refuses signatures from %s on", apart.Abs(), tolerated).with(setClock)
	}
	return ok("as that of AWS")
}
