package soak

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"flag"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/report"
)

var (
	duration = flag.Duration("duration", 5*time.Second, "how long the callers work")
	callers  = flag.Int("callers", 64, "how many there are")
	seed     = flag.Uint64("seed", 1, "of what they choose to do")
)

// TestSoak has callers work and wants no error, every committed row, and nothing
// that grows once the run is warm, which is after its first minute or third.
func TestSoak(t *testing.T) {
	c := startChild(t, "--transaction-idle-timeout", "15s", "--control", "127.0.0.1:0")
	natives := map[string]*sql.DB{}
	for _, e := range []engine{postgresql, mysql} {
		native, err := e.openNative(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		defer native.Close()
		natives[e.name] = native
	}
	all := makeCallers(t, c)
	samples, done := run(t, c, natives, all)
	t.Logf("%d callers\n%s", *callers, table(samples))
	checkLedger(t, natives, all)
	warm := min(time.Minute, *duration/3)
	for len(samples) > 0 && samples[0].at < warm {
		samples = samples[1:]
	}
	for _, grown := range growth(samples) {
		t.Errorf("grown: %s", grown)
	}
	awaitRest(t, c)
	err := report.Line("soak: %d callers, %d operations, %.1f MB/s", *callers, done.operations.Load(), float64(done.octets.Load())/1e6/duration.Seconds())
	if err != nil {
		t.Error(err)
	}
}

// makeCallers divides them equally among the engines and the ways.
func makeCallers(t *testing.T, c *child) []*caller {
	t.Helper()
	var clients []client
	var engines []engine
	for _, e := range []engine{postgresql, mysql} {
		db := e.openDriver(t, c)
		clients = append(clients, &throughDriver{e, db}, e.newSDK(c))
		engines = append(engines, e, e)
	}
	all := make([]*caller, *callers)
	for i := range all {
		all[i] = &caller{
			number: i, engine: engines[i%len(engines)], client: clients[i%len(clients)],
			random: rand.New(rand.NewPCG(*seed, uint64(i))),
		}
	}
	return all
}

func (e engine) openDriver(t *testing.T, c *child) *sql.DB {
	t.Helper()
	connector, err := auroradataapi.NewConnector(auroradataapi.Config{
		Engine: e.driver, ClusterARN: c.environOf(e, "CLUSTER_ARN"), SecretARN: c.environOf(e, "SECRET_ARN"), Database: e.database,
		AWSConfig: &aws.Config{Region: c.environ["AWS_REGION"], BaseEndpoint: aws.String(c.url()), Credentials: keys},
	})
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	t.Cleanup(func() { db.Close() })
	return db
}

var keys = credentials.NewStaticCredentialsProvider("local", "local", "")

func (e engine) newSDK(c *child) *throughSDK {
	return &throughSDK{
		engine: e, cluster: aws.String(c.environOf(e, "CLUSTER_ARN")), secret: aws.String(c.environOf(e, "SECRET_ARN")),
		api: rdsdata.New(rdsdata.Options{
			BaseEndpoint: aws.String(c.url()), Region: c.environ["AWS_REGION"], Credentials: keys, RetryMaxAttempts: 1,
			HTTPClient: &http.Client{Transport: ownBody{&http.Transport{MaxIdleConnsPerHost: *callers}}},
		}),
	}
}

// ownBody gives requests a body of their own: the SDK closes its own when the head
// of the answer is there, which breaks the connection if net/http still reads it.
type ownBody struct{ transport *http.Transport }

func (o ownBody) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(body))
	return o.transport.RoundTrip(r)
}

// run lets the callers work for the time, and samples meanwhile.
func run(t *testing.T, c *child, natives map[string]*sql.DB, all []*caller) ([]sample, *traffic) {
	t.Helper()
	stop, cancel := context.WithTimeout(t.Context(), *duration)
	defer cancel()
	done := &traffic{}
	var working sync.WaitGroup
	for _, each := range all {
		working.Go(func() {
			if err := each.work(t.Context(), stop, done); err != nil {
				t.Error(err)
				cancel()
			}
		})
	}
	samples, err := watch(stop, t.Context(), c, natives, done)
	working.Wait()
	if err != nil {
		t.Error(err)
	}
	return samples, done
}

// watch samples until the time is over.
func watch(stop, ctx context.Context, c *child, natives map[string]*sql.DB, done *traffic) (samples []sample, err error) {
	started := time.Now()
	ticker := time.NewTicker(max(*duration/120, 100*time.Millisecond))
	defer ticker.Stop()
	for {
		select {
		case <-stop.Done():
			return samples, nil
		case <-ticker.C:
		}
		s, err := take(ctx, c, natives)
		if err != nil {
			return samples, errors.Join(errors.New("take a sample"), err)
		}
		s.at, s.operations, s.octets = time.Since(started), done.operations.Load(), done.octets.Load()
		samples = append(samples, s)
	}
}

// checkLedger wants the rows that were committed, and no other.
func checkLedger(t *testing.T, natives map[string]*sql.DB, all []*caller) {
	t.Helper()
	for _, each := range all {
		got, err := each.engine.rows(t.Context(), natives[each.engine.name], each.number)
		if err != nil || got != each.committed {
			t.Errorf("caller %d: %d rows, and %d were committed (%v)", each.number, got, each.committed, err)
		}
	}
}

// awaitRest wants every transaction to end that was abandoned. The last of them are
// not waited for.
func awaitRest(t *testing.T, c *child) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := c.expire(ctx); err != nil {
		t.Fatal(err)
	}
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		metrics, err := readMetrics(ctx, c.url()+"/metrics")
		if err != nil {
			t.Fatal(err)
		}
		if metrics["auroradataapi_transactions_open"] == 0 {
			return
		}
		<-ticker.C
	}
}
