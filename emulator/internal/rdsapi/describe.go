package rdsapi

import (
	"cmp"
	"context"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
	"github.com/auroradataapi/auroradataapi/emulator/internal/awsquery"
)

type describeClustersResult struct {
	DBClusters []*dbCluster `xml:"DBClusters>DBCluster"`
	Marker     string       `xml:",omitempty"`
}

func (a *API) describeClusters(_ context.Context, f awsquery.Form) (any, error) {
	s := a.Account.View()
	if f.Has("DBClusterIdentifier") {
		if _, err := a.cluster(s, f, "DBClusterIdentifier"); err != nil {
			return nil, err
		}
	}
	filters, err := a.filters(f, clusterFilters)
	if err != nil {
		return nil, err
	}
	name := identifier(f.Text("DBClusterIdentifier"), a.Account.Names().Cluster)
	var found []*dbCluster
	for i := range s.Clusters {
		c := &s.Clusters[i]
		if (name == "" || strings.EqualFold(c.Identifier, name)) && filters.match(subject{c, nil}) {
			found = append(found, a.describeCluster(s, c))
		}
	}
	page, marker, err := cut(f, found, func(c *dbCluster) string { return c.DBClusterIdentifier })
	return describeClustersResult{page, marker}, err
}

type describeInstancesResult struct {
	DBInstances []*dbInstance `xml:"DBInstances>DBInstance"`
	Marker      string        `xml:",omitempty"`
}

func (a *API) describeInstances(_ context.Context, f awsquery.Form) (any, error) {
	s := a.Account.View()
	if f.Has("DBInstanceIdentifier") {
		if _, err := a.instance(s, f); err != nil {
			return nil, err
		}
	}
	filters, err := a.filters(f, instanceFilters)
	if err != nil {
		return nil, err
	}
	name := identifier(f.Text("DBInstanceIdentifier"), a.Account.Names().Instance)
	var found []*dbInstance
	for n := range s.Instances {
		i := &s.Instances[n]
		if (name == "" || strings.EqualFold(i.Identifier, name)) && filters.match(subject{s.ClusterByResourceID(i.Cluster), i}) {
			found = append(found, a.describeInstance(s, i))
		}
	}
	page, marker, err := cut(f, found, func(i *dbInstance) string { return i.DBInstanceIdentifier })
	return describeInstancesResult{page, marker}, err
}

// The sizes of a page.
const (
	minRecords = 20
	maxRecords = 100
)

// cut gives the page of a list that is asked for, in the order of identifiers,
// and the marker of the next one.
func cut[T any](f awsquery.Form, all []T, name func(T) string) (page []T, marker string, err error) {
	size, err := f.Int("MaxRecords")
	if err != nil {
		return nil, "", err
	}
	if f.Has("MaxRecords") && (size < minRecords || size > maxRecords) {
		return nil, "", awsquery.Errorf("InvalidParameterValue", "Invalid value %d for MaxRecords. Must be between %d and %d", size, minRecords, maxRecords)
	}
	size = cmp.Or(size, maxRecords)
	last, err := base64.RawURLEncoding.DecodeString(f.Text("Marker"))
	if err != nil {
		return nil, "", awsquery.Errorf("InvalidParameterValue", "The parameter Marker is not a marker of an earlier answer.")
	}
	slices.SortFunc(all, func(a, b T) int { return cmp.Compare(name(a), name(b)) })
	all = slices.DeleteFunc(all, func(e T) bool { return len(last) > 0 && name(e) <= string(last) })
	if len(all) <= size {
		return all, "", nil
	}
	return all[:size], base64.RawURLEncoding.EncodeToString([]byte(name(all[size-1]))), nil
}

// subject is what a filter looks at: a cluster, or an instance with its cluster.
type subject struct {
	cluster  *account.Cluster
	instance *account.Instance
}

// property is what a filter compares.
type property func(subject) string

func engine(s subject) string { return s.cluster.Engine }

func clusterName(s subject) string { return s.cluster.Identifier }

var clusterFilters = map[string]property{
	"db-cluster-id":          clusterName,
	"db-cluster-resource-id": func(s subject) string { return s.cluster.ResourceID },
	"engine":                 engine,
}

var instanceFilters = map[string]property{
	"db-cluster-id":   clusterName,
	"db-instance-id":  func(s subject) string { return s.instance.Identifier },
	"dbi-resource-id": func(s subject) string { return s.instance.ResourceID },
	"engine":          engine,
}

// filter is a property and the values that it may have.
type filter struct {
	of     property
	values []string
}

type filters []filter

func (all filters) match(s subject) bool {
	return !slices.ContainsFunc(all, func(f filter) bool { return !slices.Contains(f.values, f.of(s)) })
}

// filters reads the filters of a request. Identifiers may be given as ARNs.
func (a *API) filters(f awsquery.Form, known map[string]property) (filters, error) {
	var all filters
	for _, at := range f.List("Filters", "Filter") {
		name := f.Text(at + ".Name")
		of, ok := known[name]
		if !ok {
			return nil, awsquery.Errorf("InvalidParameterValue", "Unrecognized filter name: %s", name)
		}
		values := f.Texts(at+".Values", "Value")
		if len(values) == 0 {
			return nil, awsquery.Errorf("InvalidParameterCombination", "No filter values for %s specified.", name)
		}
		for i, v := range values {
			names := a.Account.Names()
			values[i] = identifier(identifier(v, names.Cluster), names.Instance)
		}
		all = append(all, filter{of, values})
	}
	return all, nil
}
