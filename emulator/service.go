package emulator

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/rdsapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/secretsapi"
)

// service answers the calls of a started Server.
type service struct {
	region  string
	account string
	state   *account.Account
	fleet   *fleet

	credentials map[string]*credential // by access key ID; empty to let everybody in
	principal   string                 // of who needs no credential

	clock   Clock
	timeout time.Duration // of a statement
	logger  *slog.Logger
	onCall  func(Call)   // nil for nobody who wants to know
	monitor http.Handler // of GET requests; nil for none

	rds            *rdsapi.API
	secretsManager *secretsapi.API

	transactions *transactions
	faults       *faults

	// lifetime ends when the service is to stop what it runs.
	lifetime context.Context
	stop     context.CancelFunc

	calls   sync.WaitGroup // calls and statements under way
	mu      sync.Mutex     // guards closing
	closing bool
}

// errStatementTimeout is why a statement's context ends at its timeout.
var errStatementTimeout = errors.New("emulator: statement timeout")

// enter counts a call in, unless the service is closing.
func (s *service) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closing {
		s.calls.Add(1)
	}
	return !s.closing
}

// close refuses new calls, cancels the statements that run, waits for them,
// rolls back open transactions and ends clusters.
func (s *service) close() error {
	s.refuse()
	s.stop()
	s.calls.Wait()
	s.transactions.close()
	return s.fleet.close()
}

// lease is a session in the hands of one call.
type lease struct {
	session session
	giveUp  func(err error) // returns the session after what came of the call
}

// lease finds the session a request is to run in: that of its transaction, else
// one of the pool.
func (s *service) lease(ctx context.Context, r *dataapi.Request) (*lease, error) {
	cluster, secret, err := s.resolve(r)
	if err != nil {
		return nil, err
	}
	if r.TransactionID != "" {
		return s.leaseTransaction(ctx, cluster, secret, r)
	}
	cluster.makeWay(r.SQL)
	held, err := cluster.acquire(ctx, secret, r.Database)
	if err != nil {
		return nil, err
	}
	return &lease{held, func(error) { held.Release() }}, nil
}

// leaseTransaction refuses a database other than the one the transaction was
// begun with, even where BeginTransaction left it out (aws/aws-sdk-js-v3#2595,
// seen on the older generation). The words are a guess.
func (s *service) leaseTransaction(ctx context.Context, cluster *cluster, secret *Secret, r *dataapi.Request) (*lease, error) {
	tx, err := s.transactions.take(ctx, r.TransactionID, cluster, secret)
	if err != nil {
		return nil, err
	}
	giveUp := func(err error) {
		if generationTraits[cluster.generation].endsBy(err) {
			s.transactions.end(tx, failed)
			return
		}
		s.transactions.put(tx)
	}
	if r.Database != "" && r.Database != tx.database {
		giveUp(nil)
		return nil, dataapi.Errorf(dataapi.DatabaseError, "Database name is not the same as when transaction was created")
	}
	return &lease{tx.session, giveUp}, nil
}

// work is what a call does with its session.
type work func(context.Context, session) (any, error)

// deadline gives the context of a call: it ends at the statement timeout, when
// the service stops, and with stop.
func (s *service) deadline() (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(s.lifetime)
	forget := s.clock.AfterFunc(s.timeout, func() { cancel(errStatementTimeout) })
	return ctx, func() {
		forget()
		cancel(nil)
	}
}

// run does the work within the statement timeout, cancels it there and says so.
// The context is not that of the HTTP request: a client that goes away does not
// stop its statement.
func (s *service) run(r *dataapi.Request, do work) (any, error) {
	if r.ContinueAfterTimeout {
		return s.runOn(r, do)
	}
	ctx, stop := s.deadline()
	defer stop()
	lease, err := s.lease(ctx, r)
	if err != nil {
		return nil, s.explain(ctx, err, 0)
	}
	defer func() { lease.giveUp(err) }()
	response, err := do(ctx, lease.session)
	return response, s.explain(ctx, err, lease.session.ID())
}

// runOn does the same, but at the timeout leaves the statement running in the
// session until it is done; Close cancels it.
func (s *service) runOn(r *dataapi.Request, do work) (any, error) {
	ctx, stop := s.deadline()
	defer stop()
	lease, err := s.lease(ctx, r)
	if err != nil {
		return nil, s.explain(ctx, err, 0)
	}
	var response any
	done, timeout := make(chan struct{}), make(chan struct{})
	defer s.clock.AfterFunc(s.timeout, func() { close(timeout) })()
	id := lease.session.ID()
	s.calls.Go(func() {
		defer close(done)
		defer func() { lease.giveUp(err) }()
		response, err = do(s.lifetime, lease.session)
	})
	select {
	case <-done:
		return response, s.explain(s.lifetime, err, id)
	case <-timeout:
		return nil, statementTimeout(id)
	}
}

// explain gives the answer to a statement that failed because it was stopped,
// and any other error as it is.
func (s *service) explain(ctx context.Context, err error, connection int64) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(context.Cause(ctx), errStatementTimeout):
		return statementTimeout(connection)
	case ctx.Err() != nil:
		return unavailable()
	}
	return err
}

// statementTimeout is the answer at the timeout. The text of the current
// generation is not recorded; this is the older one's (aws/aws-sdk-js#3385).
func statementTimeout(connection int64) error {
	e := dataapi.Errorf(dataapi.StatementTimeout, "Request timed out")
	e.DBConnectionID = connection
	return e
}

func unavailable() *dataapi.Exception {
	return dataapi.Errorf(dataapi.ServiceUnavailable, "The emulator is shutting down.")
}
