package emulator

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/pgserver"
	"github.com/auroradataapi/auroradataapi/emulator/internal/pgsession"
)

// Cluster is one Aurora PostgreSQL cluster of the emulator.
type Cluster struct {
	// ID is the cluster identifier, the last part of its ARN.
	ID string
	// DSN names an existing PostgreSQL server by URL or keywords, as libpq and
	// pgx read it. Empty means a private server, started from the PostgreSQL
	// programs on the machine. User, password and database of a DSN serve for
	// BackendDSN and for the secret that is made when none are given; calls log
	// in with the secret they name.
	DSN string
	// BinDir is the folder with postgres and initdb for a private server. Empty
	// means to look around.
	BinDir string
	// DataDir keeps the data of a private server from run to run. Empty means a
	// temporary folder.
	DataDir string
	// EndpointDisabled makes every call answer HttpEndpointNotEnabledException.
	EndpointDisabled bool
}

// cluster is a Cluster that runs.
type cluster struct {
	id       string
	disabled bool
	dsn      string
	config   *pgconn.Config
	server   *pgserver.Server // nil for a server of the user's
	clock    Clock
	resets   pgsession.Resets

	mu    sync.Mutex // guards what follows
	pools map[poolKey]*pgsession.Pool
}

type poolKey struct{ username, password, database string }

// startCluster starts or finds the server of c. The master credentials are for
// a private server.
func startCluster(ctx context.Context, c Cluster, master Secret, cacheDir string, clock Clock, logger *slog.Logger) (*cluster, error) {
	started := &cluster{id: c.ID, disabled: c.EndpointDisabled, dsn: c.DSN, clock: clock, pools: map[poolKey]*pgsession.Pool{}}
	if c.DSN == "" {
		server, err := pgserver.Start(ctx, pgserver.Config{
			BinDir: c.BinDir, DataDir: c.DataDir, CacheDir: cacheDir,
			User: administrator.Username, Password: administrator.Password, Logger: logger,
		})
		if err != nil {
			return nil, fmt.Errorf("cluster %s: %w", c.ID, err)
		}
		started.server = server
		if err := makeMaster(ctx, server, master); err != nil {
			started.close()
			return nil, fmt.Errorf("cluster %s: %w", c.ID, err)
		}
		started.dsn = privateDSN(server, master, "postgres")
	}
	config, err := pgconn.ParseConfig(started.dsn)
	if err != nil {
		started.close()
		return nil, fmt.Errorf("cluster %s: read the DSN: %w", c.ID, err)
	}
	started.config = config
	return started, nil
}

// pool gives the connections of a secret's user to a database. Without a name
// that is the database named like the user, whatever else the secret may say
// (aws/aws-cli#8577, aws/aws-cdk#17182).
func (c *cluster) pool(secret *Secret, database string) *pgsession.Pool {
	if database == "" {
		database = secret.Username
	}
	key := poolKey{secret.Username, secret.Password, database}
	c.mu.Lock()
	defer c.mu.Unlock()
	pool := c.pools[key]
	if pool == nil {
		pool = pgsession.NewPool(c.config, secret.Username, secret.Password, database, c.clock, &c.resets)
		c.pools[key] = pool
	}
	return pool
}

// aboutDatabase recognises the statements that want a database to be without
// sessions, also behind comments.
var aboutDatabase = regexp.MustCompile(`(?is)^(\s|--[^\n]*\n|/\*.*?\*/)*(create|alter|drop)\s+database\s`)

// makeWay closes idle connections before a statement about a whole database, as
// they would be in its way. How long the service keeps its own is unknown.
func (c *cluster) makeWay(sql string) {
	if !aboutDatabase.MatchString(sql) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, pool := range c.pools {
		pool.CloseIdle()
	}
}

// close ends the connections and a private server.
func (c *cluster) close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, pool := range c.pools {
		pool.Close()
	}
	if c.server == nil {
		return nil
	}
	return c.server.Close()
}

func clusterARN(region, account, id string) string {
	return "arn:aws:rds:" + region + ":" + account + ":cluster:" + id
}

// findCluster finds a cluster by its ARN, case and all. The AWS page
// "data-api.troubleshooting" says that an ARN that does not match is answered
// like an endpoint that is not enabled.
func (s *service) findCluster(arn string) (*cluster, error) {
	for _, c := range s.clusters {
		if clusterARN(s.region, s.account, c.id) == arn && !c.disabled {
			return c, nil
		}
	}
	id := arn[strings.LastIndexByte(arn, ':')+1:]
	return nil, dataapi.Errorf(dataapi.HTTPEndpointNotEnabled, "HttpEndpoint is not enabled for cluster %s", id)
}
