package policy

import (
	"maps"
	"slices"
	"strings"
)

// managed are the built-in policies by their names: those of AWS, with what the
// emulator has actions for, in words of our own.
var managed = map[string]string{
	// As of its version 3 (AuroraUserGuide, "data-api.access"; AWS Managed Policy
	// Reference): secrets of other names than rds-db-credentials/… it may create
	// and list, but not read.
	"AmazonRDSDataFullAccess": `{
		"Version": "2012-10-17",
		"Statement": [
			{
				"Effect": "Allow",
				"Action": [
					"secretsmanager:GetSecretValue",
					"secretsmanager:PutResourcePolicy",
					"secretsmanager:PutSecretValue",
					"secretsmanager:DeleteSecret",
					"secretsmanager:DescribeSecret",
					"secretsmanager:TagResource"
				],
				"Resource": "arn:aws:secretsmanager:*:*:secret:rds-db-credentials/*"
			},
			{
				"Effect": "Allow",
				"Action": [
					"rds-data:ExecuteSql",
					"rds-data:ExecuteStatement",
					"rds-data:BatchExecuteStatement",
					"rds-data:BeginTransaction",
					"rds-data:CommitTransaction",
					"rds-data:RollbackTransaction",
					"secretsmanager:CreateSecret",
					"secretsmanager:ListSecrets",
					"secretsmanager:GetRandomPassword",
					"tag:GetResources"
				],
				"Resource": "*"
			}
		]
	}`,
	"AdministratorAccess": `{
		"Version": "2012-10-17",
		"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}
	}`,
}

// managedPrefix begins the ARN of a policy of AWS.
const managedPrefix = "arn:aws:iam::aws:policy/"

// Managed gives the JSON of a built-in policy by its name or ARN.
func Managed(name string) (text string, ok bool) {
	text, ok = managed[strings.TrimPrefix(name, managedPrefix)]
	return text, ok
}

// ManagedNames are the names of the built-in policies.
func ManagedNames() []string { return slices.Sorted(maps.Keys(managed)) }
