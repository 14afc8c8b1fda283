package rdsapi

import (
	"context"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
	"github.com/auroradataapi/auroradataapi/emulator/internal/awsquery"
)

// deleteCluster answers with a cluster that is being deleted, and has deleted it.
// The account says so before its data goes, so that of a cluster whose deletion is
// cut short nothing comes back.
func (a *API) deleteCluster(_ context.Context, f awsquery.Form) (any, error) {
	var shape *dbCluster
	var deleted account.Cluster
	err := a.Account.Update(func(s *account.State) error {
		c, err := a.cluster(s, f, "DBClusterIdentifier")
		if err != nil {
			return err
		}
		if err := mayDelete(s, c, f); err != nil {
			return err
		}
		c.Status = account.Deleting
		shape, deleted = a.describeCluster(s, c), *c
		return nil
	})
	if err != nil {
		return nil, err
	}
	a.Servers.Remove(deleted)
	err = a.Account.Update(func(s *account.State) error {
		s.DropCluster(deleted)
		return nil
	})
	return clusterResult{shape}, err
}

func mayDelete(s *account.State, c *account.Cluster, f awsquery.Form) error {
	skip, err := f.Bool("SkipFinalSnapshot")
	if err != nil {
		return err
	}
	switch {
	case c.Status == account.Creating || c.Status == account.Deleting:
		return settled(c)
	case c.DeletionProtection:
		return awsquery.Errorf("InvalidParameterCombination", "Cannot delete protected Cluster, please disable deletion protection and try again.")
	case len(s.Members(c)) > 0:
		return awsquery.Errorf("InvalidDBClusterStateFault", "Cluster cannot be deleted, it still contains DB instances in non-deleting state.")
	case !skip && f.Text("FinalDBSnapshotIdentifier") == "":
		return awsquery.Errorf("InvalidParameterCombination", "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.")
	case !skip:
		return awsquery.Errorf("InvalidParameterCombination", "The emulator makes no snapshots: specify SkipFinalSnapshot instead of FinalDBSnapshotIdentifier.")
	}
	return nil
}
