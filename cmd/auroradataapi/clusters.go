package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// engineEnv names the variable that tells `query` in the environment of `local`
// which engine the cluster is of.
const engineEnv = "AURORADATAAPI_ENGINE"

// defaultClusters are the clusters without --cluster.
var defaultClusters = map[emulator.Engine]string{emulator.PostgreSQL: "local", emulator.MySQL: "local-mysql"}

// finder tells whether an engine's server is in a folder, or anywhere.
type finder func(engine emulator.Engine, binDir string) error

// findServers looks for them on this machine.
func findServers(ctx context.Context) finder {
	return func(engine emulator.Engine, binDir string) error { return engine.FindServer(ctx, binDir) }
}

// engines are those whose servers are there, the chosen one first. What is asked
// for by name must be there, and one of them in any case.
func (l *localCommand) engines(find finder) ([]emulator.Engine, error) {
	var found []emulator.Engine
	var missing []error
	for _, engine := range []emulator.Engine{emulator.PostgreSQL, emulator.MySQL} {
		backend := l.backend(engine)
		if backend.DSN != "" {
			found = append(found, engine)
			continue
		}
		err := find(engine, backend.BinDir)
		switch {
		case err == nil:
			found = append(found, engine)
		case backend.BinDir != "" || l.Engine == string(engine) || !isNotFound(err):
			return nil, err
		default:
			missing = append(missing, err)
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("no database server to run: %w; or %w", missing[0], missing[1])
	}
	if l.Engine == string(found[len(found)-1]) {
		slices.Reverse(found)
	}
	return found, nil
}

// isNotFound tells the error of a machine without the server from others.
func isNotFound(err error) bool { return errors.Is(err, emulator.ErrNoServer) }

// backend says where clusters of an engine find their server.
func (l *localCommand) backend(engine emulator.Engine) emulator.Cluster {
	if engine == emulator.MySQL {
		return emulator.Cluster{Engine: engine, DSN: l.MysqlDSN, BinDir: l.MysqlBin}
	}
	return emulator.Cluster{Engine: engine, DSN: l.DSN, BinDir: l.PostgresqlBin}
}

// clusterName is what RDS takes as a cluster identifier, more or less. It also
// is the name of a folder.
var clusterName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{0,62}$`)

// clusters are those to answer for. The first is the one that the environment
// names.
func (l *localCommand) clusters(engines []emulator.Engine) ([]emulator.Cluster, error) {
	var clusters []emulator.Cluster
	if len(l.Cluster) == 0 {
		for _, engine := range engines {
			clusters = append(clusters, l.cluster(defaultClusters[engine], engine))
		}
		return clusters, nil
	}
	for _, text := range l.Cluster {
		name, engine, err := parseCluster(text, engines[0])
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(clusters, func(c emulator.Cluster) bool { return c.ID == name }) {
			return nil, fmt.Errorf("--cluster %q: want every name once", text)
		}
		clusters = append(clusters, l.cluster(name, engine))
	}
	return l.chosenFirst(clusters)
}

// parseCluster reads NAME or NAME:ENGINE.
func parseCluster(text string, fallback emulator.Engine) (string, emulator.Engine, error) {
	name, engine, given := strings.Cut(text, ":")
	if !clusterName.MatchString(name) {
		return "", "", fmt.Errorf("--cluster %q: want letters, digits and hyphens", text)
	}
	switch e := emulator.Engine(engine); {
	case !given:
		return name, fallback, nil
	case defaultClusters[e] == "":
		return "", "", fmt.Errorf("--cluster %q: want NAME, NAME:%s or NAME:%s", text, emulator.PostgreSQL, emulator.MySQL)
	default:
		return name, e, nil
	}
}

func (l *localCommand) cluster(name string, engine emulator.Engine) emulator.Cluster {
	c := l.backend(engine)
	c.ID = name
	return c
}

// chosenFirst moves the first cluster of --engine to the front.
func (l *localCommand) chosenFirst(clusters []emulator.Cluster) ([]emulator.Cluster, error) {
	if l.Engine == "" {
		return clusters, nil
	}
	i := slices.IndexFunc(clusters, func(c emulator.Cluster) bool { return string(c.Engine) == l.Engine })
	if i < 0 {
		return nil, fmt.Errorf("--engine %s: no --cluster is of it", l.Engine)
	}
	chosen := clusters[i]
	return slices.Insert(slices.Delete(clusters, i, i+1), 0, chosen), nil
}
