package main

import (
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
	leaveOtherEngine(&config)
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
// the environment, by the word of `local`, is about one of the other engine.
func leaveOtherEngine(config *auroradataapi.Config) {
	engine := config.Engine.String()
	if about := os.Getenv(engineEnv); about == "" || about == engine {
		return
	}
	prefix := "AURORA_" + strings.ToUpper(engine)
	if config.ClusterARN == "" {
		config.ClusterARN = os.Getenv(prefix + "_CLUSTER_ARN")
	}
	if config.SecretARN == "" {
		config.SecretARN = os.Getenv(prefix + "_SECRET_ARN")
	}
}
