package emulator

import (
	"cmp"
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

// answerSTS answers GetCallerIdentity, which needs no permission. The id of a user
// is the access key's, as there are no users behind the keys.
func (s *service) answerSTS(r *http.Request, from *caller, form awsquery.Form) (any, error) {
	if form.Action() != "GetCallerIdentity" {
		return nil, awsquery.Errorf("InvalidAction", "Could not find operation %s for version %s", form.Action(), form.Version())
	}
	record(r.Context()).Operation = form.Action()
	return callerIdentity{Arn: from.principal, UserId: cmp.Or(from.accessKeyID, "local"), Account: s.state.Names().ID}, nil
}
