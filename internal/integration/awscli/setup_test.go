package awscli_test

import (
	"strings"
	"testing"
)

// setUp is what AWS's pages about the Data API have one type, from the cluster to
// the first statement (AuroraUserGuide data-api.enabling,
// data-api.access and data-api.calling). Arguments are split at blanks; want is
// a part of what is printed.
var setUp = []struct{ command, want string }{
	{"rds create-db-cluster --db-cluster-identifier guide --engine aurora-postgresql --master-username app --master-user-password first-password --serverless-v2-scaling-configuration MinCapacity=0.5,MaxCapacity=1", `"Status": "creating"`},
	{"rds wait db-cluster-available --db-cluster-identifier guide", ""},
	{"rds create-db-instance --db-instance-identifier guide-1 --db-cluster-identifier guide --engine aurora-postgresql --db-instance-class db.serverless", `"DBClusterIdentifier": "guide"`},
	{"secretsmanager create-secret --name rds-db-credentials/guide --secret-string {\"username\":\"app\",\"password\":\"wrong\"}", `"Name": "rds-db-credentials/guide"`},
	{"rds modify-db-cluster --db-cluster-identifier guide --enable-http-endpoint --apply-immediately", `"HttpEndpointEnabled": true`},
	{"secretsmanager put-secret-value --secret-id rds-db-credentials/guide --secret-string {\"username\":\"app\",\"password\":\"first-password\"}", `"AWSCURRENT"`},
	{"rds-data execute-statement --resource-arn ARN --secret-arn rds-db-credentials/guide --database postgres --sql select(1)", `"longValue": 1`},
	{"rds describe-db-clusters --filters Name=db-cluster-id,Values=guide --query DBClusters[0].[Status,HttpEndpointEnabled]", "\"available\",\n    true"},
	{"secretsmanager delete-secret --secret-id rds-db-credentials/guide", `"DeletionDate"`},
}

func TestSetUp(t *testing.T) {
	t.Parallel()
	for _, step := range setUp {
		args := strings.Fields(step.command)
		for i := range args {
			if args[i] == "ARN" {
				args[i] = server.ClusterARN("guide")
			}
		}
		output, complaint := awsCLI(t, args...)
		if !strings.Contains(output+complaint, step.want) || step.want == "" && complaint != "" {
			t.Fatalf("aws %s\nprinted %s%s\nwant %s", step.command, output, complaint, step.want)
		}
	}
}
