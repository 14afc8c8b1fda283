package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/seed"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// initialising is the flag of `local` about what new data has in it.
type initialising struct {
	Init []string `sep:"none" placeholder:"[CLUSTER:]FILE" help:"Run FILE, of SQL, at a cluster's server when its data is new, before anybody is answered. Repeat for more; they run in their order. Without CLUSTER it is for each cluster of the engine of the first. On PostgreSQL all files are one transaction, and may be of pg_dump."`
}

// apply gives the clusters their files.
func (i *initialising) apply(clusters []emulator.Cluster) error {
	files := make([][]string, len(clusters))
	for _, text := range i.Init {
		wanted, path := parseInit(text, clusters)
		path, err := filepath.Abs(path)
		if err == nil {
			_, err = os.Stat(path)
		}
		if err != nil {
			return fmt.Errorf("--init %s: %w", text, err)
		}
		for n, c := range clusters {
			if wanted == c.ID || wanted == "" && c.Engine == clusters[0].Engine {
				files[n] = append(files[n], path)
			}
		}
	}
	for n := range clusters {
		c := &clusters[n]
		if len(files[n]) == 0 {
			continue
		}
		if c.DSN != "" {
			return fmt.Errorf("--init: cluster %s has a server of its own, whose data is not new", c.ID)
		}
		c.Init = func(ctx context.Context, dsn string) error { return seed.Run(ctx, c.Engine, dsn, files[n]) }
	}
	return nil
}

// parseInit reads CLUSTER:FILE, and FILE where nothing before a colon is a cluster.
func parseInit(text string, clusters []emulator.Cluster) (cluster, path string) {
	name, path, ok := strings.Cut(text, ":")
	if ok && slices.ContainsFunc(clusters, func(c emulator.Cluster) bool { return c.ID == name }) {
		return name, path
	}
	return "", text
}
