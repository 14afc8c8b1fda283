package doctor

import (
	"context"
	"time"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/account"
)

// Subject is what to examine.
type Subject struct {
	// Config are the settings of the driver: cluster, secret, database, and how AWS
	// is reached. Nothing is added from the environment but what the AWS SDK does.
	Config auroradataapi.Config
	// Cluster is the cluster's identifier, in place of Config.ClusterARN.
	Cluster string
}

// check is one thing to look at.
type check struct {
	name string
	// needs are checks before it which must not have failed.
	needs []string
	// described is that RDS has described the cluster, which not every caller may see.
	described bool
	// resumes is that a paused cluster is waited for.
	resumes bool
	run     func(*visit, context.Context) Finding
}

// checks are all checks, in their order.
var checks = []check{
	{name: "region", run: (*visit).checkRegion},
	{name: "credentials", needs: []string{"region"}, run: (*visit).checkCredentials},
	{name: "identity", needs: []string{"credentials"}, run: (*visit).checkIdentity},
	{name: "clock", needs: []string{"credentials"}, run: (*visit).checkClock},
	{name: "cluster", needs: []string{"identity"}, run: (*visit).checkCluster},
	{name: "engine", needs: []string{"cluster"}, described: true, run: (*visit).checkEngine},
	{name: "version", needs: []string{"engine"}, described: true, run: (*visit).checkVersion},
	{name: "generation", needs: []string{"engine"}, described: true, run: (*visit).checkGeneration},
	{name: "status", needs: []string{"engine"}, described: true, run: (*visit).checkStatus},
	{name: "writer", needs: []string{"engine"}, described: true, run: (*visit).checkWriter},
	{name: "class", needs: []string{"writer"}, described: true, run: (*visit).checkClass},
	{name: "endpoint", needs: []string{"engine"}, described: true, run: (*visit).checkEndpoint},
	{name: "secret", needs: []string{"cluster"}, run: (*visit).checkSecret},
	{name: "content", needs: []string{"secret"}, run: (*visit).checkContent},
	{name: "permissions", needs: []string{"secret"}, run: (*visit).checkPermissions},
	{name: "login", needs: []string{"status", "writer", "endpoint", "content"}, resumes: true, run: (*visit).checkLogin},
	{name: "database", needs: []string{"login"}, run: (*visit).checkDatabase},
	{name: "pause", needs: []string{"login"}, run: (*visit).checkPause},
	{name: "latency", needs: []string{"database"}, run: (*visit).checkLatency},
}

// visit is an examination and what it has found so far.
type visit struct {
	Subject
	failed   map[string]string // by the names of checks: the check to blame
	account  *account.Account
	identity account.Identity // zero if nobody says it
	answered time.Time        // by the clock of AWS, at the time seen; or zero
	seen     time.Time

	arn     string           // of the cluster
	cluster *account.Cluster // nil if the caller may not see it
	secret  string           // ARN, or a name
	user    string           // of the secret

	pausedAt time.Time // when the first answer was that the cluster is resuming; or zero
	denied   []string  // actions of the Data API
	mute     bool      // the Data API does not answer
	login    login
}

// Examine makes all checks, one after the other, and tells each finding as soon as
// it is there. It changes nothing but that a paused cluster resumes.
func Examine(ctx context.Context, s Subject, tell func(Finding)) {
	v := &visit{Subject: s, failed: map[string]string{}}
	for _, c := range checks {
		finding := v.perform(ctx, c)
		finding.Check = c.name
		tell(finding)
	}
}

// patience is how long a check may take, such as where a network leads nowhere.
const patience = 20 * time.Second

// perform makes a check, unless another one stands in its way. A caller who may not
// see the cluster may still be able to use it.
func (v *visit) perform(ctx context.Context, c check) Finding {
	if ctx.Err() != nil {
		return skip("interrupted")
	}
	for _, need := range c.needs {
		if blamed := v.failed[need]; blamed != "" {
			v.failed[c.name] = blamed
			return because(blamed)
		}
	}
	if c.described && v.cluster == nil {
		return skip("the caller may not see the cluster's settings")
	}
	if !c.resumes {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, patience)
		defer cancel()
	}
	finding := c.run(v, ctx)
	if finding.Status == Failure || finding.Status == Skipped {
		v.failed[c.name] = c.name
	}
	return finding
}
