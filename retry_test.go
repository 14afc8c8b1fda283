package auroradataapi_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/auroradataapi/auroradataapi"
)

func TestRetries(t *testing.T) {
	throttled := failure(http.StatusBadRequest, "ThrottlingException", "Rate exceeded")
	tests := []struct {
		name    string
		steps   []step
		want    error // nil for success
		unknown bool
		naps    int
	}{
		{"none", []step{updated("1")}, nil, false, 0},
		{"resuming", []step{resuming(), resuming(), updated("1")}, nil, false, 2},
		{"resuming, by its text", []step{failure(400, "BadRequestException", "it is resuming after being auto-paused."), updated("1")}, nil, false, 1},
		{"throttled", []step{throttled, updated("1")}, nil, false, 1},
		{"status 429", []step{failure(http.StatusTooManyRequests, "", ""), updated("1")}, nil, false, 1},
		{"lost answer", []step{dropped()}, auroradataapi.ErrOutcomeUnknown, true, 0},
		{"half an answer", []step{truncated()}, auroradataapi.ErrOutcomeUnknown, true, 0},
		{"unreadable answer", []step{answer(`{"numberOfRecordsUpdated":`)}, auroradataapi.ErrOutcomeUnknown, true, 0},
		{"internal failure", []step{failure(500, "InternalFailure", "")}, auroradataapi.ErrOutcomeUnknown, true, 0},
		{"unavailable", []step{failure(504, "DatabaseUnavailableException", "")}, auroradataapi.ErrOutcomeUnknown, true, 0},
		{"proxy's page", []step{func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusBadGateway)
			_, _ = io.WriteString(w, "<html>")
		}}, auroradataapi.ErrOutcomeUnknown, true, 0},
		{"server shut down", []step{databaseError("FATAL: terminating connection due to administrator command; SQLState: 57P01")}, auroradataapi.ErrOutcomeUnknown, true, 0},
		{"connection to the server lost", []step{databaseError("An I/O error occurred while sending to the backend.; SQLState: 08006")}, auroradataapi.ErrOutcomeUnknown, true, 0},
		{"unknown after resuming", []step{resuming(), dropped()}, auroradataapi.ErrOutcomeUnknown, true, 1},
		{"timed out", []step{failure(400, "StatementTimeoutException", "Request timed out")}, auroradataapi.ErrStatementTimeout, false, 0},
		{"denied", []step{failure(403, "AccessDeniedException", "User: x is not authorized")}, auroradataapi.ErrAccessDenied, false, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t, tt.steps...)
			_, err := s.open().Exec("insert into t values (1)")
			if !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if errors.Is(err, auroradataapi.ErrOutcomeUnknown) != tt.unknown {
				t.Errorf("outcome unknown is %v: %v", !tt.unknown, err)
			}
			if len(s.naps) != tt.naps || len(s.got()) != len(tt.steps) {
				t.Errorf("%d waits and %d requests, want %d and %d", len(s.naps), len(s.got()), tt.naps, len(tt.steps))
			}
		})
	}
}

// TestForgedRefusal: an error of the database that has the words of a refusal, as
// a RAISE can, comes from a statement that has run. It is not sent again.
func TestForgedRefusal(t *testing.T) {
	for _, words := range []string{"it is resuming after being auto-paused.", "Transaction is still running a query"} {
		s := newService(t, databaseError("ERROR: "+words+"; SQLState: P0001"))
		_, err := s.open().Exec("call f()")
		var e *auroradataapi.Error
		if !errors.As(err, &e) || e.Code != "P0001" || errors.Is(err, auroradataapi.ErrResuming) || errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
			t.Errorf("got %v", err)
		}
	}
}

// TestRepeatable: what may run twice is sent again when its answer was lost.
func TestRepeatable(t *testing.T) {
	tests := []struct {
		name string
		last step
		want error
	}{
		{"success", selected("1"), nil},
		{"failure", dropped(), auroradataapi.ErrOutcomeUnknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t, dropped(), failure(503, "ServiceUnavailableError", ""), tt.last)
			if err := s.open().Ping(); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

// TestReadsAreRepeated: so is a query that only reads, outside a transaction.
func TestReadsAreRepeated(t *testing.T) {
	lost, unavailable := dropped(), failure(503, "ServiceUnavailableError", "")
	tests := []struct {
		name  string
		sql   string
		steps []step
		want  error
	}{
		{"query", "select count(*) from t", []step{lost, selected("1")}, nil},
		{"twice", "select lower(a) from t", []step{lost, unavailable, selected("1")}, nil},
		{"three times", "values (1)", []step{lost, unavailable, truncated()}, auroradataapi.ErrOutcomeUnknown},
		{"common table expression", "with a as (select 1) table a", []step{lost, selected("1")}, nil},
		{"function of the program's", "select f(1)", []step{began("t"), lost, rolledBack()}, io.EOF}, // it has not happened
		{"sequence", "select nextval('s')", []step{lost}, auroradataapi.ErrOutcomeUnknown},
		{"insert in a query", "with a as (insert into t values (1) returning b) select * from a", []step{lost}, auroradataapi.ErrOutcomeUnknown},
		{"new table", "select a into b from c", []step{lost}, auroradataapi.ErrOutcomeUnknown},
		{"procedure", "call p()", []step{lost}, auroradataapi.ErrOutcomeUnknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t, tt.steps...)
			if _, err := s.open().Exec(tt.sql); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

// TestReadInTransaction is sent once: whether the transaction is alive is not
// known.
func TestReadInTransaction(t *testing.T) {
	tx, err := newService(t, began("T1"), dropped(), rolledBack()).open().Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("select 1"); !errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
		t.Errorf("got %v", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Error(err)
	}
}

// TestResumeTimeout: a paused cluster is waited for until the time is up.
func TestResumeTimeout(t *testing.T) {
	tests := []struct {
		name     string
		timeout  time.Duration
		requests int
	}{
		// The waits are half of 0.2, 0.4, 0.8, 1.6, 2, 2, … seconds.
		{"three seconds", 3 * time.Second, 7},
		{"off", -1, 1},
		{"default", 0, 64},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var steps []step
			for range tt.requests {
				steps = append(steps, resuming())
			}
			s := newService(t, steps...)
			s.config.ResumeTimeout = tt.timeout
			_, err := s.open().Exec("select 1")
			if !errors.Is(err, auroradataapi.ErrResuming) || errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestContextEndsWait: the error tells both what was waited for and why no longer.
func TestContextEndsWait(t *testing.T) {
	s := newService(t, resuming())
	connector, err := auroradataapi.NewConnector(s.config)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	connector.SetClock(auroradataapi.Clock{
		Now: time.Now,
		Sleep: func(ctx context.Context, _ time.Duration) error {
			cancel()
			return ctx.Err()
		},
		Random: func() float64 { return 0 },
	})
	conn, err := connector.Connect(ctx)
	if err != nil {
		t.Fatal(err)
	}
	err = conn.(interface{ Ping(context.Context) error }).Ping(ctx)
	if !errors.Is(err, context.Canceled) || !errors.Is(err, auroradataapi.ErrResuming) {
		t.Errorf("got %v", err)
	}
}

func TestCanceledWhileRunning(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := newService(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	_, err := s.open().ExecContext(ctx, "insert into t values (1)")
	if !errors.Is(err, context.Canceled) || !errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
		t.Errorf("got %v", err)
	}
	if want := "auroradataapi: execute statement: outcome unknown: context canceled"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %q", err, want)
	}
}

// TestUnreachable: what never got out is tried a few times, and its outcome is
// known.
func TestUnreachable(t *testing.T) {
	var dials atomic.Int32
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	s := newService(t)
	s.config.AWSConfig.HTTPClient = &http.Client{Transport: &http.Transport{
		DialContext: func(context.Context, string, string) (net.Conn, error) {
			dials.Add(1)
			return nil, refused
		},
	}}
	_, err := s.open().Exec("insert into t values (1)")
	if !errors.Is(err, refused) || errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
		t.Errorf("got %v", err)
	}
	if n := dials.Load(); n != 3 {
		t.Errorf("%d attempts, want 3", n)
	}
}

// TestHalfSent: a request that breaks off before its last byte has not run.
func TestHalfSent(t *testing.T) {
	s := newService(t)
	broken := errors.New("broken pipe")
	s.config.AWSConfig.HTTPClient = roundTrip(func(r *http.Request) (*http.Response, error) {
		if _, err := r.Body.Read(make([]byte, 10)); err != nil {
			t.Error(err)
		}
		return nil, broken
	})
	_, err := s.open().Exec("insert into t values (1)")
	if !errors.Is(err, broken) || errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
		t.Errorf("got %v", err)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) Do(r *http.Request) (*http.Response, error) { return f(r) }

// TestGivenUpRequestStaysUnsent: once Do has returned without the last byte, the
// network does not get it any more.
func TestGivenUpRequestStaysUnsent(t *testing.T) {
	s := newService(t)
	var late io.Reader
	s.config.AWSConfig.HTTPClient = roundTrip(func(r *http.Request) (*http.Response, error) {
		late = r.Body
		return nil, errors.New("no")
	})
	if _, err := s.open().Exec("insert into t values (1)"); err == nil {
		t.Fatal("no error")
	}
	if body, err := io.ReadAll(late); err == nil {
		t.Errorf("the body can still be read: %s", body)
	}
}

// TestClockSkew: a signature that is refused because of a wrong clock is made
// anew, with the service's time.
func TestClockSkew(t *testing.T) {
	s := newService(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
		failure(http.StatusForbidden, "InvalidSignatureException", "Signature expired")(w, r)
	}, updated("1"))
	if _, err := s.open().Exec("insert into t values (1)"); err != nil {
		t.Fatal(err)
	}
	if first, second := s.got()[0].Header.Get("X-Amz-Date"), s.got()[1].Header.Get("X-Amz-Date"); second <= first {
		t.Errorf("signed at %s, then at %s", first, second)
	}
}

// TestNoCredentials: nothing was sent, nothing is tried again.
func TestNoCredentials(t *testing.T) {
	s := newService(t)
	s.config.AWSConfig.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{}, errors.New("no credentials today")
	})
	_, err := s.open().Exec("insert into t values (1)")
	if err == nil || !strings.Contains(err.Error(), "no credentials today") || errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
		t.Errorf("got %v", err)
	}
}

// TestAnswerWhileSending: an answer that begins before the request was read must
// not break off because somebody closes the request's body.
func TestAnswerWhileSending(t *testing.T) {
	const rows = 1000
	row := `[{"stringValue":"` + strings.Repeat("x", 1000) + `"}]`
	body := `{"columnMetadata":[{"name":"a","typeName":"text"}],"records":[` + strings.Repeat(row+",", rows-1) + row + `]}`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		control := http.NewResponseController(w)
		if err := control.EnableFullDuplex(); err != nil {
			t.Error(err)
		}
		for start := 0; start < len(body); start += 1 << 16 {
			_, _ = io.WriteString(w, body[start:min(start+1<<16, len(body))])
			_ = control.Flush()
			_, _ = io.CopyN(io.Discard, r.Body, 1<<18) // a breaking connection is seen by the client
		}
	}))
	t.Cleanup(server.Close)
	s := newService(t)
	s.config.Endpoint = server.URL
	result, err := s.open().Query("select $1", strings.Repeat("x", 3<<20))
	if err != nil {
		t.Fatal(err)
	}
	defer result.Close()
	n := 0
	for result.Next() {
		n++
	}
	if n != rows || result.Err() != nil {
		t.Errorf("%d rows, %v", n, result.Err())
	}
}
