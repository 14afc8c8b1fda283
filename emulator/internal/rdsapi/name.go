package rdsapi

import (
	"regexp"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
	"github.com/auroradataapi/auroradataapi/emulator/internal/awsquery"
)

// expand makes an ARN of an identifier, unless it is one or empty.
func expand(name string, arn func(string) string) string {
	if name == "" || strings.HasPrefix(name, "arn:") {
		return name
	}
	return arn(strings.ToLower(name))
}

// identifier makes an identifier of an ARN, unless it is none. The ARN of another
// account or region gives nothing that exists.
func identifier(name string, arn func(string) string) string {
	return strings.TrimPrefix(name, arn(""))
}

// maxIdentifier is how long an identifier may be.
const maxIdentifier = 63

var wellFormed = regexp.MustCompile(`^[A-Za-z](-?[A-Za-z0-9])*$`)

// newIdentifier checks the name of something that is to be, which RDS keeps in
// lower case.
func newIdentifier(f awsquery.Form, parameter string) (string, error) {
	name := f.Text(parameter)
	if name == "" {
		return "", missing(parameter)
	}
	if !wellFormed.MatchString(name) || len(name) > maxIdentifier {
		return "", awsquery.Errorf("InvalidParameterValue", "The parameter %s is not a valid identifier. Identifiers must begin with a letter; "+
			"must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.", parameter)
	}
	return strings.ToLower(name), nil
}

func missing(parameter string) error {
	return awsquery.Errorf("MissingParameter", "The request must contain the parameter %s", parameter)
}

// cluster finds the cluster that a parameter names by identifier or ARN.
func (a *API) cluster(s *account.State, f awsquery.Form, parameter string) (*account.Cluster, error) {
	name := f.Text(parameter)
	if name == "" {
		return nil, missing(parameter)
	}
	c := s.Cluster(identifier(name, a.Account.Names().Cluster))
	if c == nil {
		return nil, awsquery.Errorf("DBClusterNotFoundFault", "DBCluster %s not found.", name)
	}
	return c, nil
}

// instance finds the instance that DBInstanceIdentifier names.
func (a *API) instance(s *account.State, f awsquery.Form) (*account.Instance, error) {
	name := f.Text("DBInstanceIdentifier")
	if name == "" {
		return nil, missing("DBInstanceIdentifier")
	}
	i := s.Instance(identifier(name, a.Account.Names().Instance))
	if i == nil {
		return nil, awsquery.Errorf("DBInstanceNotFound", "DBInstance %s not found.", name)
	}
	return i, nil
}

// settled refuses a change of a cluster that is being made.
func settled(c *account.Cluster) error {
	if c.Status != account.Available {
		return awsquery.Errorf("InvalidDBClusterStateFault", "DB cluster %s is not in available state: it is %s.", c.Identifier, c.Status)
	}
	return nil
}
