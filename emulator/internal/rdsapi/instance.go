package rdsapi

import (
	"context"
	"regexp"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
	"github.com/auroradataapi/auroradataapi/emulator/internal/awsquery"
)

// serverless is the class of instances that scale by themselves.
const serverless = "db.serverless"

// instanceResult is the result of operations on one instance.
type instanceResult struct{ DBInstance *dbInstance }

// createInstance answers with an instance that is being created; the next answer
// says that it is available.
func (a *API) createInstance(_ context.Context, f awsquery.Form) (any, error) {
	name, err := newIdentifier(f, "DBInstanceIdentifier")
	if err != nil {
		return nil, err
	}
	i := account.Instance{
		Identifier: name, ResourceID: account.NewResourceID("db-"), Class: f.Text("DBInstanceClass"), Created: a.Now(),
		Status: account.Available,
	}
	if i.Tags, err = tags(f); err != nil {
		return nil, err
	}
	if err := checkClass(i.Class); err != nil {
		return nil, err
	}
	var created *dbInstance
	err = a.Account.Update(func(s *account.State) error {
		if s.Instance(name) != nil {
			return awsquery.Errorf("DBInstanceAlreadyExists", "DB instance already exists")
		}
		c, err := a.parent(s, f)
		if err != nil {
			return err
		}
		i.Cluster = c.ResourceID
		s.Instances = append(s.Instances, i)
		created = a.describeInstance(s, &i)
		return mayHold(c, i)
	})
	if err != nil {
		return nil, err
	}
	created.DBInstanceStatus = account.Creating
	return instanceResult{created}, nil
}

// parent finds the cluster of a new instance.
func (a *API) parent(s *account.State, f awsquery.Form) (*account.Cluster, error) {
	if f.Text("Engine") == "" {
		return nil, missing("Engine")
	}
	if f.Text("DBClusterIdentifier") == "" {
		return nil, awsquery.Errorf("InvalidParameterCombination", "The emulator has instances of Aurora clusters only: specify DBClusterIdentifier.")
	}
	c, err := a.cluster(s, f, "DBClusterIdentifier")
	if err != nil {
		return nil, err
	}
	if engine := f.Text("Engine"); engine != c.Engine {
		return nil, awsquery.Errorf("InvalidParameterCombination",
			"The engine name requested for your DB instance (%s) doesn't match the engine name of your DB cluster (%s).", engine, c.Engine)
	}
	return c, nil
}

func mayHold(c *account.Cluster, i account.Instance) error {
	switch {
	case c.Status == account.Deleting:
		return settled(c)
	case c.EngineMode == account.Serverless:
		return awsquery.Errorf("InvalidDBClusterStateFault", "DB cluster %s is of engine mode serverless, which has no instances.", c.Identifier)
	case i.Class == serverless && c.Scaling == nil:
		return awsquery.Errorf("InvalidDBClusterStateFault",
			"Set the Serverless v2 scaling configuration on the parent DB cluster before creating a Serverless v2 DB instance.")
	}
	return nil
}

var classes = regexp.MustCompile(`^db\.[a-z0-9-]+(\.[a-z0-9-]+)?$`)

func checkClass(class string) error {
	switch {
	case class == "":
		return missing("DBInstanceClass")
	case !classes.MatchString(class):
		return awsquery.Errorf("InvalidParameterValue", "Invalid DB Instance class: %s", class)
	}
	return nil
}

func (a *API) modifyInstance(_ context.Context, f awsquery.Form) (any, error) {
	var changed *dbInstance
	err := a.Account.Update(func(s *account.State) error {
		i, err := a.instance(s, f)
		if err != nil {
			return err
		}
		if f.Has("DBInstanceClass") {
			if err := checkClass(f.Text("DBInstanceClass")); err != nil {
				return err
			}
			i.Class = f.Text("DBInstanceClass")
		}
		changed = a.describeInstance(s, i)
		return nil
	})
	return instanceResult{changed}, err
}

func (a *API) deleteInstance(_ context.Context, f awsquery.Form) (any, error) {
	var deleted *dbInstance
	err := a.Account.Update(func(s *account.State) error {
		i, err := a.instance(s, f)
		if err != nil {
			return err
		}
		deleted = a.describeInstance(s, i)
		deleted.DBInstanceStatus = account.Deleting
		s.DropInstance(i.Identifier)
		return nil
	})
	return instanceResult{deleted}, err
}
