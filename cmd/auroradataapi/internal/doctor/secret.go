package doctor

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/account"
)

// checkSecret finds the secret.
func (v *visit) checkSecret(ctx context.Context) Finding {
	v.secret = v.Config.SecretARN
	if v.secret == "" {
		if finding := v.chooseSecret(ctx); finding.Status != OK {
			return finding
		}
	}
	found, err := v.account.Secret(ctx, v.secret)
	switch {
	case account.IsDenied(err):
		return v.undescribed()
	case errors.Is(err, account.ErrNotFound):
		return fail("%s is not found in region %s", v.secret, v.account.Config.Region).with(v.createSecret())
	case isUnanswered(err):
		return warn("%s; Secrets Manager does not answer: %v", v.secret, err)
	case err != nil:
		return fail("%s", reason(err))
	case !found.Deleted.IsZero():
		return fail("%s is going to be deleted", found.Name).with(v.aws("secretsmanager", "restore-secret", "--secret-id", found.ARN))
	}
	given := v.secret
	v.secret = found.ARN
	if len(given) < shortestReference {
		return fail("%q is too short a name for the Data API; use its ARN", given).with("export AURORA_SECRET_ARN=" + found.ARN)
	}
	return ok("%s", found.Name)
}

// shortestReference is the service model's bound for the name of a secret.
const shortestReference = 11

// undescribed is what comes of a secret that may not be described, which using it
// does not take.
func (v *visit) undescribed() Finding {
	if !strings.HasPrefix(v.secret, "arn:") {
		return ok("%s; the caller may not describe it", v.secret)
	}
	return ok("%s; the caller may not describe it", v.secretName())
}

// chooseSecret finds the secret of the cluster, if there is one alone.
func (v *visit) chooseSecret(ctx context.Context) Finding {
	if v.cluster == nil {
		return fail("none is named").with("export AURORA_SECRET_ARN=ARN")
	}
	found, err := v.account.SecretOf(ctx, v.cluster)
	switch several := (*account.SeveralSecretsError)(nil); {
	case err == nil:
		v.secret = found
		return ok("")
	case errors.As(err, &several):
		finding := fail("none is named, and there are several")
		for _, s := range several.Secrets {
			finding = finding.with("export AURORA_SECRET_ARN=" + s.ARN)
		}
		return finding
	case errors.Is(err, account.ErrNotFound):
		return fail("%v", err).with(v.createSecret())
	case account.IsDenied(err):
		return fail("none is named, and the caller may not look for one: %s", reason(err)).
			with(v.allow("list-secrets", statement{"secretsmanager:ListSecrets", "*"})...)
	}
	return fail("%s", reason(err))
}

// suffix is what Secrets Manager adds to a name to make an ARN of it.
var suffix = regexp.MustCompile(`-[A-Za-z0-9]{6}$`)

// secretName is the name in a secret's ARN, or the name.
func (v *visit) secretName() string {
	parsed, err := arn.Parse(v.secret)
	if err != nil {
		return v.secret
	}
	return suffix.ReplaceAllString(strings.TrimPrefix(parsed.Resource, "secret:"), "")
}

// createSecret is the command that makes the secret.
func (v *visit) createSecret() string {
	name := v.secretName()
	if name == "" {
		name = account.SecretPrefix + v.cluster.ID
	}
	return v.aws("secretsmanager", "create-secret", "--name", name, "--secret-string", v.loginJSON())
}

// loginJSON is a secret's value with its user, or the master user, and without the
// password.
func (v *visit) loginJSON() string {
	user := v.user
	if user == "" && v.cluster != nil {
		user = v.cluster.MasterUser
	}
	text, _ := json.Marshal(struct { // texts are always written
		Username string `json:"username"`
		Password string `json:"password"`
	}{cmp.Or(user, "USER"), "PASSWORD"})
	return string(text)
}

// checkContent reads the secret, as the Data API does on the caller's behalf.
func (v *visit) checkContent(ctx context.Context) (finding Finding) {
	var err error
	v.user, err = v.account.SecretUser(ctx, v.secret)
	switch {
	case err == nil:
		return ok("readable, with the password of %s", v.user)
	case errors.Is(err, account.ErrMalformed):
		return fail("%v", err).with(v.putSecret())
	case account.IsDenied(err):
		return v.forbidden("aurora-data-api-secret", err, statement{"secretsmanager:GetSecretValue", v.secretPattern()})
	}
	if isUnanswered(err) {
		return warn("not read: Secrets Manager does not answer: %v", err)
	}
	return fail("%s", reason(err))
}

// secretPattern is the secret as the resource of a policy, whose ARN ends with six
// characters that a name does not say.
func (v *visit) secretPattern() string {
	if strings.HasPrefix(v.secret, "arn:") {
		return v.secret
	}
	return "arn:aws:secretsmanager:" + v.account.Config.Region + ":" + cmp.Or(v.identity.Account, "*") + ":secret:" + v.secret + "-??????"
}

// putSecret is the command that corrects the secret.
func (v *visit) putSecret() string {
	return v.aws("secretsmanager", "put-secret-value", "--secret-id", v.secret, "--secret-string", v.loginJSON())
}
