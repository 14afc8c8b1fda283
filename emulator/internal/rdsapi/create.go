package rdsapi

import (
	"cmp"
	"context"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
	"github.com/auroradataapi/auroradataapi/emulator/internal/awsquery"
)

// clusterResult is the result of operations on one cluster.
type clusterResult struct{ DBCluster *dbCluster }

// unsupported are parameters that would make another kind of cluster.
var unsupported = []string{
	"EnableLimitlessDatabase", "GlobalClusterIdentifier", "ReplicationSourceIdentifier", "WithExpressConfiguration",
}

// patience is how long the answer to CreateDBCluster waits for the server. Clients
// that wait for the cluster look at its status at once, and then every half
// minute.
const patience = 30 * time.Second

// createCluster answers with a cluster that is being created, whether or not its
// server runs by then.
func (a *API) createCluster(ctx context.Context, f awsquery.Form) (any, error) {
	c, err := a.newCluster(f)
	if err != nil {
		return nil, err
	}
	if err := a.Servers.Check(ctx, c.Engine); err != nil {
		return nil, awsquery.Errorf("InvalidParameterValue", "Engine %s: %v", c.Engine, err)
	}
	if err := a.Account.Update(func(s *account.State) error { return a.add(s, &c, f) }); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case <-a.Servers.Launch(c):
	case <-ctx.Done():
	}
	return clusterResult{a.describeCluster(a.Account.View(), &c)}, nil
}

// add puts a cluster into the account, with its managed secret.
func (a *API) add(s *account.State, c *account.Cluster, f awsquery.Form) error {
	if s.Cluster(c.Identifier) != nil {
		return awsquery.Errorf("DBClusterAlreadyExistsFault", "DB Cluster already exists")
	}
	managed, err := f.Bool("ManageMasterUserPassword")
	if err != nil {
		return err
	}
	if managed {
		c.MasterPassword = newPassword()
		a.manage(s, c, f.Text("MasterUserSecretKmsKeyId"))
	}
	c.Folder = a.freeFolder(s, *c)
	s.Clusters = append(s.Clusters, *c)
	return nil
}

// freeFolder names the folder of a cluster after it, unless there is data in that
// one: of a cluster that was renamed, or one of former settings.
func (a *API) freeFolder(s *account.State, c account.Cluster) string {
	for _, other := range s.Clusters {
		if other.Folder == c.Identifier {
			return c.ResourceID
		}
	}
	if a.Servers.HasData(c.Identifier) {
		return c.ResourceID
	}
	return c.Identifier
}

// newCluster reads and checks the parameters.
func (a *API) newCluster(f awsquery.Form) (account.Cluster, error) {
	c := account.Cluster{
		ResourceID: account.NewResourceID("cluster-"), Engine: f.Text("Engine"), EngineVersion: f.Text("EngineVersion"),
		EngineMode: cmp.Or(f.Text("EngineMode"), account.Provisioned), Status: account.Creating, Created: a.Now(),
		DatabaseName: f.Text("DatabaseName"), MasterUsername: f.Text("MasterUsername"), MasterPassword: f.Text("MasterUserPassword"),
	}
	var err error
	if c.Identifier, err = newIdentifier(f, "DBClusterIdentifier"); err != nil {
		return c, err
	}
	for _, check := range []func(*account.Cluster, awsquery.Form) error{
		checkEngine, checkMaster, readEndpoint, readProtection, readScaling, readTags, checkUnsupported,
	} {
		if err := check(&c, f); err != nil {
			return c, err
		}
	}
	return c, nil
}

func checkEngine(c *account.Cluster, f awsquery.Form) error {
	switch {
	case c.Engine == "":
		return missing("Engine")
	case c.Engine != account.AuroraPostgreSQL && c.Engine != account.AuroraMySQL:
		return awsquery.Errorf("InvalidParameterValue", "Invalid DB engine")
	case c.EngineMode != account.Provisioned && c.EngineMode != account.Serverless:
		return awsquery.Errorf("InvalidParameterValue", "The engine mode %s you requested is currently unavailable.", c.EngineMode)
	}
	return nil
}

func readEndpoint(c *account.Cluster, f awsquery.Form) error {
	on, err := f.Bool("EnableHttpEndpoint")
	c.Enable(on)
	return err
}

func readProtection(c *account.Cluster, f awsquery.Form) (err error) {
	if f.Has("DeletionProtection") {
		c.DeletionProtection, err = f.Bool("DeletionProtection")
	}
	return err
}

func checkUnsupported(_ *account.Cluster, f awsquery.Form) error {
	for _, name := range unsupported {
		if f.Has(name) && f.Text(name) != "false" {
			return awsquery.Errorf("InvalidParameterCombination", "The emulator has no clusters with %s.", name)
		}
	}
	return nil
}
