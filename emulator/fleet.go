package emulator

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
	"github.com/auroradataapi/auroradataapi/emulator/internal/awsquery"
	"github.com/auroradataapi/auroradataapi/emulator/internal/localserver"
)

// fleet is the clusters that run. It starts and stops those that are made and
// deleted by requests. Goroutines may share it.
type fleet struct {
	state    *account.Account
	settings settings
	clock    Clock
	logger   *slog.Logger
	lifetime context.Context

	launching sync.WaitGroup // starts under way

	mu       sync.Mutex // guards clusters
	clusters []*cluster
}

// settings are those of the Server.
type settings struct {
	clusters []Cluster
	dataDir  string
	cacheDir string
}

// of gives the settings of a cluster: its own, or those of one that was made by a
// request. That has the programs of the first one of its engine.
func (s settings) of(c account.Cluster) Cluster {
	made := Cluster{ID: c.Identifier, Engine: engineOf(c)}
	for _, given := range s.clusters {
		if c.Given == given.ID {
			made = given
			break
		}
		if given.engine() == made.Engine {
			made.BinDir = cmp.Or(made.BinDir, given.BinDir)
		}
	}
	if c.Given == "" && c.EngineMode == account.Serverless {
		made.Personality = V1
	}
	if c.Folder != "" && s.dataDir != "" {
		made.DataDir = s.folder(c)
	}
	return made
}

func (s settings) folder(c account.Cluster) string { return filepath.Join(s.dataDir, c.Folder) }

func engineOf(c account.Cluster) Engine {
	if c.Engine == account.AuroraMySQL {
		return MySQL
	}
	return PostgreSQL
}

// running finds a cluster; nil if it does not run.
func (f *fleet) running(resourceID string) *cluster {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.clusters {
		if c.resourceID == resourceID {
			return c
		}
	}
	return nil
}

// all gives the clusters that run.
func (f *fleet) all() []*cluster {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.clusters)
}

// startAll starts every cluster of the account at once. One of the settings that
// fails stops the others; one that was made by a request is then just not
// available.
func (f *fleet) startAll(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	clusters := f.state.View().Clusters
	started := make([]*cluster, len(clusters))
	var starting sync.WaitGroup
	for i, c := range clusters {
		starting.Go(func() {
			var err error
			if started[i], err = f.start(ctx, c); err != nil && c.Given != "" {
				cancel(err)
			} else if err != nil {
				f.logger.Error("cluster does not start", "cluster", c.Identifier, "error", err)
			}
		})
	}
	starting.Wait()
	for _, c := range started {
		if c != nil {
			f.add(c)
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return f.state.Update(func(s *account.State) error {
		for i := range s.Clusters {
			settle(&s.Clusters[i], started[i])
		}
		return nil
	})
}

func (f *fleet) add(c *cluster) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.clusters = append(f.clusters, c)
}

// settle says in the account what has become of a start: nil is none.
func settle(c *account.Cluster, started *cluster) {
	c.Status = account.Incompatible
	if started != nil {
		c.Status = account.Available
		c.EngineVersion = cmp.Or(c.EngineVersion, started.backend.AuroraVersion())
	}
}

// start starts the server of a cluster. One that was being created gets its
// database.
func (f *fleet) start(ctx context.Context, c account.Cluster) (*cluster, error) {
	master := Secret{Username: c.MasterUsername, Password: c.MasterPassword}
	started, err := startCluster(ctx, f.settings.of(c), master, f.settings.cacheDir, f.clock, f.logger)
	if err != nil {
		return nil, err
	}
	started.resourceID = c.ResourceID
	if c.Status == account.Creating && c.DatabaseName != "" {
		if err := started.backend.CreateDatabase(ctx, c.DatabaseName, c.MasterUsername); err != nil {
			return nil, errors.Join(err, started.close())
		}
	}
	return started, nil
}

// Check implements rdsapi.Servers.
func (f *fleet) Check(ctx context.Context, engine string) error {
	settings := f.settings.of(account.Cluster{Engine: engine})
	return settings.Engine.FindServer(ctx, settings.BinDir)
}

// HasData implements rdsapi.Servers. What cannot be looked at counts as data.
func (f *fleet) HasData(folder string) bool {
	if f.settings.dataDir == "" {
		return false
	}
	_, err := os.Lstat(filepath.Join(f.settings.dataDir, folder))
	return !errors.Is(err, fs.ErrNotExist)
}

// Launch implements rdsapi.Servers.
func (f *fleet) Launch(c account.Cluster) <-chan struct{} {
	launched := make(chan struct{})
	f.launching.Go(func() {
		defer close(launched)
		started, err := f.start(f.lifetime, c)
		if started != nil {
			f.add(started)
		}
		if f.lifetime.Err() != nil {
			return // it is tried again in the next life
		}
		if err != nil {
			f.logger.Error("cluster does not start", "cluster", c.Identifier, "error", err)
		}
		err = f.state.Update(func(s *account.State) error {
			settle(s.ClusterByResourceID(c.ResourceID), started)
			return nil
		})
		if err != nil {
			f.logger.Error("account is not kept", "error", err)
		}
	})
	return launched
}

// SetMasterPassword implements rdsapi.Servers.
func (f *fleet) SetMasterPassword(ctx context.Context, c account.Cluster, password string) error {
	running := f.running(c.ResourceID)
	if running == nil {
		return awsquery.Errorf("InvalidDBClusterStateFault", "DB cluster %s does not run.", c.Identifier)
	}
	if f.settings.of(c).DSN != "" {
		return awsquery.Errorf("InvalidDBClusterStateFault", "The server of DB cluster %s was there before the emulator: change the password of its user there.", c.Identifier)
	}
	if err := running.backend.SetPassword(ctx, c.MasterUsername, password); err != nil {
		return err
	}
	running.forget(c.MasterUsername)
	return nil
}

// Remove implements rdsapi.Servers. What goes wrong is logged: the cluster is gone
// for its users in any case.
func (f *fleet) Remove(c account.Cluster) {
	running := f.running(c.ResourceID)
	f.mu.Lock()
	f.clusters = slices.DeleteFunc(f.clusters, func(other *cluster) bool { return other == running })
	f.mu.Unlock()
	var err error
	if running != nil {
		err = running.close()
	}
	if c.Folder != "" && f.settings.dataDir != "" {
		err = errors.Join(err, localserver.RemoveData(f.lifetime, f.settings.folder(c)))
	}
	if err != nil {
		f.logger.Error("cluster is not removed", "cluster", c.Identifier, "error", err)
	}
}

// close waits for starts under way, which the end of the lifetime breaks off, and
// ends the clusters, all at once.
func (f *fleet) close() error {
	f.launching.Wait()
	clusters := f.all()
	errs := make([]error, len(clusters))
	var closing sync.WaitGroup
	for i, c := range clusters {
		closing.Go(func() { errs[i] = c.close() })
	}
	closing.Wait()
	return errors.Join(errs...)
}
