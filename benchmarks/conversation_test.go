package main

import (
	"context"
	"database/sql"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"
)

// TestConversation records what the driver says of a query in a transaction and
// says it again in another.
func TestConversation(t *testing.T) {
	var requests atomic.Int64
	standIn := newStandIn()
	server := httptest.NewServer(distant(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		standIn.ServeHTTP(w, r)
	})))
	defer server.Close()
	at := &place{database: databases["emulator"], service: &service{serviceAddress: serviceAddress{URL: server.URL, ClusterARN: clusterARN, SecretARN: secretARN}}}
	said, err := at.record(t.Context(), 0, 2, func(ctx context.Context, db *sql.DB) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		if _, err := tx.ExecContext(ctx, "DECLARE c CURSOR FOR "+eventQuery(12)); err != nil {
			return err
		}
		for range 2 {
			rows, err := tx.QueryContext(ctx, "FETCH 7 FROM c")
			if err != nil {
				return err
			}
			if err := rows.Close(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := said.pages(), []int{7, 5}; !slices.Equal(got, want) {
		t.Errorf("recorded pages of %v rows, want %v", got, want)
	}
	recorded := requests.Load()
	client := bareClient()
	defer client.CloseIdleConnections()
	pages, err := said.repeat(client)
	if err != nil {
		t.Fatal(err)
	}
	if pages <= 0 {
		t.Error("the pages took no time")
	}
	if repeated := requests.Load() - recorded; repeated != int64(len(said)) {
		t.Errorf("repeated %d requests of %d", repeated, len(said))
	}
	if len(standIn.cursors) != 0 {
		t.Error("the transaction of the repetition was not ended")
	}
}
