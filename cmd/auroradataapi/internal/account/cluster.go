package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"

	"github.com/auroradataapi/auroradataapi"
)

// Cluster is a DB cluster of the account, of Aurora or not.
type Cluster struct {
	ID, ARN, ResourceID string
	Engine              string // as RDS calls it: aurora-postgresql, aurora-mysql
	EngineVersion       string
	EngineMode          string // provisioned, or serverless for the older generation
	Status              string
	Database            string // that it was made with
	MasterUser          string
	ManagedSecret       string // ARN of the master user's secret that RDS manages
	HTTPEndpoint        bool
	MinACU, MaxACU      float64 // of Serverless v2; 0 for others
	PausesAfter         int32   // seconds without use; 0 for never
	Members             []Member
}

// Member is an instance of a cluster.
type Member struct {
	Instance string
	Writer   bool
}

// ErrNotFound is matched by the error for what the account does not have.
var ErrNotFound = errors.New("not found")

// IsAurora says whether it is of one of the engines that the Data API knows.
func (c *Cluster) IsAurora() bool { return strings.HasPrefix(c.Engine, "aurora-") }

// DriverEngine is what the driver calls the engine of an Aurora cluster.
func (c *Cluster) DriverEngine() auroradataapi.Engine {
	if c.Engine == "aurora-mysql" {
		return auroradataapi.EngineMySQL
	}
	return auroradataapi.EnginePostgreSQL
}

// Writer is the writer instance's identifier, empty for none.
func (c *Cluster) Writer() string {
	i := slices.IndexFunc(c.Members, func(m Member) bool { return m.Writer })
	if i < 0 {
		return ""
	}
	return c.Members[i].Instance
}

// Clusters gives all clusters of the region, by their identifiers. It takes
// the permission rds:DescribeDBClusters.
func (a *Account) Clusters(ctx context.Context) ([]Cluster, error) {
	var clusters []Cluster
	pages := rds.NewDescribeDBClustersPaginator(a.rds, &rds.DescribeDBClustersInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list clusters: %w", err)
		}
		for _, c := range page.DBClusters {
			clusters = append(clusters, newCluster(c))
		}
	}
	slices.SortFunc(clusters, func(a, b Cluster) int { return strings.Compare(a.ID, b.ID) })
	return clusters, nil
}

// Cluster finds a cluster by its identifier or ARN. Its error matches ErrNotFound
// if the region of the account has none. It takes the permission
// rds:DescribeDBClusters.
func (a *Account) Cluster(ctx context.Context, name string) (*Cluster, error) {
	out, err := a.rds.DescribeDBClusters(ctx, &rds.DescribeDBClustersInput{DBClusterIdentifier: aws.String(name)})
	if missing := (*types.DBClusterNotFoundFault)(nil); errors.As(err, &missing) || err == nil && len(out.DBClusters) == 0 {
		return nil, fmt.Errorf("cluster %s: %w in region %s", name, ErrNotFound, a.Config.Region)
	}
	if err != nil {
		return nil, fmt.Errorf("find cluster %s: %w", name, err)
	}
	found := newCluster(out.DBClusters[0])
	return &found, nil
}

func newCluster(c types.DBCluster) Cluster {
	made := Cluster{
		ID: aws.ToString(c.DBClusterIdentifier), ARN: aws.ToString(c.DBClusterArn), ResourceID: aws.ToString(c.DbClusterResourceId),
		Engine: aws.ToString(c.Engine), EngineVersion: aws.ToString(c.EngineVersion), EngineMode: aws.ToString(c.EngineMode),
		Status: aws.ToString(c.Status), Database: aws.ToString(c.DatabaseName), MasterUser: aws.ToString(c.MasterUsername),
		HTTPEndpoint: aws.ToBool(c.HttpEndpointEnabled),
	}
	if c.MasterUserSecret != nil {
		made.ManagedSecret = aws.ToString(c.MasterUserSecret.SecretArn)
	}
	if s := c.ServerlessV2ScalingConfiguration; s != nil {
		made.MinACU, made.MaxACU = aws.ToFloat64(s.MinCapacity), aws.ToFloat64(s.MaxCapacity)
		made.PausesAfter = aws.ToInt32(s.SecondsUntilAutoPause)
	}
	for _, m := range c.DBClusterMembers {
		made.Members = append(made.Members, Member{aws.ToString(m.DBInstanceIdentifier), aws.ToBool(m.IsClusterWriter)})
	}
	return made
}
