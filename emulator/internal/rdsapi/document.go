package rdsapi

import (
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
)

// dbCluster is the shape DBCluster, as far as there is something to say.
type dbCluster struct {
	AllocatedStorage                 int
	DatabaseName                     string `xml:",omitempty"`
	DBClusterIdentifier              string
	Status                           string
	Endpoint                         string
	ReaderEndpoint                   string
	MultiAZ                          bool
	Engine                           string
	EngineVersion                    string `xml:",omitempty"`
	Port                             int
	MasterUsername                   string
	DBClusterMembers                 []dbClusterMember `xml:"DBClusterMembers>DBClusterMember"`
	DbClusterResourceId              string
	DBClusterArn                     string
	IAMDatabaseAuthenticationEnabled bool
	ClusterCreateTime                string
	EngineMode                       string
	DeletionProtection               bool
	HttpEndpointEnabled              bool
	ServerlessV2ScalingConfiguration *serverlessV2
	MasterUserSecret                 *masterUserSecret
	TagList                          []account.Tag `xml:"TagList>Tag"`
}

type dbClusterMember struct {
	DBInstanceIdentifier          string
	IsClusterWriter               bool
	DBClusterParameterGroupStatus string
	PromotionTier                 int
}

type serverlessV2 struct {
	MinCapacity           float64
	MaxCapacity           float64
	SecondsUntilAutoPause int `xml:",omitempty"`
}

type masterUserSecret struct {
	SecretArn    string
	SecretStatus string
	KmsKeyId     string
}

// describeCluster gives the shape of a cluster. Its endpoints lead nowhere: the
// server behind it has no port.
func (a *API) describeCluster(s *account.State, c *account.Cluster) *dbCluster {
	return &dbCluster{
		AllocatedStorage: 1, DatabaseName: c.DatabaseName, DBClusterIdentifier: c.Identifier, Status: c.Status,
		Endpoint: a.host(c.Identifier, "cluster"), ReaderEndpoint: a.host(c.Identifier, "cluster-ro"),
		Engine: c.Engine, EngineVersion: c.EngineVersion, Port: port(c.Engine), MasterUsername: c.MasterUsername,
		DBClusterMembers: members(s.Members(c)), DbClusterResourceId: c.ResourceID,
		DBClusterArn: a.Account.Names().Cluster(c.Identifier), ClusterCreateTime: timestamp(c.Created),
		EngineMode: c.EngineMode, DeletionProtection: c.DeletionProtection, HttpEndpointEnabled: c.HTTPEndpoint,
		ServerlessV2ScalingConfiguration: (*serverlessV2)(c.Scaling), MasterUserSecret: a.describeSecret(s, c), TagList: c.Tags,
	}
}

func members(instances []*account.Instance) []dbClusterMember {
	var all []dbClusterMember
	for n, i := range instances {
		all = append(all, dbClusterMember{i.Identifier, n == 0, "in-sync", 1})
	}
	return all
}

func (a *API) describeSecret(s *account.State, c *account.Cluster) *masterUserSecret {
	secret := s.SecretNamed(c.ManagedSecret)
	if secret == nil {
		return nil
	}
	return &masterUserSecret{a.Account.Names().Secret(secret), "active", secret.KMSKeyID}
}

// dbInstance is the shape DBInstance, likewise.
type dbInstance struct {
	DBInstanceIdentifier string
	DBInstanceClass      string
	Engine               string
	DBInstanceStatus     string
	MasterUsername       string
	DBName               string `xml:",omitempty"`
	Endpoint             endpoint
	AllocatedStorage     int
	InstanceCreateTime   string
	MultiAZ              bool
	EngineVersion        string `xml:",omitempty"`
	PubliclyAccessible   bool
	StorageType          string
	DBClusterIdentifier  string
	DbiResourceId        string
	PromotionTier        int
	DBInstanceArn        string
	TagList              []account.Tag `xml:"TagList>Tag"`
}

type endpoint struct {
	Address string
	Port    int
}

func (a *API) describeInstance(s *account.State, i *account.Instance) *dbInstance {
	c := s.ClusterByResourceID(i.Cluster)
	if c == nil {
		c = &account.Cluster{} // a cluster is deleted after its instances, so there is one
	}
	return &dbInstance{
		DBInstanceIdentifier: i.Identifier, DBInstanceClass: i.Class, Engine: c.Engine, DBInstanceStatus: i.Status,
		MasterUsername: c.MasterUsername, DBName: c.DatabaseName, Endpoint: endpoint{a.host(i.Identifier, "instance"), port(c.Engine)},
		AllocatedStorage: 1, InstanceCreateTime: timestamp(i.Created), EngineVersion: c.EngineVersion, StorageType: "aurora",
		DBClusterIdentifier: c.Identifier, DbiResourceId: i.ResourceID, PromotionTier: 1,
		DBInstanceArn: a.Account.Names().Instance(i.Identifier), TagList: i.Tags,
	}
}

// host is a name that nobody can have: .localhost is reserved.
func (a *API) host(identifier, kind string) string {
	return strings.Join([]string{identifier, kind + "-emulator", a.Account.Names().Region, "rds", "localhost"}, ".")
}

func port(engine string) int {
	if engine == account.AuroraMySQL {
		return 3306
	}
	return 5432
}

func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
