package emulator

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"

	"github.com/auroradataapi/auroradataapi/emulator/internal/freshdb"
	"github.com/auroradataapi/auroradataapi/emulator/internal/mysqlsession"
)

// host is the database server that the tests of a process share, of one engine.
type host struct {
	engine    Engine
	server    *Server // whose private server it is
	databases freshdb.Server
	empty     *template

	mu   sync.Mutex // guards made
	made int        // databases so far
}

// hosts are those of this process.
var hosts = struct {
	sync.Mutex // also while one starts
	of         map[Engine]*host
}{of: map[Engine]*host{}}

// sharedHost gives the server of an engine, which the first caller starts. An error
// is not kept.
func sharedHost(ctx context.Context, engine Engine) (*host, error) {
	hosts.Lock()
	defer hosts.Unlock()
	if h := hosts.of[engine]; h != nil {
		return h, nil
	}
	h := &host{engine: engine, server: &Server{NoListener: true, Clusters: []Cluster{{ID: localID, Engine: engine, inMemory: true}}}}
	if err := h.start(ctx); err != nil {
		return nil, err
	}
	hosts.of[engine] = h
	return h, nil
}

func (h *host) start(ctx context.Context) (err error) {
	if err := h.server.Start(ctx); err != nil {
		return err
	}
	if h.databases, err = h.connect(ctx); err != nil {
		return errors.Join(fmt.Errorf("log in to the private server: %w", err), h.server.Close())
	}
	h.empty = &template{host: h, copy: h.databases.Create}
	return nil
}

func (h *host) connect(ctx context.Context) (freshdb.Server, error) {
	dsn := h.server.BackendDSN(localID)
	if h.engine == PostgreSQL {
		return freshdb.ConnectPostgreSQL(ctx, dsn)
	}
	s, err := mysqlsession.ParseDSN(dsn)
	if err != nil {
		return nil, err
	}
	return freshdb.ConnectMySQL(ctx, s.Network, s.Address, s.User, s.Password)
}

// CloseShared stops the private servers behind the databases of RunT, which would
// otherwise end with the process, and waits for their end. It is for a TestMain that
// looks for what its tests leave behind. No test may be using one; a later RunT
// starts anew.
func CloseShared() error {
	hosts.Lock()
	defer hosts.Unlock()
	var errs []error
	for engine, h := range hosts.of {
		errs = append(errs, h.databases.Close(), h.server.Close())
		delete(hosts.of, engine)
	}
	return errors.Join(errs...)
}

// dsn names a database of the server.
func (h *host) dsn(name string) string {
	dsn := h.server.BackendDSN(localID)
	if h.engine == MySQL {
		return dsn + name // it ends with a slash
	}
	u, err := url.Parse(dsn)
	if err != nil {
		return dsn // it is our own
	}
	u.Path = "/" + name
	return u.String()
}

// newName gives a database a name that no other one has.
func (h *host) newName(kind string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.made++
	return fmt.Sprintf("%s_%d", kind, h.made)
}

// make makes a database of layers, and gives its name.
func (h *host) make(ctx context.Context, layers []layer) (string, error) {
	t, err := h.empty.with(ctx, layers)
	if err != nil {
		return "", err
	}
	name := h.newName("test")
	if err := t.copy(ctx, name); err != nil {
		return "", fmt.Errorf("copy the template: %w", err)
	}
	return name, nil
}
