package auroradataapi_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/auroradataapi/auroradataapi"
)

const (
	clusterARN = "arn:aws:rds:eu-central-1:123456789012:cluster:orders"
	secretARN  = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:orders-AbCdEf"
)

// service is a scripted Data API: it answers the requests with its steps, in
// order, and remembers the requests.
type service struct {
	t      *testing.T
	url    string
	config auroradataapi.Config
	naps   []time.Duration // what the driver waited, on a clock that only it moves

	answers func(request) step // instead of a script, which is then empty

	mu       sync.Mutex // guards what follows
	steps    []step
	requests []request
	now      time.Time
	sleepers map[chan struct{}]time.Time // who waits for the clock to be advanced, and until when
	asleep   *sync.Cond                  // tells that there is another one
}

// step is an answer.
type step func(http.ResponseWriter, *http.Request)

// request is a request as the service got it.
type request struct {
	Operation             string
	Header                http.Header
	ResourceArn           string
	SecretArn             string
	SQL                   string
	Database              string
	TransactionID         string
	IncludeResultMetadata bool
	Parameters            []parameter
}

type parameter struct {
	Name     string
	Value    map[string]any
	TypeHint string
}

func newService(t *testing.T, steps ...step) *service {
	t.Helper()
	s := &service{t: t, steps: steps, now: time.Unix(0, 0), sleepers: map[chan struct{}]time.Time{}}
	s.asleep = sync.NewCond(&s.mu)
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.url = server.URL
	s.config = auroradataapi.Config{
		ClusterARN: clusterARN, SecretARN: secretARN, Database: "orders", Endpoint: server.URL,
		DefaultQueryExecMode: auroradataapi.QueryExecModeExec,
		AWSConfig: &aws.Config{
			HTTPClient: server.Client(),
			Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
				return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "secret"}, nil
			}),
		},
	}
	return s
}

// open returns a DB on the service, whose script must be used up in the end.
func (s *service) open() *sql.DB {
	s.t.Helper()
	connector, err := auroradataapi.NewConnector(s.config)
	if err != nil {
		s.t.Fatal(err)
	}
	connector.SetClock(auroradataapi.Clock{Now: s.time, Sleep: s.sleep, Random: func() float64 { return 0.5 }})
	db := sql.OpenDB(connector)
	s.t.Cleanup(func() {
		if err := db.Close(); err != nil {
			s.t.Errorf("close: %v", err)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if len(s.steps) > 0 {
			s.t.Errorf("%d answers were not asked for", len(s.steps))
		}
	})
	return db
}

func (s *service) time() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// sleep is over at once for the waits between attempts, which are short. A longer
// one is over when the clock has been advanced.
func (s *service) sleep(ctx context.Context, d time.Duration) error {
	if d > 5*time.Second {
		return s.sleepLong(ctx, d)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
	s.naps = append(s.naps, d)
	return ctx.Err()
}

func (s *service) sleepLong(ctx context.Context, d time.Duration) error {
	wake := make(chan struct{})
	s.mu.Lock()
	s.sleepers[wake] = s.now.Add(d)
	s.asleep.Broadcast()
	s.mu.Unlock()
	select {
	case <-wake:
	case <-ctx.Done():
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.sleepers, wake)
	}
	return ctx.Err()
}

// pass moves the clock on and wakes nobody.
func (s *service) pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// advance moves the clock on as soon as somebody sleeps.
func (s *service) advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.sleepers) == 0 {
		s.asleep.Wait()
	}
	s.now = s.now.Add(d)
	for wake, until := range s.sleepers {
		if !until.After(s.now) {
			delete(s.sleepers, wake)
			close(wake)
		}
	}
}

// got returns the requests so far.
func (s *service) got() []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Errorf("read request: %v", err)
	}
	request := request{Operation: r.URL.Path, Header: r.Header}
	if err := json.Unmarshal(body, &request); err != nil {
		s.t.Errorf("request is not JSON: %v: %s", err, body)
	}
	step := s.next(request)
	w.Header().Set("X-Amzn-Requestid", "request-1")
	w.Header().Set("Content-Type", "application/json")
	step(w, r)
}

func (s *service) next(r request) step {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, r)
	if s.answers != nil {
		return s.answers(r)
	}
	if len(s.steps) == 0 {
		s.t.Errorf("request %d was not expected: %s %s", len(s.requests), r.Operation, r.SQL)
		return failure(http.StatusInternalServerError, "InternalFailure", "out of script")
	}
	step := s.steps[0]
	s.steps = s.steps[1:]
	return step
}

// answer answers with status 200.
func answer(body string) step {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) }
}

// updated answers to a statement that changes rows.
func updated(n string) step {
	return answer(`{"generatedFields":[],"numberOfRecordsUpdated":` + n + `}`)
}

// failure answers with an exception.
func failure(status int, exception, message string) step {
	body, err := json.Marshal(map[string]string{"message": message})
	if err != nil {
		panic(err)
	}
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Amzn-Errortype", exception)
		w.WriteHeader(status)
		_, _ = w.Write(body)
	}
}

// databaseError answers with an error of the database.
func databaseError(message string) step {
	return failure(http.StatusBadRequest, "DatabaseErrorException", message)
}

func resuming() step {
	return failure(http.StatusBadRequest, "DatabaseResumingException",
		"The Aurora DB instance db-X is resuming after being auto-paused. Please wait a few seconds and try again.")
}

func began(id string) step { return answer(`{"transactionId":"` + id + `"}`) }

func committed() step { return answer(`{"transactionStatus":"Transaction Committed"}`) }

func rolledBack() step { return answer(`{"transactionStatus":"Rollback Complete"}`) }

// dropped reads the request and closes the connection without an answer.
func dropped() step {
	return func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
}

// truncated sends the start of an answer and closes the connection.
func truncated() step {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = io.WriteString(w, `{"numberOfRecordsUpdated":1,`)
		panic(http.ErrAbortHandler)
	}
}

// selected answers with one row of one int8.
func selected(n string) step {
	return answer(`{"numberOfRecordsUpdated":0,"records":[[{"longValue":` + n + `}]],"columnMetadata":[` +
		`{"name":"n","label":"n","typeName":"int8","type":-5,"nullable":1,"precision":19}]}`)
}
