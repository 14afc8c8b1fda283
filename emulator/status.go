package emulator

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// Status is what a started server has at a moment.
type Status struct {
	// Transactions is the number of open transactions.
	Transactions int
	// Clusters are all that there are, those included that a call has created.
	Clusters []ClusterStatus
}

// ClusterStatus is what a cluster of a started server has at a moment.
type ClusterStatus struct {
	ID string
	// Engine is never empty, and Software is empty for a server of the user's, see
	// [Server.Software].
	Engine   Engine
	Software string
	// Busy and Idle are the sessions at the database that a call or a transaction
	// uses, and those that wait for the next one.
	Busy, Idle int
}

// Status gives what the server has at this moment. Of one that does not run it is
// the zero value.
func (s *Server) Status() Status {
	service := s.started()
	if service == nil {
		return Status{}
	}
	status := Status{Transactions: service.transactions.count()}
	for _, c := range service.fleet.all() {
		status.Clusters = append(status.Clusters, c.status())
	}
	return status
}

func (c *cluster) status() ClusterStatus {
	s := ClusterStatus{ID: c.id, Engine: c.engine, Software: c.backend.Software(), Busy: int(c.busy.Load())}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, pool := range c.pools {
		s.Idle += pool.Idle()
	}
	return s
}

// Ready asks the database server of each cluster whether it answers. Its error
// names those that do not, or says that the server does not run.
func (s *Server) Ready(ctx context.Context) error {
	service := s.started()
	if service == nil {
		return errors.New("emulator: ask for readiness: the server is not started, or closed")
	}
	clusters := service.fleet.all()
	failures := make([]error, len(clusters))
	var asking sync.WaitGroup
	for i, c := range clusters {
		asking.Go(func() {
			if err := c.backend.Ping(ctx); err != nil {
				failures[i] = fmt.Errorf("emulator: ask for readiness: cluster %s: %w", c.id, err)
			}
		})
	}
	asking.Wait()
	return errors.Join(failures...)
}

// leased is a session of a cluster that is in use until it is released.
type leased struct {
	session
	cluster *cluster
}

func (l *leased) Release() {
	l.session.Release()
	l.cluster.busy.Add(-1)
}
