package emulator_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// resumingText is what a cluster says that wakes up.
const resumingText = "The Aurora DB instance db-LOCAL is resuming after being auto-paused. Please wait a few seconds and try again."

// inject puts a fault in force until the test ends.
func inject(t *testing.T, s *emulator.Server, text string) (remove func()) {
	t.Helper()
	f, err := emulator.ParseFault(text)
	if err != nil {
		t.Fatal(err)
	}
	remove, err = s.Inject(f)
	if err != nil {
		t.Fatal(err)
	}
	return remove
}

// TestFaultAnswers strikes an INSERT with each kind that answers, and looks at
// the answer and at whether the statement has run.
func TestFaultAnswers(t *testing.T) {
	table(t, "fault_answers", "n int")
	s := attached(t, &emulator.Server{})
	tests := []struct {
		fault         string
		status        int
		code, message string
		runs          bool
	}{
		{fault: "pause:calls=1", status: 400, code: "DatabaseResumingException", message: resumingText},
		{fault: "throttle", status: 400, code: "ThrottlingException", message: "Rate exceeded"},
		{fault: "error-before", status: 500, code: "InternalServerErrorException"},
		{fault: "error-before:status=503", status: 503, code: "ServiceUnavailableError"},
		{fault: "error-before:status=504", status: 504, code: "DatabaseUnavailableException"},
		{fault: "error-after", status: 500, code: "InternalServerErrorException", runs: true},
		{fault: "error-after:status=503", status: 503, code: "ServiceUnavailableError", runs: true},
		{fault: "error-after:status=504", status: 504, code: "DatabaseUnavailableException", runs: true},
	}
	for i, test := range tests {
		t.Run(test.fault, func(t *testing.T) {
			defer inject(t, s, test.fault)()
			before := backend(t, "select count(*) from fault_answers")
			a := caller{server: s}.execute(t, "insert into fault_answers values (1)")
			a.want(t, test.status, test.code, test.message)
			if ran := backend(t, "select count(*) from fault_answers") != before; ran != test.runs {
				t.Errorf("the statement ran: %t, want %t", ran, test.runs)
			}
			kind, _, _ := strings.Cut(test.fault, ":")
			if n := s.Injected()[emulator.FaultKind(kind)]; n == 0 || n > i+1 {
				t.Errorf("%d faults are counted", n)
			}
		})
	}
}

// want holds a refusal against a status, an exception and a message.
func (a answer) want(t *testing.T, status int, code, message string) {
	t.Helper()
	body := "{}"
	if message != "" {
		body = `{"message":"` + message + `"}`
	}
	if a.status != status || a.header.Get("x-amzn-ErrorType") != code || a.body != body {
		t.Errorf("answered %d %s %s\nwant %d %s %s", a.status, a.header.Get("x-amzn-ErrorType"), a.body, status, code, body)
	}
}

// TestFaultBreaks strikes an INSERT with each kind that leaves no answer.
func TestFaultBreaks(t *testing.T) {
	table(t, "fault_breaks", "n int")
	s := attached(t, &emulator.Server{})
	tests := []struct {
		fault string
		want  error // of sending or reading
		body  string
		runs  bool
	}{
		{fault: "drop-before", want: syscall.ECONNRESET},
		{fault: "drop-after", want: syscall.ECONNRESET, runs: true},
		{fault: "drop-middle", want: syscall.ECONNRESET, runs: true},
		{fault: "short", want: io.ErrUnexpectedEOF, body: `{"generatedFields":[],"n`, runs: true},
		{fault: "truncate", body: `{"generatedFields":[],"n`, runs: true},
	}
	for _, test := range tests {
		t.Run(test.fault, func(t *testing.T) {
			defer inject(t, s, test.fault)()
			before := backend(t, "select count(*) from fault_breaks")
			body, err := postBody(t, s, "insert into fault_breaks values (1)")
			if !errors.Is(err, test.want) || !strings.HasPrefix(body, test.body) {
				t.Errorf("got %q, %v, want %q, %v", body, err, test.body, test.want)
			}
			if ran := backend(t, "select count(*) from fault_breaks") != before; ran != test.runs {
				t.Errorf("the statement ran: %t, want %t", ran, test.runs)
			}
		})
	}
}

// TestFaultBreaksStream breaks streams of an HTTP/2 connection, which lives on.
func TestFaultBreaksStream(t *testing.T) {
	s := attached(t, &emulator.Server{NoListener: true})
	web := httptest.NewUnstartedServer(s)
	web.EnableHTTP2 = true
	web.StartTLS()
	defer web.Close()
	for _, fault := range []string{"drop-before", "drop-after", "drop-middle", "short"} {
		inject(t, s, fault+":times=1")
		response, err := web.Client().Post(web.URL+"/Execute", "application/json", strings.NewReader(executeBody("select 1", "")))
		if err == nil {
			_, err = io.ReadAll(response.Body)
			response.Body.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "INTERNAL_ERROR") {
			t.Errorf("%s: got %v, want an error of the stream", fault, err)
		}
	}
}

// postBody runs a statement and gives what can be read of the answer.
func postBody(t *testing.T, s *emulator.Server, sql string) (string, error) {
	t.Helper()
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	body := `{"sql":"` + sql + `","resourceArn":"` + s.ClusterARN("local") + `","secretArn":"` + s.SecretARN(localSecret) + `","database":"postgres"}`
	response, err := (&http.Client{Transport: transport}).Post(s.URL()+"/Execute", "application/json", strings.NewReader(body))
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return string(text), err
}

func TestFaultBusy(t *testing.T) {
	s := attached(t, &emulator.Server{})
	id := begin(t, s)
	inject(t, s, "busy:times=2")
	execute(t, s, statement(s, "select 1")) // in no transaction
	refuse(t, s, in(s, id, "select 1"), "DatabaseErrorException", stillRunning)
	_, err := commit(t, s, id)
	wantError(t, err, "DatabaseErrorException", stillRunning)
	if status, err := commit(t, s, id); err != nil {
		t.Errorf("CommitTransaction answers %q, %v", status, err)
	}
}

func TestFaultExpire(t *testing.T) {
	table(t, "fault_expire", "n int")
	s := attached(t, &emulator.Server{})
	id, other := begin(t, s), begin(t, s)
	execute(t, s, in(s, id, "insert into fault_expire values (1)"))
	remove := inject(t, s, "expire:op=CommitTransaction")
	execute(t, s, in(s, id, "insert into fault_expire values (2)"))
	_, err := commit(t, s, id)
	wantError(t, err, "TransactionNotFoundException", "Transaction "+id+" is not found")
	wantGone(t, s, id)
	remove()
	if _, err := commit(t, s, other); err != nil {
		t.Error(err)
	}
	if n := backend(t, "select count(*) from fault_expire"); n != "0" {
		t.Errorf("%s rows are there", n)
	}
}

func TestExpireTransactions(t *testing.T) {
	s := attached(t, &emulator.Server{})
	first, second, third := begin(t, s), begin(t, s), begin(t, s)
	if n := s.ExpireTransactions(second, second, "nonsense"); n != 1 {
		t.Errorf("%d have ended, want 1", n)
	}
	wantGone(t, s, second)
	execute(t, s, in(s, first, "select 1"))
	if n := s.ExpireTransactions(); n != 2 {
		t.Errorf("%d have ended, want 2", n)
	}
	wantGone(t, s, first)
	wantGone(t, s, third)
	if n := backend(t, "select count(*) from pg_stat_activity where state like 'idle in transaction%'"); n != "0" {
		t.Errorf("%s sessions are in a transaction", n)
	}
}

// TestFaultPauseEnds looks at how pauses end, one call after the other: a dot is
// a call that is answered, a p one that is refused, a minute passes at an m, and
// an r resumes.
func TestFaultPauseEnds(t *testing.T) {
	for fault, want := range map[string]string{
		"pause:times=1,calls=2":                             "pp...",
		"pause:after=1,calls=2,times=2":                     ".pppp..",
		"pause:times=1,time=2m":                             "ppmppmm..",
		"pause:time=2m,times=2":                             "pmmpmm..",
		"pause:times=1":                                     "pmmpppr..",
		"pause:op=ExecuteStatement,times=1,calls=3,time=1m": "ppm..",
	} {
		t.Run(fault, func(t *testing.T) {
			clock := &emulator.ManualClock{}
			s := attached(t, &emulator.Server{Clock: clock})
			inject(t, s, fault)
			for i, what := range want {
				switch what {
				case 'm':
					clock.Advance(time.Minute)
				case 'r':
					s.Resume()
				case 'p':
					refuse(t, s, statement(s, "select 1"), "DatabaseResumingException", resumingText)
				case '.':
					execute(t, s, statement(s, "select 1"))
				}
				if t.Failed() {
					t.Fatalf("in step %d of %s", i+1, want)
				}
			}
		})
	}
}

// TestPause pauses by hand, with a transaction open.
func TestPause(t *testing.T) {
	s := attached(t, &emulator.Server{})
	id, other := begin(t, s), begin(t, s)
	s.Pause()
	refuse(t, s, statement(s, "select 1"), "DatabaseResumingException", resumingText)
	refuse(t, s, in(s, id, "select 1"), "DatabaseResumingException", resumingText)
	if _, err := commit(t, s, id); err != nil {
		t.Error(err)
	}
	if _, err := rollback(t, s, other); err != nil {
		t.Error(err)
	}
	s.Resume()
	execute(t, s, statement(s, "select 1"))
	if got := s.Injected(); got[emulator.FaultPause] != 2 || len(got) != 1 {
		t.Errorf("counted %v", got)
	}
}

// TestFaultDelay has a call wait for the clock, two delays long.
func TestFaultDelay(t *testing.T) {
	clock := &recordingClock{wanted: make(chan time.Duration, 10)}
	s := attached(t, &emulator.Server{Clock: clock})
	inject(t, s, "delay:time=10ms")
	inject(t, s, "delay:time=5ms")
	inject(t, s, "throttle")
	done := make(chan answer)
	go func() { done <- caller{server: s}.execute(t, "select 1") }()
	for clock.next(t.Context()) != 15*time.Millisecond {
	}
	select {
	case a := <-done:
		t.Errorf("answered %s", a)
	default:
	}
	clock.Advance(15 * time.Millisecond)
	(<-done).want(t, 400, "ThrottlingException", "Rate exceeded")
}

// TestFaultDelayEnds closes a server while a call is on its way.
func TestFaultDelayEnds(t *testing.T) {
	clock := &recordingClock{wanted: make(chan time.Duration, 10)}
	s := attached(t, &emulator.Server{Clock: clock, Faults: []emulator.Fault{{Kind: emulator.FaultDelay, Time: time.Hour}}})
	done := make(chan answer)
	go func() { done <- caller{server: s}.execute(t, "select 1") }()
	for clock.next(t.Context()) != time.Hour {
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if a := <-done; a.status != http.StatusServiceUnavailable {
		t.Errorf("answered %s", a)
	}
}

// recordingClock is a ManualClock that tells which times it is asked for.
type recordingClock struct {
	emulator.ManualClock
	wanted chan time.Duration
}

func (c *recordingClock) AfterFunc(d time.Duration, f func()) (stop func() bool) {
	stop = c.ManualClock.AfterFunc(d, f)
	select {
	case c.wanted <- d:
	default: // nobody listens
	}
	return stop
}

func (c *recordingClock) next(ctx context.Context) time.Duration {
	select {
	case d := <-c.wanted:
		return d
	case <-ctx.Done():
		return 0
	}
}

// TestFaultsReplay makes the same calls twice, and by many callers at once: each
// rule strikes the same ones of the calls that it looks at.
func TestFaultsReplay(t *testing.T) {
	sequence := func(seed uint64, callers int) []string {
		var log lockedBuffer
		s := attached(t, &emulator.Server{FaultSeed: seed, Logger: debugLogger(&log)})
		inject(t, s, "throttle:p=0.3")
		inject(t, s, "error-before:op=ExecuteStatement,p=0.5,after=3,times=5")
		var group sync.WaitGroup
		for range callers {
			group.Go(func() {
				for range 40 / callers {
					caller{server: s}.execute(t, "select 1")
				}
			})
		}
		group.Wait()
		injected := regexp.MustCompile(`kind=\S+ ordinal=\d+ rule=\d+ call=\d+`).FindAllString(log.String(), -1)
		slices.Sort(injected)
		return injected
	}
	first := sequence(1, 1)
	if len(first) < 10 || len(first) > 30 {
		t.Errorf("%d faults have struck 40 calls", len(first))
	}
	if again := sequence(1, 1); !slices.Equal(first, again) {
		t.Errorf("again it is\n%s\nwant\n%s", again, first)
	}
	if parallel := sequence(1, 8); !slices.Equal(first, parallel) {
		t.Errorf("in parallel it is\n%s\nwant\n%s", parallel, first)
	}
	if other := sequence(2, 1); slices.Equal(first, other) {
		t.Error("another seed makes no difference")
	}
}

func debugLogger(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// lockedBuffer is a buffer for goroutines.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}

func TestResetFaults(t *testing.T) {
	s := attached(t, &emulator.Server{Faults: []emulator.Fault{{Kind: emulator.FaultThrottle}}})
	refuse(t, s, statement(s, "select 1"), "ThrottlingException", "Rate exceeded")
	s.Pause()
	s.ResetFaults(7)
	execute(t, s, statement(s, "select 1"))
	if got := s.Injected(); len(got) != 0 {
		t.Errorf("counted %v", got)
	}
}

// TestFaultsOfStoppedServer uses servers that do not run.
func TestFaultsOfStoppedServer(t *testing.T) {
	s := &emulator.Server{}
	for _, state := range []string{"before Start", "after Close"} {
		if _, err := s.Inject(emulator.Fault{Kind: emulator.FaultThrottle}); err == nil || !strings.Contains(err.Error(), "not started") {
			t.Errorf("%s: Inject gives %v", state, err)
		}
		s.Pause()
		s.Resume()
		s.ResetFaults(1)
		if n := s.ExpireTransactions(); n != 0 || len(s.Injected()) != 0 {
			t.Errorf("%s: %d expired, injected %v", state, n, s.Injected())
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	bad := &emulator.Server{Faults: []emulator.Fault{{Kind: "nonsense"}}, Clusters: []emulator.Cluster{{ID: "local", DSN: shared.BackendDSN("local")}}}
	if err := bad.Start(t.Context()); err == nil || !strings.Contains(err.Error(), `unknown kind "nonsense"`) {
		t.Errorf("Start gives %v", err)
	}
	if _, err := attached(t, &emulator.Server{}).Inject(emulator.Fault{Kind: emulator.FaultDelay}); err == nil || !strings.Contains(err.Error(), "needs a time") {
		t.Errorf("Inject gives %v", err)
	}
}
