package doctor

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/account"
)

// checkCluster finds the cluster. A caller who may not describe clusters can still use one
// by its ARN.
func (v *visit) checkCluster(ctx context.Context) Finding {
	name := v.Cluster
	if name == "" {
		if finding := v.checkARN(ctx); finding.Status != OK {
			return finding
		}
		name = v.arn
	}
	found, err := v.account.Cluster(ctx, name)
	switch {
	case account.IsDenied(err) && v.Cluster == "":
		return warn("%s; the caller may not see its settings: %s", v.arn, reason(err)).with(v.allow("describe", statement{"rds:DescribeDBClusters", "*"})...)
	case account.IsDenied(err):
		return fail("the caller may not look for it: %s", reason(err)).with(v.allow("describe", statement{"rds:DescribeDBClusters", "*"})...)
	case isUnanswered(err) && v.Cluster == "":
		return warn("%s; RDS does not answer: %v", v.arn, err)
	case errors.Is(err, account.ErrNotFound):
		return v.missing(ctx, name)
	case err != nil:
		return fail("%s", reason(err))
	case v.arn != "" && found.ARN != v.arn:
		return fail("its ARN is %s, in these letters, and not %s", found.ARN, v.arn).with(setCluster(found.ARN))
	}
	v.cluster, v.arn = found, found.ARN
	return ok("%s", v.arn)
}

// setCluster has programs use a cluster.
func setCluster(arn string) string { return "export AURORA_CLUSTER_ARN=" + arn }

// checkARN looks at the ARN itself.
func (v *visit) checkARN(ctx context.Context) Finding {
	if v.Config.ClusterARN == "" {
		return v.choices(ctx, "none is named")
	}
	named, err := arn.Parse(v.Config.ClusterARN)
	switch {
	case err != nil || named.Service != "rds":
		return v.choices(ctx, fmt.Sprintf("%q is not the ARN of a cluster", v.Config.ClusterARN))
	case strings.HasPrefix(named.Resource, "db:"):
		return v.instead(ctx, v.Config.ClusterARN)
	case !strings.HasPrefix(named.Resource, "cluster:"):
		return v.choices(ctx, fmt.Sprintf("%s is not the ARN of a cluster", v.Config.ClusterARN))
	case v.identity.Account != "" && named.AccountID != v.identity.Account:
		return fail("it is of the account %s, and the caller of %s: the Data API serves callers of its own account alone", named.AccountID, v.identity.Account).
			with("export AWS_PROFILE=PROFILE", line("aws", "configure", "list-profiles"))
	}
	v.arn = v.Config.ClusterARN
	return ok("%s", v.arn)
}

// instead finds the cluster that an instance is in.
func (v *visit) instead(ctx context.Context, instance string) Finding {
	found, err := v.account.Instance(ctx, instance)
	if err != nil || found.Cluster == "" {
		return v.choices(ctx, instance+" is an instance, and the Data API is for clusters")
	}
	cluster, err := v.account.Cluster(ctx, found.Cluster)
	if err != nil {
		return v.choices(ctx, instance+" is an instance, and the Data API is for clusters")
	}
	return fail("%s is an instance, of the cluster %s", instance, cluster.ID).with(setCluster(cluster.ARN))
}

// missing says that there is no such cluster.
func (v *visit) missing(ctx context.Context, name string) Finding {
	return v.choices(ctx, fmt.Sprintf("%s is not found in region %s of account %s", name, v.account.Config.Region, v.identity.Account))
}

// maxChoices is how many clusters are named to choose from.
const maxChoices = 3

// choices is a failure with the clusters that there are.
func (v *visit) choices(ctx context.Context, detail string) Finding {
	finding := fail("%s", detail)
	clusters, err := v.account.Clusters(ctx)
	switch {
	case err != nil:
		return finding
	case len(clusters) == 0:
		finding.Detail += fmt.Sprintf("; region %s has no cluster", v.account.Config.Region)
		return finding.with("export AWS_REGION=REGION")
	case len(clusters) > maxChoices:
		return finding.with(line("auroradataapi", "clusters", "--region", v.account.Config.Region))
	}
	for _, c := range clusters {
		finding = finding.with(setCluster(c.ARN))
	}
	return finding
}

// engine is that of the cluster, or what the settings say where it is not seen.
func (v *visit) engine() auroradataapi.Engine {
	if v.cluster == nil {
		return v.Config.Engine
	}
	return v.cluster.DriverEngine()
}

func (v *visit) checkEngine(context.Context) Finding {
	if !v.cluster.IsAurora() {
		return fail("%s is not Aurora, for which alone there is the Data API", v.cluster.Engine)
	}
	return ok("%s", v.cluster.Engine)
}

// checkGeneration looks for clusters of engine modes that came before instances
// that scale by themselves.
func (v *visit) checkGeneration(context.Context) Finding {
	switch v.cluster.EngineMode {
	case "", "provisioned":
		return ok("current")
	case "serverless":
		return warn("Aurora Serverless v1, which AWS has retired: errors, types and limits are others there").
			with(v.aws("rds", "modify-db-cluster", "--db-cluster-identifier", v.cluster.ID, "--engine-mode", "provisioned",
				"--allow-engine-mode-change", "--db-cluster-instance-class", "db.r6g.large"))
	}
	return warn("the engine mode %s may have no Data API", v.cluster.EngineMode)
}

// isOlder is whether the cluster is Serverless v1, which has no instances.
func (v *visit) isOlder() bool { return v.cluster.EngineMode == "serverless" }

// resting are statuses of a cluster that does not answer, and what makes it
// (AuroraUserGuide "Viewing DB cluster status").
var resting = map[string]string{
	"stopped": "start-db-cluster", "stopping": "start-db-cluster",
	"creating": "", "starting": "", "renaming": "", "upgrading": "", "migrating": "",
}

func (v *visit) checkStatus(context.Context) Finding {
	status := v.cluster.Status
	start, rests := resting[status]
	wait := v.aws("rds", "wait", "db-cluster-available", "--db-cluster-identifier", v.cluster.ID)
	switch {
	case status == "available":
		return ok("available")
	case start != "":
		return fail("%s", status).with(v.aws("rds", start, "--db-cluster-identifier", v.cluster.ID), wait)
	case rests:
		return fail("%s", status).with(wait)
	}
	return warn("%s", status).with(wait)
}

// The size of a cluster and the class of an instance that are suggested: the
// smallest that there is not for tests alone.
const (
	someCapacity = "MinCapacity=0.5,MaxCapacity=4"
	someClass    = "db.r6g.large"
	serverless   = "db.serverless"
)

// checkWriter looks for an instance that writes, on which the Data API runs
// (AuroraUserGuide "data-api.limitations").
func (v *visit) checkWriter(context.Context) Finding {
	if v.isOlder() {
		return ok("none is needed")
	}
	if writer := v.cluster.Writer(); writer != "" {
		return ok("%s", writer)
	}
	var commands []string
	if v.cluster.MaxACU == 0 {
		commands = append(commands, v.aws("rds", "modify-db-cluster", "--db-cluster-identifier", v.cluster.ID,
			"--serverless-v2-scaling-configuration", someCapacity))
	}
	return fail("the cluster has no instance that writes").with(append(commands, v.aws("rds", "create-db-instance",
		"--db-instance-identifier", v.cluster.ID+"-1", "--db-cluster-identifier", v.cluster.ID,
		"--engine", v.cluster.Engine, "--db-instance-class", serverless))...)
}

// checkClass looks for the classes of instances that have no Data API, those that
// begin with T (AuroraUserGuide "data-api.limitations").
func (v *visit) checkClass(ctx context.Context) Finding {
	if v.isOlder() {
		return ok("none")
	}
	writer, err := v.account.Instance(ctx, v.cluster.Writer())
	if account.IsDenied(err) {
		return warn("the caller may not see it: %s", reason(err)).with(v.allow("describe-instances", statement{"rds:DescribeDBInstances", "*"})...)
	}
	if err != nil {
		return warn("%s", reason(err))
	}
	class := writer.Class
	if !strings.HasPrefix(class, "db.t") {
		return ok("%s%s", class, v.capacity())
	}
	better := someClass
	if v.cluster.MaxACU > 0 {
		better = serverless
	}
	return fail("%s: classes that begin with T have no Data API", class).with(v.aws("rds", "modify-db-instance",
		"--db-instance-identifier", writer.ID, "--db-instance-class", better, "--apply-immediately"))
}

// capacity says how the cluster scales, if it does.
func (v *visit) capacity() string {
	if v.cluster.MaxACU == 0 {
		return ""
	}
	return fmt.Sprintf(", %g to %g ACU", v.cluster.MinACU, v.cluster.MaxACU)
}

// checkEndpoint looks whether the Data API is enabled.
func (v *visit) checkEndpoint(context.Context) Finding {
	if v.cluster.HTTPEndpoint {
		return ok("the Data API is enabled")
	}
	return fail("the Data API is not enabled").with(v.enable())
}

// enable is the command that enables the Data API, which is another one for each
// generation (AuroraUserGuide "data-api.enabling").
func (v *visit) enable() string {
	if v.isOlder() {
		return v.aws("rds", "modify-db-cluster", "--db-cluster-identifier", v.cluster.ID, "--enable-http-endpoint", "--apply-immediately")
	}
	return v.aws("rds", "enable-http-endpoint", "--resource-arn", v.arn)
}
