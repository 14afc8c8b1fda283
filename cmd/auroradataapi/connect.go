package main

import (
	"cmp"
	"fmt"
	"os"
	"strings"

	"github.com/auroradataapi/auroradataapi"
)

// connector returns what opens connections to the cluster that the flags and the
// environment name.
func (q *queryCommand) connector(p process) (*auroradataapi.Connector, error) {
	config, err := auroradataapi.ParseDSN(q.URL)
	if err != nil {
		return nil, err
	}
	if !strings.Contains(q.URL, "://") && q.Engine == auroradataapi.EngineMySQL.String() {
		config.Engine = auroradataapi.EngineMySQL
	}
	setIfGiven(&config.ClusterARN, q.ClusterARN)
	setIfGiven(&config.SecretARN, q.SecretARN)
	setIfGiven(&config.Database, q.Database)
	if err := leaveOtherEngine(&config); err != nil {
		return nil, err
	}
	if config.Engine == auroradataapi.EnginePostgreSQL {
		// The command line names the types of what is not text.
		config.DefaultQueryExecMode = auroradataapi.QueryExecModeExec
	}
	if q.Verbose {
		config.Logger = p.logger()
	}
	return auroradataapi.NewConnector(config)
}

func setIfGiven(target *string, flag string) {
	if flag != "" {
		*target = flag
	}
}

// leaveOtherEngine takes the cluster and the secret of the engine in use where
// the environment, by the word of `local`, is about one of the other engine. It
// fails where neither flags nor environment name one of the engine.
func leaveOtherEngine(config *auroradataapi.Config) error {
	engine := config.Engine.String()
	about := os.Getenv(engineEnv)
	if about == "" || about == engine {
		return nil
	}
	prefix := "AURORA_" + strings.ToUpper(engine)
	config.ClusterARN = cmp.Or(config.ClusterARN, os.Getenv(prefix+"_CLUSTER_ARN"))
	config.SecretARN = cmp.Or(config.SecretARN, os.Getenv(prefix+"_SECRET_ARN"))
	if config.ClusterARN == "" {
		return fmt.Errorf("the environment is about a cluster of %s, and names none of %s: give --cluster-arn and --secret-arn", about, engine)
	}
	return nil
}
