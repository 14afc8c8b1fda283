package rdsapi

import (
	"context"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
	"github.com/auroradataapi/auroradataapi/emulator/internal/awsquery"
)

// modifyCluster applies every change at once, whether or not ApplyImmediately is
// there: there are no maintenance windows. EnableHttpEndpoint, which the model
// has for Serverless v1 alone, is honoured for every cluster, since the guides of
// many projects set clusters up with it.
func (a *API) modifyCluster(ctx context.Context, f awsquery.Form) (any, error) {
	var changed *dbCluster
	err := a.Account.Update(func(s *account.State) error {
		c, err := a.cluster(s, f, "DBClusterIdentifier")
		if err != nil {
			return err
		}
		if err := a.modify(ctx, s, c, f); err != nil {
			return err
		}
		changed = a.describeCluster(s, c)
		return nil
	})
	return clusterResult{changed}, err
}

// modify comes to the password last: that changes the server as well.
func (a *API) modify(ctx context.Context, s *account.State, c *account.Cluster, f awsquery.Form) error {
	if err := settled(c); err != nil {
		return err
	}
	if f.Has("EnableHttpEndpoint") {
		if err := readEndpoint(c, f); err != nil {
			return err
		}
	}
	if f.Has("EngineVersion") {
		c.EngineVersion = f.Text("EngineVersion")
	}
	for _, change := range []func(*account.Cluster, awsquery.Form) error{readProtection, readScaling} {
		if err := change(c, f); err != nil {
			return err
		}
	}
	if err := rename(s, c, f); err != nil {
		return err
	}
	return a.modifyMaster(ctx, s, c, f)
}

// rename leaves the Data API enabled for the former name: it is to be disabled and
// enabled again (AuroraUserGuide data-api.troubleshooting).
func rename(s *account.State, c *account.Cluster, f awsquery.Form) error {
	if !f.Has("NewDBClusterIdentifier") {
		return nil
	}
	name, err := newIdentifier(f, "NewDBClusterIdentifier")
	if err != nil {
		return err
	}
	if other := s.Cluster(name); other != nil && other != c {
		return awsquery.Errorf("DBClusterAlreadyExistsFault", "DB Cluster already exists")
	}
	c.Identifier = name
	return nil
}

// passwordChange is what a request wants of the master user's password.
type passwordChange struct {
	given    string
	manage   bool // RDS takes the password over
	giveBack bool // RDS manages it no more
	rotate   bool
}

func readPasswordChange(c *account.Cluster, f awsquery.Form) (passwordChange, error) {
	change := passwordChange{given: f.Text("MasterUserPassword")}
	managed, err := f.Bool("ManageMasterUserPassword")
	if err != nil {
		return change, err
	}
	isManaged := c.ManagedSecret != ""
	change.manage = managed && !isManaged
	change.giveBack = isManaged && f.Has("ManageMasterUserPassword") && !managed
	if change.rotate, err = f.Bool("RotateMasterUserPassword"); err != nil {
		return change, err
	}
	return change, change.check(c, managed || isManaged)
}

func (p passwordChange) check(c *account.Cluster, managed bool) error {
	switch {
	case p.giveBack && p.given == "":
		return blank("MasterUserPassword")
	case managed && !p.giveBack && p.given != "":
		return bothPasswords()
	case p.rotate && (c.ManagedSecret == "" || p.giveBack):
		return awsquery.Errorf("InvalidParameterCombination", "You can rotate the password of the master user only when it is managed in Secrets Manager.")
	case p.given != "":
		return checkPassword(c.Engine, p.given)
	}
	return nil
}

func (a *API) modifyMaster(ctx context.Context, s *account.State, c *account.Cluster, f awsquery.Form) error {
	change, err := readPasswordChange(c, f)
	if err != nil {
		return err
	}
	switch {
	case change.manage || change.rotate:
		c.MasterPassword = newPassword()
	case change.given != "":
		c.MasterPassword = change.given
	default:
		return nil
	}
	switch {
	case change.manage:
		a.manage(s, c, f.Text("MasterUserSecretKmsKeyId"))
	case change.rotate:
		s.SecretNamed(c.ManagedSecret).Add(a.credentials(c))
	case change.giveBack:
		s.DropSecret(c.ManagedSecret)
		c.ManagedSecret = ""
	}
	return a.Servers.SetMasterPassword(ctx, *c, c.MasterPassword)
}
