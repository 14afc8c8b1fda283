package libraries_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/alexedwards/scs/mysqlstore"
	"github.com/alexedwards/scs/v2"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// TestSCS has scs keep the sessions of a server in a table.
func TestSCS(t *testing.T) {
	bothways.RunOn(t, auroradataapi.EngineMySQL, func(t *testing.T, d bothways.Database) {
		exec(t, d.DB, "create table sessions (token char(43) primary key, data blob not null, expiry timestamp(6) not null)")
		store := mysqlstore.NewWithCleanupInterval(d.DB, 0)
		manager := newManager(t, store)
		counter := manager.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			manager.Put(r.Context(), "visits", manager.GetInt(r.Context(), "visits")+1)
			if r.URL.Path == "/end" {
				_ = manager.Destroy(r.Context())
			}
			w.Header().Set("Visits", string(rune('0'+manager.GetInt(r.Context(), "visits"))))
		}))
		var cookie *http.Cookie
		for i, want := range []struct {
			path, visits string
			calls        int
		}{{"/", "1", 1}, {"/", "2", 2}, {"/", "3", 2}, {"/end", "0", 2}, {"/", "1", 1}} {
			request, response := httptest.NewRequestWithContext(t.Context(), http.MethodGet, want.path, nil), httptest.NewRecorder()
			if cookie != nil {
				request.AddCookie(cookie)
			}
			calls := d.Calls(func() { counter.ServeHTTP(response, request) })
			if got := response.Header().Get("Visits"); got != want.visits || !d.Native && calls != want.calls {
				t.Errorf("request %d: visit %s in %d calls, want %s in %d", i, got, calls, want.visits, want.calls)
			}
			for _, c := range response.Result().Cookies() {
				cookie = c
			}
		}
		expire(t, store)
	})
}

// newManager returns what scs.New does, without the goroutine of a store in memory,
// which nobody can stop.
func newManager(t *testing.T, store scs.Store) *scs.SessionManager {
	return &scs.SessionManager{
		Store: store, Codec: scs.GobCodec{}, Lifetime: time.Hour,
		Cookie:    scs.SessionCookie{Name: "session", Path: "/", Persist: true},
		ErrorFunc: func(_ http.ResponseWriter, _ *http.Request, err error) { t.Error(err) },
	}
}

// expire has sessions that are over not be found.
func expire(t *testing.T, store *mysqlstore.MySQLStore) {
	t.Helper()
	data := []byte{0, 0xff, '\''}
	for token, expiry := range map[string]time.Time{"over": time.Now().Add(-time.Second), "there": time.Now().Add(time.Hour)} {
		if err := store.Commit(token, data, expiry); err != nil {
			t.Fatal(err)
		}
		got, found, err := store.Find(token)
		if err != nil || found != (token == "there") || found && string(got) != string(data) {
			t.Errorf("%s: %q, %v, %v", token, got, found, err)
		}
	}
	if all, err := store.All(); err != nil || len(all) != 2 {
		t.Errorf("%d sessions, %v", len(all), err)
	}
}
