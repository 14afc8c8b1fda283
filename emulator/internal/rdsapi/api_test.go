package rdsapi_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
	"github.com/auroradataapi/auroradataapi/emulator/internal/awsquery"
	"github.com/auroradataapi/auroradataapi/emulator/internal/rdsapi"
)

// servers are those of an account whose clusters are there at once. The tests of
// the emulator have real ones.
type servers struct {
	account   *account.Account
	passwords map[string]string // by resource id
	removed   []string
	meanwhile func() // what others do while a server is removed
	refusal   error
}

func (s *servers) Check(_ context.Context, engine string) error {
	if engine == account.AuroraMySQL {
		return s.refusal
	}
	return nil
}

// HasData knows one folder that is of none of the account's clusters.
func (s *servers) HasData(folder string) bool { return folder == "former" }

func (s *servers) Launch(c account.Cluster) <-chan struct{} {
	s.passwords[c.ResourceID] = c.MasterPassword
	launched := make(chan struct{})
	close(launched)
	s.account.Update(func(state *account.State) error {
		state.ClusterByResourceID(c.ResourceID).Status = account.Available
		return nil
	})
	return launched
}

func (s *servers) SetMasterPassword(_ context.Context, c account.Cluster, password string) error {
	s.passwords[c.ResourceID] = password
	return nil
}

func (s *servers) Remove(c account.Cluster) {
	s.removed = append(s.removed, c.Identifier)
	if s.meanwhile != nil {
		s.meanwhile()
	}
}

// client calls the API without a server.
type client struct {
	api     *rdsapi.API
	servers *servers
}

func newClient() *client {
	a := account.New(account.Names{Region: "us-east-1", ID: "123456789012"}, &account.State{})
	s := &servers{account: a, passwords: map[string]string{}}
	now := time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC)
	return &client{&rdsapi.API{Account: a, Servers: s, Now: func() time.Time { return now }}, s}
}

// call gives the XML of the result, or the error as "code: message".
func (c *client) call(action, parameters string) string {
	form, err := awsquery.Parse([]byte("Version=2014-10-31&Action=" + action + "&" + parameters))
	if err != nil {
		return err.Error()
	}
	result, err := c.api.Do(context.Background(), form)
	if e := (*awsquery.Error)(nil); errors.As(err, &e) {
		return e.Error()
	}
	if result == nil {
		return fmt.Sprint(err)
	}
	text, fault := xml.Marshal(result)
	if err := errors.Join(err, fault); err != nil {
		return "unexpected: " + err.Error()
	}
	return string(text)
}

// step is a call and a part of its answer.
type step struct{ action, parameters, want string }

const (
	shop     = "DBClusterIdentifier=shop"
	fresh    = shop + "&Engine=aurora-postgresql&MasterUsername=app&MasterUserPassword=secret99"
	newV2    = fresh + "&ServerlessV2ScalingConfiguration.MinCapacity=0&ServerlessV2ScalingConfiguration.MaxCapacity=2"
	newShop1 = "DBInstanceIdentifier=shop-1&DBInstanceClass=db.serverless&Engine=aurora-postgresql&" + shop
	shopARN  = "arn:aws:rds:us-east-1:123456789012:cluster:shop"
)

var stories = map[string][]step{
	"create": {
		{"CreateDBCluster", newV2 + "&EngineVersion=16.6&DatabaseName=shop&EnableHttpEndpoint=true", "<Status>creating</Status>"},
		{"DescribeDBClusters", shop, "<DatabaseName>shop</DatabaseName><DBClusterIdentifier>shop</DBClusterIdentifier><Status>available</Status>"},
		{"DescribeDBClusters", shop, "<EngineMode>provisioned</EngineMode><DeletionProtection>false</DeletionProtection><HttpEndpointEnabled>true</HttpEndpointEnabled>" +
			"<ServerlessV2ScalingConfiguration><MinCapacity>0</MinCapacity><MaxCapacity>2</MaxCapacity></ServerlessV2ScalingConfiguration>"},
		{"CreateDBCluster", strings.Replace(fresh, "shop", "SHOP", 1), "DBClusterAlreadyExistsFault: DB Cluster already exists"},
		{"DescribeDBClusters", "DBClusterIdentifier=" + shopARN, "<EngineVersion>16.6</EngineVersion>"},
		{"DescribeDBClusters", "DBClusterIdentifier=other", "DBClusterNotFoundFault: DBCluster other not found."},
		{"DescribeDBClusters", "DBClusterIdentifier=arn:aws:rds:us-east-1:210987654321:cluster:shop", "DBClusterNotFoundFault"},
	},
	"create refuses": {
		{"CreateDBCluster", "Engine=aurora-postgresql", "MissingParameter: The request must contain the parameter DBClusterIdentifier"},
		{"CreateDBCluster", "DBClusterIdentifier=a--b&Engine=aurora-postgresql", "InvalidParameterValue: The parameter DBClusterIdentifier is not a valid identifier."},
		{"CreateDBCluster", "DBClusterIdentifier=a-", "InvalidParameterValue"},
		{"CreateDBCluster", "DBClusterIdentifier=1a", "InvalidParameterValue"},
		{"CreateDBCluster", "DBClusterIdentifier=" + strings.Repeat("a", 64), "InvalidParameterValue"},
		{"CreateDBCluster", shop, "MissingParameter: The request must contain the parameter Engine"},
		{"CreateDBCluster", shop + "&Engine=postgres", "InvalidParameterValue: Invalid DB engine"},
		{"CreateDBCluster", fresh + "&EngineMode=parallelquery", "InvalidParameterValue: The engine mode parallelquery"},
		{"CreateDBCluster", shop + "&Engine=aurora-mysql", "InvalidParameterValue: The parameter MasterUsername must be provided and must not be blank."},
		{"CreateDBCluster", shop + "&Engine=aurora-postgresql&MasterUsername=admin", "InvalidParameterValue: MasterUsername admin cannot be used as it is a reserved word used by the engine"},
		{"CreateDBCluster", shop + "&Engine=aurora-mysql&MasterUsername=admin", "InvalidParameterValue: The parameter MasterUserPassword must be provided and must not be blank."},
		{"CreateDBCluster", shop + "&Engine=aurora-mysql&MasterUsername=rdsadmin", "reserved word"},
		{"CreateDBCluster", shop + "&Engine=aurora-mysql&MasterUsername=a'b", "InvalidParameterValue: The parameter MasterUsername"},
		{"CreateDBCluster", shop + "&Engine=aurora-mysql&MasterUsername=" + strings.Repeat("a", 33), "InvalidParameterValue: The parameter MasterUsername"},
		{"CreateDBCluster", strings.Replace(fresh, "secret99", "short", 1), "because it is shorter than 8 characters."},
		{"CreateDBCluster", strings.Replace(fresh, "secret99", strings.Repeat("x", 100), 1), "because it is longer than 99 characters."},
		{"CreateDBCluster", fresh + "%40home", "Only printable ASCII characters besides"},
		{"CreateDBCluster", fresh + "%C3%A9", "Only printable ASCII characters besides"},
		{"CreateDBCluster", fresh + "&ManageMasterUserPassword=true", "InvalidParameterCombination: You can't specify MasterUserPassword when ManageMasterUserPassword is enabled."},
		{"CreateDBCluster", fresh + "&ManageMasterUserPassword=yes", "MalformedInput"},
		{"CreateDBCluster", fresh + "&DatabaseName=1", "InvalidParameterValue: DatabaseName must begin with a letter"},
		{"CreateDBCluster", fresh + "&EnableHttpEndpoint=on", "MalformedInput"},
		{"CreateDBCluster", fresh + "&ServerlessV2ScalingConfiguration.MaxCapacity=0.5", "InvalidParameterValue"},
		{"CreateDBCluster", fresh + "&ServerlessV2ScalingConfiguration.MaxCapacity=1.3", "InvalidParameterValue"},
		{"CreateDBCluster", fresh + "&ServerlessV2ScalingConfiguration.MaxCapacity=257", "InvalidParameterValue"},
		{"CreateDBCluster", newV2 + "&ServerlessV2ScalingConfiguration.SecondsUntilAutoPause=299", "InvalidParameterValue: Invalid SecondsUntilAutoPause"},
		{"CreateDBCluster", fresh + "&Tags.Tag.1.Key=aws%3Ax", "InvalidParameterValue: A tag key"},
		{"CreateDBCluster", fresh + "&GlobalClusterIdentifier=g", "InvalidParameterCombination: The emulator has no clusters with GlobalClusterIdentifier."},
		{"RebootDBCluster", shop, "InvalidAction: Could not find operation RebootDBCluster for version 2014-10-31"},
		{"DescribeDBClusters", "", "<DBClusters></DBClusters>"},
	},
	"instances": {
		{"CreateDBCluster", fresh, "creating"},
		{"CreateDBInstance", newShop1, "InvalidDBClusterStateFault: Set the Serverless v2 scaling configuration"},
		{"ModifyDBCluster", shop + "&ServerlessV2ScalingConfiguration.MinCapacity=0.5&ServerlessV2ScalingConfiguration.MaxCapacity=4", "<MaxCapacity>4</MaxCapacity>"},
		{"CreateDBInstance", newShop1, "<DBInstanceStatus>creating</DBInstanceStatus>"},
		{"CreateDBInstance", newShop1, "DBInstanceAlreadyExists: DB instance already exists"},
		{"CreateDBInstance", strings.Replace(newShop1, "shop-1", "shop-2", 1), "creating"},
		{"DescribeDBInstances", "DBInstanceIdentifier=shop-1", "<DBInstanceStatus>available</DBInstanceStatus><MasterUsername>app</MasterUsername>"},
		{"DescribeDBInstances", "Filters.Filter.1.Name=db-cluster-id&Filters.Filter.1.Values.Value.1=" + shopARN, "shop-2"},
		{"DescribeDBClusters", shop, "<DBInstanceIdentifier>shop-1</DBInstanceIdentifier><IsClusterWriter>true</IsClusterWriter>"},
		{"ModifyDBInstance", "DBInstanceIdentifier=shop-1&DBInstanceClass=db.t4g.medium", "<DBInstanceClass>db.t4g.medium</DBInstanceClass>"},
		{"ModifyDBInstance", "DBInstanceIdentifier=shop-1&DBInstanceClass=large", "InvalidParameterValue: Invalid DB Instance class: large"},
		{"ModifyDBInstance", "DBInstanceIdentifier=shop-9&DBInstanceClass=db.r7g.large", "DBInstanceNotFound: DBInstance shop-9 not found."},
		{"CreateDBInstance", "DBInstanceIdentifier=x&DBInstanceClass=db.r7g.large&Engine=postgres", "InvalidParameterCombination"},
		{"CreateDBInstance", "DBInstanceIdentifier=x&DBInstanceClass=db.r7g.large&Engine=aurora-mysql&" + shop, "InvalidParameterCombination: The engine name requested"},
		{"CreateDBInstance", "DBInstanceIdentifier=x&Engine=aurora-mysql&" + shop, "MissingParameter: The request must contain the parameter DBInstanceClass"},
		{"DeleteDBCluster", shop + "&SkipFinalSnapshot=true", "InvalidDBClusterStateFault: Cluster cannot be deleted, it still contains DB instances in non-deleting state."},
		{"DeleteDBInstance", "DBInstanceIdentifier=shop-1", "<DBInstanceStatus>deleting</DBInstanceStatus>"},
		{"DeleteDBInstance", "DBInstanceIdentifier=shop-1", "DBInstanceNotFound"},
		{"DeleteDBInstance", "DBInstanceIdentifier=shop-2", "deleting"},
		{"DeleteDBCluster", shop, "InvalidParameterCombination: FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified."},
		{"DeleteDBCluster", shop + "&FinalDBSnapshotIdentifier=x", "InvalidParameterCombination: The emulator makes no snapshots"},
		{"ModifyDBCluster", shop + "&DeletionProtection=true", "<DeletionProtection>true</DeletionProtection>"},
		{"DeleteDBCluster", shop + "&SkipFinalSnapshot=true", "InvalidParameterCombination: Cannot delete protected Cluster"},
		{"ModifyDBCluster", shop + "&DeletionProtection=false", "<DeletionProtection>false</DeletionProtection>"},
		{"DeleteDBCluster", shop + "&SkipFinalSnapshot=true", "<Status>deleting</Status>"},
		{"DescribeDBClusters", shop, "DBClusterNotFoundFault"},
	},
	"endpoint": {
		{"CreateDBCluster", fresh, "<HttpEndpointEnabled>false</HttpEndpointEnabled>"},
		{"EnableHttpEndpoint", "ResourceArn=" + shopARN, "<ResourceArn>" + shopARN + "</ResourceArn><HttpEndpointEnabled>true</HttpEndpointEnabled>"},
		{"DescribeDBClusters", shop, "<HttpEndpointEnabled>true</HttpEndpointEnabled>"},
		{"DisableHttpEndpoint", "ResourceArn=" + shopARN, "<HttpEndpointEnabled>false</HttpEndpointEnabled>"},
		{"ModifyDBCluster", shop + "&EnableHttpEndpoint=true&ApplyImmediately=true", "<HttpEndpointEnabled>true</HttpEndpointEnabled>"},
		{"ModifyDBCluster", shop + "&ApplyImmediately=true", "<HttpEndpointEnabled>true</HttpEndpointEnabled>"},
		{"EnableHttpEndpoint", "", "MissingParameter"},
		{"EnableHttpEndpoint", "ResourceArn=shop", "ResourceNotFoundFault"},
		{"EnableHttpEndpoint", "ResourceArn=" + shopARN + "s", "ResourceNotFoundFault"},
		{"CreateDBCluster", "DBClusterIdentifier=old&EngineMode=serverless&Engine=aurora-postgresql&MasterUsername=app&MasterUserPassword=secret99", "<EngineMode>serverless</EngineMode>"},
		{"EnableHttpEndpoint", "ResourceArn=" + strings.Replace(shopARN, "shop", "old", 1), "InvalidResourceStateFault"},
		{"ModifyDBCluster", "DBClusterIdentifier=old&EnableHttpEndpoint=true", "<HttpEndpointEnabled>true</HttpEndpointEnabled>"},
		{"CreateDBInstance", "DBInstanceIdentifier=x&DBInstanceClass=db.r7g.large&Engine=aurora-postgresql&DBClusterIdentifier=old", "InvalidDBClusterStateFault"},
	},
	"rename": {
		{"CreateDBCluster", fresh, "creating"},
		{"CreateDBCluster", strings.Replace(fresh, "shop", "taken", 1), "creating"},
		{"ModifyDBCluster", shop + "&NewDBClusterIdentifier=taken", "DBClusterAlreadyExistsFault"},
		{"ModifyDBCluster", shop + "&NewDBClusterIdentifier=a--b", "InvalidParameterValue: The parameter NewDBClusterIdentifier"},
		{"ModifyDBCluster", shop + "&NewDBClusterIdentifier=Store&ApplyImmediately=true", "<DBClusterIdentifier>store</DBClusterIdentifier>"},
		{"DescribeDBClusters", shop, "DBClusterNotFoundFault"},
		{"CreateDBCluster", fresh, "creating"}, // the former name is free
	},
	"filters": {
		{"CreateDBCluster", fresh, "creating"},
		{"CreateDBCluster", "DBClusterIdentifier=other&Engine=aurora-mysql&MasterUsername=app&MasterUserPassword=secret99", "creating"},
		{"DescribeDBClusters", "Filters.Filter.1.Name=engine&Filters.Filter.1.Values.Value.1=aurora-mysql", "<DBClusters><DBCluster><AllocatedStorage>1</AllocatedStorage><DBClusterIdentifier>other</DBClusterIdentifier>"},
		{"DescribeDBClusters", "Filters.Filter.1.Name=db-cluster-id&Filters.Filter.1.Values.Value.1=none&Filters.Filter.1.Values.Value.2=shop", "<DBClusterIdentifier>shop<"},
		{"DescribeDBClusters", "Filters.Filter.1.Name=db-cluster-resource-id&Filters.Filter.1.Values.Value.1=none", "<DBClusters></DBClusters>"},
		{"DescribeDBClusters", "Filters.Filter.1.Name=colour&Filters.Filter.1.Values.Value.1=red", "InvalidParameterValue: Unrecognized filter name: colour"},
		{"DescribeDBClusters", "Filters.Filter.1.Name=engine", "InvalidParameterCombination"},
		{"DescribeDBClusters", "MaxRecords=19", "InvalidParameterValue: Invalid value 19 for MaxRecords. Must be between 20 and 100"},
		{"DescribeDBClusters", "MaxRecords=many", "MalformedInput"},
		{"DescribeDBClusters", "Marker=%3F", "InvalidParameterValue: The parameter Marker"},
	},
	"tags": {
		{"CreateDBCluster", newV2 + "&Tags.Tag.1.Key=a&Tags.Tag.1.Value=1", "<TagList><Tag><Key>a</Key><Value>1</Value></Tag></TagList>"},
		{"CreateDBInstance", newShop1, "creating"},
		{"AddTagsToResource", "ResourceName=" + shopARN + "&Tags.Tag.1.Key=b&Tags.Tag.1.Value=2&Tags.Tag.2.Key=a&Tags.Tag.2.Value=3", "<nil>"},
		{"ListTagsForResource", "ResourceName=" + shopARN, "<TagList><Tag><Key>b</Key><Value>2</Value></Tag><Tag><Key>a</Key><Value>3</Value></Tag></TagList>"},
		{"RemoveTagsFromResource", "ResourceName=" + shopARN + "&TagKeys.member.1=a", "<nil>"},
		{"ListTagsForResource", "ResourceName=" + shopARN, "<TagList><Tag><Key>b</Key><Value>2</Value></Tag></TagList>"},
		{"AddTagsToResource", "ResourceName=arn:aws:rds:us-east-1:123456789012:db:shop-1&Tags.Tag.1.Key=c", "<nil>"},
		{"DescribeDBInstances", "", "<TagList><Tag><Key>c</Key><Value></Value></Tag></TagList>"},
		{"ListTagsForResource", "ResourceName=" + shopARN + "s", "DBClusterNotFoundFault"},
		{"ListTagsForResource", "ResourceName=shop", "InvalidParameterValue: Invalid resource name: shop"},
		{"ListTagsForResource", "", "MissingParameter"},
	},
}

func TestStories(t *testing.T) {
	for name, steps := range stories {
		t.Run(name, func(t *testing.T) {
			c := newClient()
			for i, s := range steps {
				if got := c.call(s.action, s.parameters); !strings.Contains(got, s.want) {
					t.Fatalf("step %d, %s %s\ngot  %s\nwant %s", i, s.action, s.parameters, got, s.want)
				}
			}
		})
	}
}

// TestMasterPassword shows that the server has the password of the account, and of
// the managed secret where there is one.
func TestMasterPassword(t *testing.T) {
	c := newClient()
	c.call("CreateDBCluster", fresh)
	secret := func() (value string) {
		for _, s := range c.api.Account.View().Secrets {
			value += *s.Staged(account.Current).Text
		}
		return value
	}
	steps := []struct {
		name, parameters, want string
		given                  string // the password; empty for one that RDS makes
		managed                bool
	}{
		{"other", "MasterUserPassword=another9", "<Status>available</Status>", "another9", false},
		{"too short", "MasterUserPassword=short", "InvalidParameterValue", "another9", false},
		{"rotate what is not managed", "RotateMasterUserPassword=true", "InvalidParameterCombination", "another9", false},
		{"managed and given", "ManageMasterUserPassword=true&MasterUserPassword=another9", "InvalidParameterCombination", "another9", false},
		{"managed", "ManageMasterUserPassword=true", "<SecretStatus>active</SecretStatus>", "", true},
		{"managed already", "ManageMasterUserPassword=true", "<SecretStatus>active</SecretStatus>", "", true},
		{"given although managed", "MasterUserPassword=another9", "InvalidParameterCombination", "", true},
		{"rotated", "RotateMasterUserPassword=true&ApplyImmediately=true", "<SecretStatus>active</SecretStatus>", "", true},
		{"given back without one", "ManageMasterUserPassword=false", "InvalidParameterValue", "", true},
		{"given back", "ManageMasterUserPassword=false&MasterUserPassword=mine9999", "<Status>available</Status>", "mine9999", false},
	}
	former := ""
	for _, step := range steps {
		t.Run(step.name, func(t *testing.T) {
			if got := c.call("ModifyDBCluster", shop+"&"+step.parameters); !strings.Contains(got, step.want) {
				t.Fatalf("got %s, want %s", got, step.want)
			}
			cluster := c.api.Account.View().Cluster("shop")
			password := c.servers.passwords[cluster.ResourceID]
			if password != cluster.MasterPassword || step.given != "" && password != step.given {
				t.Errorf("the server has the password %q, the account %q, want %q", password, cluster.MasterPassword, step.given)
			}
			want, _ := json.Marshal(map[string]string{"username": "app", "password": password})
			if got := secret(); step.managed && got != string(want) || !step.managed && got != "" {
				t.Errorf("the managed secret is %s", got)
			}
			if changed := password != former; changed != (step.name == "other" || step.name == "managed" || step.name == "rotated" || step.name == "given back") {
				t.Errorf("that the password changed is %v", changed)
			}
			former = password
		})
	}
	c.call("ModifyDBCluster", shop+"&ManageMasterUserPassword=true")
	c.call("DeleteDBCluster", shop+"&SkipFinalSnapshot=true")
	if s := c.api.Account.View(); len(s.Secrets)+len(s.Clusters) > 0 || len(c.servers.removed) != 1 {
		t.Errorf("deleted, there is %+v", s)
	}
}

// TestAmidDeletion shows what a cluster is while its data goes: still there, and
// not to be changed.
func TestAmidDeletion(t *testing.T) {
	c := newClient()
	c.call("CreateDBCluster", newV2)
	c.servers.meanwhile = func() {
		for _, s := range []step{
			{"DescribeDBClusters", shop, "<Status>deleting</Status>"},
			{"CreateDBCluster", newV2, "DBClusterAlreadyExistsFault"},
			{"CreateDBInstance", newShop1, "InvalidDBClusterStateFault"},
			{"ModifyDBCluster", shop + "&DeletionProtection=true", "InvalidDBClusterStateFault"},
			{"EnableHttpEndpoint", "ResourceArn=" + shopARN, "InvalidResourceStateFault"},
			{"DeleteDBCluster", shop + "&SkipFinalSnapshot=true", "InvalidDBClusterStateFault"},
		} {
			if got := c.call(s.action, s.parameters); !strings.Contains(got, s.want) {
				t.Errorf("%s %s\ngot  %s\nwant %s", s.action, s.parameters, got, s.want)
			}
		}
	}
	c.call("DeleteDBCluster", shop+"&SkipFinalSnapshot=true")
	if got := c.call("DescribeDBClusters", shop); !strings.Contains(got, "DBClusterNotFoundFault") || len(c.servers.removed) != 1 {
		t.Errorf("deleted, there is %s", got)
	}
}

// TestFolders shows that no cluster gets the data of another one.
func TestFolders(t *testing.T) {
	c := newClient()
	create := func(id string) {
		c.call("CreateDBCluster", strings.Replace(newV2, "shop", id, 1))
	}
	create("shop")
	c.call("ModifyDBCluster", shop+"&NewDBClusterIdentifier=store")
	create("shop")
	create("former")
	s := c.api.Account.View()
	for id, want := range map[string]string{
		"store": "shop", "shop": s.Cluster("shop").ResourceID, "former": s.Cluster("former").ResourceID,
	} {
		if got := s.Cluster(id).Folder; got != want {
			t.Errorf("the folder of %s is %s, want %s", id, got, want)
		}
	}
}

func TestNoServer(t *testing.T) {
	c := newClient()
	c.servers.refusal = errors.New("no mysqld")
	got := c.call("CreateDBCluster", shop+"&Engine=aurora-mysql&MasterUsername=app&MasterUserPassword=secret99")
	if got != "InvalidParameterValue: Engine aurora-mysql: no mysqld" || len(c.api.Account.View().Clusters) > 0 {
		t.Errorf("got %s", got)
	}
}

// TestPages goes through 45 clusters by 20.
func TestPages(t *testing.T) {
	c := newClient()
	for i := range 45 {
		c.call("CreateDBCluster", strings.Replace(fresh, "shop", fmt.Sprintf("c%02d", 44-i), 1))
	}
	var names []string
	marker := ""
	for pages := 1; ; pages++ {
		var page struct {
			Names  []string `xml:"DBClusters>DBCluster>DBClusterIdentifier"`
			Marker string
		}
		if err := xml.Unmarshal([]byte(c.call("DescribeDBClusters", "MaxRecords=20&Marker="+url.QueryEscape(marker))), &page); err != nil {
			t.Fatal(err)
		}
		names = append(names, page.Names...)
		if marker = page.Marker; marker == "" {
			if pages != 3 {
				t.Errorf("got %d pages", pages)
			}
			break
		}
	}
	if len(names) != 45 || names[0] != "c00" || names[44] != "c44" {
		t.Errorf("got %v", names)
	}
}

// TestResource asks for the ARN that policies are to look at.
func TestResource(t *testing.T) {
	c := newClient()
	c.call("CreateDBCluster", newV2)
	c.call("CreateDBInstance", newShop1)
	tests := []struct{ name, form, want string }{
		{"cluster by name", "Action=DeleteDBCluster&DBClusterIdentifier=Shop", shopARN},
		{"cluster by ARN", "Action=DescribeDBClusters&DBClusterIdentifier=" + shopARN, shopARN},
		{"all clusters", "Action=DescribeDBClusters", "arn:aws:rds:us-east-1:123456789012:cluster:*"},
		{"instance", "Action=DeleteDBInstance&DBInstanceIdentifier=a", "arn:aws:rds:us-east-1:123456789012:db:a"},
		{"endpoint", "Action=EnableHttpEndpoint&ResourceArn=" + shopARN, shopARN},
		{"cluster by ARN in capitals", "Action=DeleteDBCluster&DBClusterIdentifier=" + strings.Replace(shopARN, "shop", "SHOP", 1), shopARN},
		{"endpoint in capitals", "Action=DisableHttpEndpoint&ResourceArn=" + strings.Replace(shopARN, "shop", "Shop", 1), shopARN},
		{"tags in capitals", "Action=AddTagsToResource&ResourceName=arn:aws:rds:us-east-1:123456789012:db:SHOP-1", "arn:aws:rds:us-east-1:123456789012:db:shop-1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			form, err := awsquery.Parse([]byte(test.form))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := c.api.Resource(form); got != test.want || err != nil {
				t.Errorf("got %s, %v", got, err)
			}
		})
	}
}

// FuzzDo: whatever comes in is answered, and what is created can be described.
func FuzzDo(f *testing.F) {
	for _, story := range stories {
		for _, s := range story {
			f.Add(s.action, s.parameters)
		}
	}
	f.Fuzz(func(t *testing.T, action, parameters string) {
		c := newClient()
		c.call("CreateDBCluster", newV2)
		c.call("CreateDBInstance", newShop1)
		if got := c.call(action, parameters); strings.HasPrefix(got, "unexpected: ") {
			t.Fatal(got)
		}
		for _, cluster := range c.api.Account.View().Clusters {
			if got := c.call("DescribeDBClusters", "DBClusterIdentifier="+cluster.Identifier); !strings.Contains(got, "<Status>") {
				t.Fatalf("%s: %s", cluster.Identifier, got)
			}
		}
	})
}
