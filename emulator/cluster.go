package emulator

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// Cluster is one Aurora cluster of the emulator.
type Cluster struct {
	// ID is the cluster identifier, the last part of its ARN.
	ID string
	// Engine is the database engine. Empty means PostgreSQL.
	Engine Engine
	// DSN names an existing server: of PostgreSQL by URL or keywords, as libpq
	// and pgx read it, of MySQL in the form of go-sql-driver/mysql, such as
	// user:password@tcp(127.0.0.1:3306)/ or user:password@unix(/tmp/mysql.sock)/,
	// of whose options only tls counts. Empty means a private server, started from
	// the programs on the machine: PostgreSQL, or MySQL, else MariaDB. User,
	// password and database of a DSN serve for BackendDSN and for the secret that
	// is made when none are given; calls log in with the secret they name.
	DSN string
	// BinDir is the folder with the programs for a private server: postgres and
	// initdb, or mysqld or mariadbd. Empty means to look around.
	BinDir string
	// DataDir keeps the data of a private server from run to run, durably. Empty
	// means a temporary folder. A second server on the same folder, another engine
	// and an older major version of PostgreSQL are errors of the start. Next to the
	// folder is a file of its name and ".lock".
	DataDir string
	// Init fills the new data of a private server: it is called before Start
	// returns, once in the life of the data, with a connection string as BackendDSN
	// gives it, for the master user. An error of Init, or the end of the process
	// while it runs, spoils the data: a later start makes it anew. Nil means
	// nothing.
	Init func(ctx context.Context, dsn string) error
	// EndpointDisabled makes every call answer HttpEndpointNotEnabledException,
	// until the endpoint is enabled by a request to RDS.
	EndpointDisabled bool

	inMemory bool // the temporary data, where there is room
	// Personality is the generation of the service that answers. Empty means V2.
	Personality Personality
}

func (c Cluster) engine() Engine { return cmp.Or(c.Engine, PostgreSQL) }

// cluster is a Cluster that runs.
type cluster struct {
	id         string
	resourceID string
	engine     Engine
	generation dataapi.Generation
	backend    backend
	busy       atomic.Int64 // sessions in use

	mu    sync.Mutex // guards what follows
	pools map[poolKey]pool
	left  []pool // that are not used any more
}

type poolKey struct{ username, password, database string }

// startCluster starts or finds the server of c. The master credentials are for
// a private server.
func startCluster(ctx context.Context, c Cluster, master Secret, cacheDir string, clock Clock, logger *slog.Logger) (*cluster, error) {
	generation, err := c.Personality.generation()
	if err != nil {
		return nil, fmt.Errorf("cluster %s: %w", c.ID, err)
	}
	backend, err := startBackend(ctx, c, master, cacheDir, clock, logger)
	if err != nil {
		return nil, fmt.Errorf("cluster %s: %w", c.ID, err)
	}
	return &cluster{id: c.ID, engine: c.engine(), generation: generation, backend: backend, pools: map[poolKey]pool{}}, nil
}

// pool gives the connections of a secret's user to a database, or to the default
// one.
func (c *cluster) pool(secret *Secret, database string) pool {
	key := poolKey{secret.Username, secret.Password, database}
	c.mu.Lock()
	defer c.mu.Unlock()
	pool := c.pools[key]
	if pool == nil {
		pool = c.backend.Pool(secret, database, c.generation)
		c.pools[key] = pool
	}
	return pool
}

// roomInterval is the pause between two attempts to get a session of a server that
// has just been rid of others, roomAttempts how often that is tried.
const (
	roomInterval = 10 * time.Millisecond
	roomAttempts = 100
)

// acquire gives a session and counts it until it is released.
func (c *cluster) acquire(ctx context.Context, secret *Secret, database string) (session, error) {
	held, err := c.find(ctx, secret, database)
	if err != nil {
		return nil, err
	}
	c.busy.Add(1)
	return &leased{held, c}, nil
}

// find gives a session. Where the server has no room for another one, those
// that are idle in other databases make room: they are the emulator's own doing. A
// server forgets a connection a moment after its end.
func (c *cluster) find(ctx context.Context, secret *Secret, database string) (session, error) {
	pool := c.pool(secret, database)
	held, err := pool.Acquire(ctx)
	if err == nil || !c.backend.IsFull(err) || c.closeIdle() == 0 {
		return held, err
	}
	ticker := time.NewTicker(roomInterval)
	defer ticker.Stop()
	for n := 0; n < roomAttempts && err != nil && c.backend.IsFull(err) && ctx.Err() == nil; n++ {
		<-ticker.C
		held, err = pool.Acquire(ctx)
	}
	return held, err
}

// makeWay closes idle connections before a statement about a whole database, as
// they would be in its way. How long the service keeps its own is unknown.
func (c *cluster) makeWay(sql string) {
	if c.backend.AboutDatabase(sql) {
		c.closeIdle()
	}
}

// forget leaves the connections of a user, whose password has changed.
func (c *cluster) forget(username string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, pool := range c.pools {
		if key.username == username {
			pool.Close()
			c.left = append(c.left, pool)
			delete(c.pools, key)
		}
	}
}

// closeIdle closes the connections that nobody uses and says how many there were.
func (c *cluster) closeIdle() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	closed := 0
	for _, pool := range c.pools {
		closed += pool.CloseIdle()
	}
	return closed
}

// close ends the connections and a private server.
func (c *cluster) close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, pool := range c.pools {
		pool.Close()
	}
	for _, pool := range c.left {
		pool.Close()
	}
	return c.backend.Close()
}
