package account

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"
)

// Instance is a DB instance of the account.
type Instance struct {
	ID      string
	Class   string // such as db.serverless
	Cluster string // identifier of the cluster that it is in, empty for none
}

// Instances gives all instances of the region. It takes the permission
// rds:DescribeDBInstances.
func (a *Account) Instances(ctx context.Context) ([]Instance, error) {
	var instances []Instance
	pages := rds.NewDescribeDBInstancesPaginator(a.rds, &rds.DescribeDBInstancesInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list instances: %w", err)
		}
		for _, i := range page.DBInstances {
			instances = append(instances, newInstance(i))
		}
	}
	return instances, nil
}

// Instance finds an instance by its identifier or ARN. Its error matches ErrNotFound
// if the region of the account has none. It takes the permission
// rds:DescribeDBInstances.
func (a *Account) Instance(ctx context.Context, name string) (*Instance, error) {
	out, err := a.rds.DescribeDBInstances(ctx, &rds.DescribeDBInstancesInput{DBInstanceIdentifier: aws.String(name)})
	if missing := (*types.DBInstanceNotFoundFault)(nil); errors.As(err, &missing) || err == nil && len(out.DBInstances) == 0 {
		return nil, fmt.Errorf("instance %s: %w in region %s", name, ErrNotFound, a.Config.Region)
	}
	if err != nil {
		return nil, fmt.Errorf("find instance %s: %w", name, err)
	}
	found := newInstance(out.DBInstances[0])
	return &found, nil
}

func newInstance(i types.DBInstance) Instance {
	return Instance{aws.ToString(i.DBInstanceIdentifier), aws.ToString(i.DBInstanceClass), aws.ToString(i.DBClusterIdentifier)}
}
