package emulator

import (
	"net/http"

	"github.com/auroradataapi/auroradataapi/emulator/internal/awsquery"
)

// The version of the API of STS, its namespace and its name in the scope of a
// signature.
const (
	stsVersion   = "2011-06-15"
	stsNamespace = "https://sts.amazonaws.com/doc/2011-06-15/"
	signingSTS   = "sts"
)

type callerIdentity struct{ Arn, UserId, Account string }

// answerSTS answers GetCallerIdentity, which needs no permission.
func (s *service) answerSTS(_ *http.Request, from *caller, form awsquery.Form) (any, error) {
	if form.Action() != "GetCallerIdentity" {
		return nil, awsquery.Errorf("InvalidAction", "Could not find operation %s for version %s", form.Action(), form.Version())
	}
	id := s.state.Names().ID
	return callerIdentity{Arn: "arn:aws:iam::" + id + ":user/local", UserId: "AIDALOCAL", Account: id}, nil
}
