package emulator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/rdsapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/secretsapi"
)

// Server is an emulator of the RDS Data API. The zero value runs one cluster,
// "local", on a private PostgreSQL server, with one secret,
// "rds-db-credentials/local". Set the fields before Start and leave them alone
// afterwards. Goroutines may share a started server.
type Server struct {
	// Addr is the TCP address to listen on. Empty means a free port of
	// 127.0.0.1, and without a host it is one of 127.0.0.1. Another host needs
	// AllowRemote.
	Addr string
	// AllowRemote says whether others than the programs on this machine are
	// answered. Empty means that they are not.
	AllowRemote Remote
	// NoListener makes Start open no port: the server is then used as an
	// http.Handler, and URL is empty.
	NoListener bool
	// TLS has the Data API's port speak HTTPS. Nil means HTTP.
	TLS *TLS
	// Region and AccountID go into ARNs. Empty means us-east-1 and
	// 123456789012.
	Region    string
	AccountID string
	// Clusters are the clusters to answer for. Empty means one, "local".
	Clusters []Cluster
	// Secrets are the credentials that calls may name. Empty means one for each
	// cluster, "rds-db-credentials/" and its ID, with the credentials of its DSN
	// or of the private server's master user, which is "postgres" on PostgreSQL
	// and "admin" on MySQL. The first secret names the master user of private
	// servers; users of further ones are yours to create. As on Aurora, the
	// master user is no superuser.
	Secrets []Secret
	// Credentials are the keys that requests must be signed with, and what each
	// may do. Empty means that signatures are not checked and everybody may do
	// everything. Environ names the first.
	Credentials []Credential
	// StatementTimeout is how long a call may run. Zero means the service's 45
	// seconds.
	StatementTimeout time.Duration
	// TransactionIdleTimeout is how long a transaction may go unused. Zero means
	// the service's 3 minutes.
	TransactionIdleTimeout time.Duration
	// TransactionLifetime is how long a transaction may last. Zero means the
	// service's 24 hours.
	TransactionLifetime time.Duration
	// Clock measures those times. Nil means the time of the machine.
	Clock Clock
	// Logger receives a debug line for each call and the log of private servers,
	// both without statements, values and secrets. Nil means no log.
	Logger *slog.Logger
	// OnCall is told of each call when it was answered, in the goroutine that has
	// answered it: several at once, and the next request on a connection waits for
	// it. Nil means nobody.
	OnCall func(Call)
	// Monitor answers GET and HEAD requests, which no AWS service here has, and
	// which are not told to OnCall. Nil means that they are refused as others are.
	Monitor http.Handler
	// Faults are what goes wrong from the start; Inject adds to them.
	Faults []Fault
	// FaultSeed is the number that random faults follow from. With the same
	// seed and the same faults, added in the same order, each fault strikes the
	// same calls: of those that it is asked about, the same ones by their
	// ordinal. Where calls come one after the other, everything is repeated;
	// where several come at once, which of them is the first is chance.
	FaultSeed uint64
	// ControlAddr is a TCP address to listen on for the control of faults by
	// HTTP, see "Faults" in the package comment. Without a host it is one of
	// 127.0.0.1, and no other host will do; port 0 is a free one. Empty means
	// none. Whoever reaches it can break the server.
	ControlAddr string
	// DataDir keeps the account (clusters and secrets, with their passwords) in the
	// file account.json and the data of private servers whose Cluster names no
	// DataDir in a folder of the cluster's name, for the next start. Clusters that
	// were made by requests are there again then. Empty means temporary folders.
	DataDir string
	// CacheDir keeps what makes later starts of private servers fast. Empty
	// means the folder auroradataapi in the user's cache folder.
	CacheDir string

	mu      sync.Mutex // guards what follows
	service *service
	api     *endpoint // nil without a listener
	trust   *identity // nil without TLS
	control *endpoint // nil without a control port
	closed  bool
}

// Start starts private servers, checks the settings and listens. The context
// bounds the start only. A server is started once; an error leaves nothing
// running.
func (s *Server) Start(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.service != nil || s.closed {
		return errors.New("emulator: start server: it was started before")
	}
	service, err := s.newService(ctx)
	if err != nil {
		return fmt.Errorf("emulator: start server: %w", err)
	}
	if err := s.listen(service); err != nil {
		service.close()
		return fmt.Errorf("emulator: start server: %w", err)
	}
	s.service = service
	return nil
}

func (s *Server) newService(ctx context.Context) (*service, error) {
	clusters, secrets, err := s.resources()
	if err != nil {
		return nil, err
	}
	if err := s.checkAddr(); err != nil {
		return nil, err
	}
	credentials, err := s.credentials()
	if err != nil {
		return nil, err
	}
	lifetime, stop := context.WithCancel(context.Background())
	v := &service{
		credentials: credentials, principal: s.principal(),
		region: s.region(), account: s.account(),
		clock: s.Clock, logger: s.Logger, timeout: cmp.Or(s.StatementTimeout, 45*time.Second),
		lifetime: lifetime, stop: stop, onCall: s.OnCall, monitor: s.Monitor,
	}
	if v.clock == nil {
		v.clock = systemClock{}
	}
	if v.logger == nil {
		v.logger = slog.New(slog.DiscardHandler)
	}
	v.fleet = &fleet{clock: v.clock, logger: v.logger, lifetime: lifetime}
	v.transactions = &transactions{
		clock: v.clock, open: map[string]*transaction{},
		idle:     cmp.Or(s.TransactionIdleTimeout, 3*time.Minute),
		lifetime: cmp.Or(s.TransactionLifetime, 24*time.Hour),
	}
	if v.faults, err = s.newFaults(v); err != nil {
		stop()
		return nil, err
	}
	if err := s.openFleet(ctx, v, clusters, secrets); err != nil {
		return nil, errors.Join(err, v.close())
	}
	return v, nil
}

// openFleet opens the account, starts the clusters, and then keeps the account.
func (s *Server) openFleet(ctx context.Context, v *service, clusters []Cluster, secrets []Secret) error {
	state, err := s.openAccount(ctx, clusters, secrets, v.clock.Now())
	if err != nil {
		return err
	}
	v.state = state
	v.fleet.state, v.fleet.settings = state, settings{clusters: clusters, dataDir: s.DataDir, cacheDir: s.CacheDir}
	v.rds = &rdsapi.API{Account: state, Servers: v.fleet, Now: v.clock.Now}
	v.secretsManager = &secretsapi.API{Account: state, Now: v.clock.Now}
	if err := v.fleet.startAll(ctx); err != nil || s.DataDir == "" {
		return err
	}
	return state.Keep(filepath.Join(s.DataDir, accountFile))
}

// listen opens the ports and serves them.
func (s *Server) listen(service *service) (err error) {
	if !s.NoListener {
		if s.trust, err = s.identity(); err != nil {
			return err
		}
		api := &local{handler: service, anyHost: s.AllowRemote != RemoteNone}
		if s.api, err = listen(s.addr(), api, s.trust.tls(), clientPatience); err != nil {
			return err
		}
	}
	if s.ControlAddr == "" {
		return nil
	}
	if s.control, err = listen(loopback(s.ControlAddr), &local{handler: newControl(service)}, nil, clientPatience); err != nil {
		s.api.close()
	}
	return err
}

// Close stops listening, cancels statements that run, rolls back open
// transactions, closes connections and stops private servers. It returns when
// all of that is done, and may be called more than once.
func (s *Server) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.service == nil {
		s.closed = true
		return nil
	}
	s.closed = true
	s.service.stop()
	s.control.close()
	s.api.close()
	if err := s.service.close(); err != nil {
		return fmt.Errorf("emulator: close server: %w", err)
	}
	return nil
}

// ServeHTTP answers a request to the Data API. Before Start and after Close it
// answers that the service is unavailable. A fault that breaks a connection
// panics with http.ErrAbortHandler where net/http has to do it.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	service := s.service
	s.mu.Unlock()
	if service == nil {
		writeException(w, unavailable())
		return
	}
	service.ServeHTTP(w, r)
}

func (s *Server) addr() string { return loopback(cmp.Or(s.Addr, ":0")) }

func (s *Server) region() string  { return cmp.Or(s.Region, "us-east-1") }
func (s *Server) account() string { return cmp.Or(s.AccountID, "123456789012") }
