package main

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/account"
)

// target are the flags that name a cluster and how to log in to it, which the
// commands that talk to one share.
type target struct {
	Engine     string `enum:",postgresql,mysql" default:"" env:"AURORADATAAPI_ENGINE" placeholder:"ENGINE" help:"The cluster's engine, if --url does not say it: postgresql or mysql. Default: postgresql."`
	URL        string `placeholder:"URL" help:"Data source name as the driver takes it, such as postgresql+auroradataapi:///app?region=eu-central-1 or mysql+auroradataapi:///app."`
	Cluster    string `placeholder:"NAME" help:"Cluster to ask, by its name: RDS is asked for its ARN, its engine and the secret that it manages. Default: --cluster-arn."`
	Secret     string `placeholder:"NAME" help:"Secret to log in with, by its name or ARN. Default: --secret-arn; for --cluster the secret that RDS manages, or the only one called rds-db-credentials/NAME."`
	ClusterARN string `name:"cluster-arn" placeholder:"ARN" help:"Cluster to ask. Default: that of --url, else $$AURORA_CLUSTER_ARN."`
	SecretARN  string `name:"secret-arn" placeholder:"ARN" help:"Secret to log in with. Default: that of --url, else $$AURORA_SECRET_ARN."`
	Database   string `short:"d" placeholder:"NAME" help:"Database. Default: that of --url, else on PostgreSQL the one named like the secret's user, and on MySQL none."`
	Verbose    bool   `short:"v" help:"Log calls to standard error, without values."`
}

// config returns the settings of the driver for the cluster that the flags and the
// environment name. Its errors are mistakes in these.
func (t *target) config(ctx context.Context, p process) (auroradataapi.Config, error) {
	config, err := t.given()
	if err != nil {
		return config, err
	}
	if err := t.choose(ctx, &config); err != nil {
		return config, err
	}
	if config.Engine == auroradataapi.EnginePostgreSQL {
		// The command line names the types of what is not text.
		config.DefaultQueryExecMode = auroradataapi.QueryExecModeExec
	}
	if t.Verbose {
		config.Logger = p.logger()
	}
	return config, nil
}

// given returns the settings that the flags say.
func (t *target) given() (auroradataapi.Config, error) {
	config, err := auroradataapi.ParseDSN(t.URL)
	if err != nil {
		return config, usageError{err}
	}
	if !strings.Contains(t.URL, "://") && t.Engine == auroradataapi.EngineMySQL.String() {
		config.Engine = auroradataapi.EngineMySQL
	}
	setIfGiven(&config.ClusterARN, t.ClusterARN)
	setIfGiven(&config.SecretARN, t.SecretARN)
	setIfGiven(&config.SecretARN, t.Secret)
	setIfGiven(&config.Database, t.Database)
	return config, nil
}

// choose sets the cluster by its name, or else the one of the engine.
func (t *target) choose(ctx context.Context, config *auroradataapi.Config) error {
	if t.Cluster != "" {
		return t.find(ctx, config)
	}
	if err := leaveOtherEngine(config); err != nil {
		return usageError{err}
	}
	return nil
}

// find asks AWS for the cluster of that name, and for its secret if none is named.
func (t *target) find(ctx context.Context, config *auroradataapi.Config) error {
	here, cluster, err := t.named(ctx, config)
	if err != nil {
		return err
	}
	if !cluster.IsAurora() {
		return fmt.Errorf("cluster %s is of the engine %s: the Data API is for Aurora alone", cluster.ID, cluster.Engine)
	}
	config.ClusterARN, config.Engine = cluster.ARN, cluster.DriverEngine()
	if config.SecretARN == "" {
		config.SecretARN, err = here.SecretOf(ctx, cluster)
	}
	return err
}

// named asks AWS for the cluster of that name.
func (t *target) named(ctx context.Context, config *auroradataapi.Config) (*account.Account, *account.Cluster, error) {
	here, err := account.OpenFor(ctx, *config)
	if err != nil {
		return nil, nil, err
	}
	cluster, err := here.Cluster(ctx, t.Cluster)
	return here, cluster, err
}

// connect returns what opens connections to the cluster, and its engine.
func (t *target) connect(ctx context.Context, p process) (*auroradataapi.Connector, auroradataapi.Engine, error) {
	config, err := t.config(ctx, p)
	if err != nil {
		return nil, 0, err
	}
	connector, err := auroradataapi.NewConnector(config)
	if err != nil {
		return nil, 0, usageError{err}
	}
	return connector, config.Engine, nil
}

// logger logs everything to standard error.
func (p process) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(p.stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
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
