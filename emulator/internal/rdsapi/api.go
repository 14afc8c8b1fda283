package rdsapi

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
	"github.com/auroradataapi/auroradataapi/emulator/internal/awsquery"
)

// Namespace is that of the answers.
const Namespace = "http://rds.amazonaws.com/doc/2014-10-31/"

// Version is the version of the API in requests.
const Version = "2014-10-31"

// API answers requests. Its fields are set before the first one; goroutines may
// share it.
type API struct {
	Account *account.Account
	Servers Servers
	Now     func() time.Time
}

// Servers are the database servers behind the clusters.
type Servers interface {
	// Check says whether there can be a server of the engine.
	Check(ctx context.Context, engine string) error
	// HasData says whether there is something in the folder of that name, be it of a
	// cluster of the account or not.
	HasData(folder string) bool
	// Launch starts the server of a new cluster and returns at once. When it
	// runs, or has failed, the status of the cluster says so and launched is closed.
	Launch(c account.Cluster) (launched <-chan struct{})
	// SetMasterPassword gives the master user another password. A server that is
	// not the emulator's own refuses with an *awsquery.Error. It is called amid a
	// change of the account, which it does not look at.
	SetMasterPassword(ctx context.Context, c account.Cluster, password string) error
	// Remove stops the server of a cluster that is being deleted, and drops its data.
	Remove(c account.Cluster)
}

// operation is one operation of the API.
type operation struct {
	do func(*API, context.Context, awsquery.Form) (any, error)
	// resource gives the ARN of what is acted upon, "*" for no one thing.
	resource func(*API, awsquery.Form) string
}

var operations = map[string]operation{
	"AddTagsToResource":      {(*API).addTags, byName("ResourceName")},
	"CreateDBCluster":        {(*API).createCluster, (*API).namedCluster},
	"CreateDBInstance":       {(*API).createInstance, (*API).namedInstance},
	"DeleteDBCluster":        {(*API).deleteCluster, (*API).namedCluster},
	"DeleteDBInstance":       {(*API).deleteInstance, (*API).namedInstance},
	"DescribeDBClusters":     {(*API).describeClusters, (*API).namedCluster},
	"DescribeDBInstances":    {(*API).describeInstances, (*API).namedInstance},
	"DisableHttpEndpoint":    {(*API).disableEndpoint, byName("ResourceArn")},
	"EnableHttpEndpoint":     {(*API).enableEndpoint, byName("ResourceArn")},
	"ListTagsForResource":    {(*API).listTags, byName("ResourceName")},
	"ModifyDBCluster":        {(*API).modifyCluster, (*API).namedCluster},
	"ModifyDBInstance":       {(*API).modifyInstance, (*API).namedInstance},
	"RemoveTagsFromResource": {(*API).removeTags, byName("ResourceName")},
}

// Resource gives the ARN that a request acts upon, or "*". An unknown action is an
// error.
func (a *API) Resource(f awsquery.Form) (string, error) {
	o, ok := operations[f.Action()]
	if !ok {
		return "", awsquery.Errorf("InvalidAction", "Could not find operation %s for version %s", f.Action(), f.Version())
	}
	return a.spell(o.resource(a, f)), nil
}

// Do answers a request with the struct to write as its result.
func (a *API) Do(ctx context.Context, f awsquery.Form) (any, error) {
	if _, err := a.Resource(f); err != nil {
		return nil, err
	}
	return operations[f.Action()].do(a, ctx, f)
}

func byName(parameter string) func(*API, awsquery.Form) string {
	return func(_ *API, f awsquery.Form) string { return orAll(f.Text(parameter)) }
}

func orAll(arn string) string {
	if arn == "" {
		return "*"
	}
	return arn
}

// namedCluster gives the ARN of DBClusterIdentifier, or that of all clusters, in the
// form that a refusal was seen with (awslabs/pireporter#8).
func (a *API) namedCluster(f awsquery.Form) string {
	return expand(cmp.Or(f.Text("DBClusterIdentifier"), "*"), a.Account.Names().Cluster)
}

// namedInstance gives the ARN of DBInstanceIdentifier, or that of all instances.
func (a *API) namedInstance(f awsquery.Form) string {
	return expand(cmp.Or(f.Text("DBInstanceIdentifier"), "*"), a.Account.Names().Instance)
}

// spell gives the ARN of a cluster or instance in the letters that the account has
// it in. Those of a request may be of another case, which policies look at.
func (a *API) spell(arn string) string {
	s, names := a.Account.View(), a.Account.Names()
	if name, ok := strings.CutPrefix(arn, names.Cluster("")); ok && s.Cluster(name) != nil {
		return names.Cluster(s.Cluster(name).Identifier)
	}
	if name, ok := strings.CutPrefix(arn, names.Instance("")); ok && s.Instance(name) != nil {
		return names.Instance(s.Instance(name).Identifier)
	}
	return arn
}
