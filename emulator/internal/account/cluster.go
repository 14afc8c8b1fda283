package account

import (
	"slices"
	"time"
)

// The engines, as RDS calls them.
const (
	AuroraPostgreSQL = "aurora-postgresql"
	AuroraMySQL      = "aurora-mysql"
)

// The engine modes. Serverless is the older generation, Serverless v1.
const (
	Provisioned = "provisioned"
	Serverless  = "serverless"
)

// The statuses of clusters and instances that there are here.
const (
	Creating  = "creating"
	Available = "available"
	// Deleting is that of a cluster whose data is being removed.
	Deleting = "deleting"
	// Incompatible is that of a cluster whose server did not start. Of the
	// statuses of RDS it is one that ends the waiting for an available cluster.
	Incompatible = "incompatible-parameters"
)

// Cluster is an Aurora cluster.
type Cluster struct {
	Identifier    string
	ResourceID    string // never changes, unlike the identifier
	Engine        string
	EngineVersion string
	EngineMode    string
	Status        string
	Created       time.Time
	DatabaseName  string

	MasterUsername string
	MasterPassword string
	ManagedSecret  string // the name of the secret that RDS has made; empty for none

	// HTTPEndpoint says whether the Data API is enabled, and EndpointName the
	// identifier that the cluster had when that was done: calls must name it.
	HTTPEndpoint bool
	EndpointName string

	DeletionProtection bool
	Scaling            *Scaling // nil: none was given
	Tags               []Tag

	// Given is the identifier that a cluster of the emulator's settings has there;
	// empty for one that was made by a request.
	Given string
	// Folder is that of the cluster's data below the emulator's; empty for data
	// that is not kept there.
	Folder string
}

// Scaling is the ServerlessV2ScalingConfiguration, in Aurora capacity units.
type Scaling struct {
	MinCapacity, MaxCapacity float64
	SecondsUntilAutoPause    int // 0: none
}

func (c *Cluster) separate() {
	c.Tags = slices.Clone(c.Tags)
	if c.Scaling != nil {
		scaling := *c.Scaling
		c.Scaling = &scaling
	}
}

// Enable enables the Data API, or disables it. What is enabled already stays
// enabled for the identifier that it was enabled for.
func (c *Cluster) Enable(on bool) {
	if on && !c.HTTPEndpoint {
		c.EndpointName = c.Identifier
	}
	c.HTTPEndpoint = on
}

// AnswersAs says whether the Data API is enabled for calls that name the cluster
// by that identifier, case and all.
func (c *Cluster) AnswersAs(identifier string) bool {
	return c.HTTPEndpoint && c.Identifier == identifier && c.EndpointName == identifier
}

// Instance is an instance of a cluster.
type Instance struct {
	Identifier string
	ResourceID string
	Cluster    string // the ResourceID of its cluster
	Class      string // such as db.serverless
	Status     string
	Created    time.Time
	Tags       []Tag
}
