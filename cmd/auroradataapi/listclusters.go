package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/account"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/result"
)

// clustersCommand lists what the account has.
type clustersCommand struct {
	awsFlags `group:"AWS:"`
	output   `group:"Output:"`
}

// awsFlags say which account to ask, and where.
type awsFlags struct {
	Region  string `placeholder:"NAME" help:"AWS region. Default: $$AWS_REGION or that of the profile."`
	Profile string `placeholder:"NAME" help:"Profile of the AWS configuration files. Default: $$AWS_PROFILE."`
}

// open finds the account.
func (f *awsFlags) open(ctx context.Context) (*account.Account, error) {
	here, err := account.Open(ctx, f.Region, f.Profile)
	if err != nil {
		return nil, err
	}
	if here.Config.Region == "" {
		return nil, usageError{errors.New("no region: give --region or set AWS_REGION")}
	}
	return here, nil
}

// Help is the rest of the manual of the command.
func (*clustersCommand) Help() string {
	return `It lists the DB clusters of one region by rds:DescribeDBClusters, and by rds:DescribeDBInstances, if that is allowed, the classes of their instances, the writer's first. The data_api is whether the cluster answers over HTTPS, secret the one that RDS manages for its master user, and the name in front what --cluster of the other commands takes.

Examples:

    auroradataapi clusters
    auroradataapi clusters --region eu-central-1 -o csv`
}

// clusterColumns are those of the list.
var clusterColumns = []result.Column{
	{Name: "cluster"}, {Name: "engine"}, {Name: "version"}, {Name: "status"}, {Name: "data_api"},
	{Name: "instances"}, {Name: "capacity"}, {Name: "database"}, {Name: "secret"}, {Name: "arn"},
}

// Run asks AWS and writes the list.
func (c *clustersCommand) Run(ctx context.Context, p process) error {
	ctx, stop := untilSignal(ctx, stopSignals)
	defer stop()
	here, err := c.open(ctx)
	if err != nil {
		return err
	}
	clusters, err := here.Clusters(ctx)
	if err != nil {
		return interruption(ctx, err)
	}
	instances, err := here.Instances(ctx)
	if err != nil && !account.IsDenied(err) {
		return interruption(ctx, err)
	}
	if err != nil {
		p.note("classes are not shown: %v", err)
	}
	return c.write(p, clusters, instances)
}

func (c *clustersCommand) write(p process, clusters []account.Cluster, instances []account.Instance) error {
	out, err := result.New(p.stdout, c.options(p.stdout))
	if err != nil {
		return err
	}
	if err := out.Begin(clusterColumns); err != nil {
		return err
	}
	for _, cluster := range clusters {
		if err := out.Row(describeCluster(cluster, instances)); err != nil {
			return err
		}
	}
	if err := out.End(); err != nil {
		return err
	}
	p.note("%s", result.Counted(int64(len(clusters)), "cluster"))
	return nil
}

// describeCluster gives the row of a cluster.
func describeCluster(c account.Cluster, instances []account.Instance) []any {
	dataAPI := "off"
	if c.HTTPEndpoint {
		dataAPI = "on"
	}
	return []any{
		c.ID, c.Engine, orNull(c.EngineVersion), c.Status, dataAPI,
		orNull(strings.Join(classes(c, instances), ", ")), orNull(capacity(c)), orNull(c.Database), orNull(c.ManagedSecret), c.ARN,
	}
}

// orNull is nil, which is written as NULL, for what there is nothing to say about.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// classes are those of the instances of a cluster, the writer's first.
func classes(c account.Cluster, instances []account.Instance) []string {
	members := slices.Clone(c.Members)
	slices.SortStableFunc(members, func(a, b account.Member) int { return cmp.Compare(rank(a), rank(b)) })
	var all []string
	for _, m := range members {
		i := slices.IndexFunc(instances, func(i account.Instance) bool { return i.ID == m.Instance })
		if i >= 0 {
			all = append(all, instances[i].Class)
		}
	}
	return all
}

func rank(m account.Member) int {
	if m.Writer {
		return 0
	}
	return 1
}

// capacity is the range of Aurora capacity units that Serverless v2 scales in.
func capacity(c account.Cluster) string {
	if c.MaxACU == 0 {
		return ""
	}
	return fmt.Sprintf("%g-%g ACU", c.MinACU, c.MaxACU)
}
