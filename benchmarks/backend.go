package main

import (
	"context"
	"errors"
	"net/http"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// serveEmulator serves the emulator over a database server of its own, with a relay
// to that for each distance.
func serveEmulator(behind *database) error {
	server := &emulator.Server{NoListener: true, Clusters: []emulator.Cluster{{ID: "local", Engine: behind.emulated}}}
	if err := server.Start(context.Background()); err != nil {
		return err
	}
	relays, err := startRelays(behind, server.BackendDSN("local"))
	if err == nil {
		err = serve(atMost(workers, server), serviceAddress{
			ClusterARN: server.ClusterARN("local"), SecretARN: server.SecretARN("rds-db-credentials/local"),
			DSN: server.BackendDSN("local"), Relays: relays.addresses(),
		})
	}
	relays.close()
	return errors.Join(err, server.Close())
}

// workers is how many calls the emulator works on at the same time. Each has a
// connection of its own, of which the servers have 200.
const workers = 100

// atMost serves only so many requests at the same time; others wait.
func atMost(n int, next http.Handler) http.Handler {
	places := make(chan struct{}, n)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		places <- struct{}{}
		defer func() { <-places }()
		next.ServeHTTP(w, r)
	})
}

type relays []*relay

func startRelays(behind *database, dsn string) (relays, error) {
	socket, err := behind.socket(dsn)
	if err != nil {
		return nil, err
	}
	var started relays
	for _, distance := range distances {
		if distance == 0 {
			continue
		}
		r, err := startRelay(socket, distance)
		if err != nil {
			return started, err
		}
		started = append(started, r)
	}
	return started, nil
}

func (r relays) addresses() map[string]string {
	addresses := map[string]string{}
	for _, relay := range r {
		addresses[relay.distance.String()] = relay.address()
	}
	return addresses
}

func (r relays) close() {
	for _, relay := range r {
		relay.close()
	}
}
