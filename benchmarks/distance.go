package main

import (
	"net/http"
	"strings"
	"time"
)

// A distance is the round trip that is simulated, in the process of the service,
// so that the client waits for it as it waits for a network. The microseconds that
// loopback takes come on top.
//
// For HTTP a URL that begins with distancePath and a time is the same URL without
// them, so much farther away: each request waits before it is served. A native
// connection, which may send without waiting for answers, goes through a relay.

const distancePath = "/at/"

// atDistance gives the URL of a service at a distance.
func atDistance(url string, distance time.Duration) string {
	if distance == 0 {
		return url
	}
	return url + distancePath + distance.String()
}

// distant serves what next serves, at any distance.
func distant(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rest, ok := strings.CutPrefix(r.URL.Path, distancePath)
		if !ok {
			next.ServeHTTP(w, r)
			return
		}
		text, path, _ := strings.Cut(rest, "/")
		distance, err := time.ParseDuration(text)
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		r.URL.Path, r.URL.RawPath = "/"+path, ""
		if travel(r, distance) {
			next.ServeHTTP(w, r)
		}
	})
}

// travel waits for a distance. It reports whether the client is still there.
func travel(r *http.Request, distance time.Duration) bool {
	timer := time.NewTimer(distance)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}
