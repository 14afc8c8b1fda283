package emulator_test

import (
	"encoding/base64"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// begin begins a transaction in the database "postgres" and gives its id.
func begin(t testing.TB, s *emulator.Server) string {
	t.Helper()
	output, err := client(s).BeginTransaction(t.Context(), &rdsdata.BeginTransactionInput{
		ResourceArn: aws.String(s.ClusterARN("local")), SecretArn: aws.String(s.SecretARN(localSecret)), Database: aws.String("postgres"),
	})
	if err != nil {
		t.Fatalf("BeginTransaction: %v", err)
	}
	return *output.TransactionId
}

// in gives a statement of a transaction.
func in(s *emulator.Server, id, sql string) *rdsdata.ExecuteStatementInput {
	input := statement(s, sql)
	input.TransactionId = &id
	return input
}

func commit(t *testing.T, s *emulator.Server, id string) (string, error) {
	t.Helper()
	output, err := client(s).CommitTransaction(t.Context(), &rdsdata.CommitTransactionInput{
		ResourceArn: aws.String(s.ClusterARN("local")), SecretArn: aws.String(s.SecretARN(localSecret)), TransactionId: &id,
	})
	if err != nil {
		return "", err
	}
	return *output.TransactionStatus, nil
}

func rollback(t *testing.T, s *emulator.Server, id string) (string, error) {
	t.Helper()
	output, err := client(s).RollbackTransaction(t.Context(), &rdsdata.RollbackTransactionInput{
		ResourceArn: aws.String(s.ClusterARN("local")), SecretArn: aws.String(s.SecretARN(localSecret)), TransactionId: &id,
	})
	if err != nil {
		return "", err
	}
	return *output.TransactionStatus, nil
}

// wantGone checks that nothing can be done with a transaction any more.
func wantGone(t *testing.T, s *emulator.Server, id string) {
	t.Helper()
	message := "Transaction " + id + " is not found"
	refuse(t, s, in(s, id, "select 1"), "TransactionNotFoundException", message)
	_, err := commit(t, s, id)
	wantError(t, err, "TransactionNotFoundException", message)
	_, err = rollback(t, s, id)
	wantError(t, err, "TransactionNotFoundException", message)
}

func TestTransactionCommit(t *testing.T) {
	table(t, "transaction_commit", "n int")
	id := begin(t, shared)
	if raw, err := base64.StdEncoding.DecodeString(id); len(id) < 170 || len(id) > 192 || err != nil {
		t.Errorf("the id %q of %d octets, %d characters is not like the service's: %v", id, len(raw), len(id), err)
	}
	execute(t, shared, in(shared, id, "insert into transaction_commit values (1)"))
	if n := backend(t, "select count(*) from transaction_commit"); n != "0" {
		t.Errorf("%s rows are visible before the commit", n)
	}
	if status, err := commit(t, shared, id); status != "Transaction Committed" || err != nil {
		t.Errorf("CommitTransaction answers %q, %v", status, err)
	}
	if n := backend(t, "select count(*) from transaction_commit"); n != "1" {
		t.Errorf("%s rows are visible after the commit", n)
	}
	wantGone(t, shared, id)
}

func TestTransactionRollback(t *testing.T) {
	table(t, "transaction_rollback", "n int")
	id := begin(t, shared)
	execute(t, shared, in(shared, id, "insert into transaction_rollback values (1)"))
	if status, err := rollback(t, shared, id); status != "Rollback Complete" || err != nil {
		t.Errorf("RollbackTransaction answers %q, %v", status, err)
	}
	if n := backend(t, "select count(*) from transaction_rollback"); n != "0" {
		t.Errorf("%s rows are left after the rollback", n)
	}
	wantGone(t, shared, id)
}

// TestTransactionSession shows that a transaction has one session to itself.
func TestTransactionSession(t *testing.T) {
	id := begin(t, shared)
	for _, sql := range []string{
		"set transaction isolation level serializable, read write",
		"set local statement_timeout = '7s'",
		"create temp table scratch (n int)",
		"insert into scratch select generate_series(1, 5)",
		"savepoint s", "delete from scratch", "rollback to s", "release s",
		"prepare p as select count(*) from scratch where n > $1",
		"declare c cursor for select n from scratch order by n",
	} {
		execute(t, shared, in(shared, id, sql))
	}
	for sql, want := range map[string]any{
		"show transaction_isolation": "serializable",
		"show statement_timeout":     "7s",
		"execute p(2)":               int64(3),
	} {
		if got := value(t, execute(t, shared, in(shared, id, sql))); got != want {
			t.Errorf("%s gives %v, want %v", sql, got, want)
		}
	}
	input := in(shared, id, "fetch 0 from c")
	input.IncludeResultMetadata = true
	if out := execute(t, shared, input); len(out.Records) != 0 || len(out.ColumnMetadata) != 1 {
		t.Errorf("fetch 0 gives %v, %v", out.Records, out.ColumnMetadata)
	}
	if out := execute(t, shared, in(shared, id, "fetch 2 from c")); len(out.Records) != 2 {
		t.Errorf("fetch 2 gives %v", out.Records)
	}
	if _, err := rollback(t, shared, id); err != nil {
		t.Error(err)
	}
}

// TestTransactionAborted shows PostgreSQL's rule, and what this emulator makes
// of a commit then.
func TestTransactionAborted(t *testing.T) {
	table(t, "transaction_aborted", "n int")
	id := begin(t, shared)
	execute(t, shared, in(shared, id, "insert into transaction_aborted values (1)"))
	execute(t, shared, in(shared, id, "savepoint s"))
	refuse(t, shared, in(shared, id, "select 1/0"), "DatabaseErrorException", "ERROR: division by zero; SQLState: 22012")
	const aborted = "ERROR: current transaction is aborted, commands ignored until end of transaction block; SQLState: 25P02"
	refuse(t, shared, in(shared, id, "select 1"), "DatabaseErrorException", aborted)
	execute(t, shared, in(shared, id, "rollback to s"))
	execute(t, shared, in(shared, id, "select 1"))
	refuse(t, shared, in(shared, id, "selekt"), "DatabaseErrorException", `ERROR: syntax error at or near "selekt"; Position: 1; SQLState: 42601`)
	refuse(t, shared, in(shared, id, "select 1"), "DatabaseErrorException", aborted)
	if status, err := commit(t, shared, id); status != "Transaction Committed" || err != nil {
		t.Errorf("CommitTransaction answers %q, %v", status, err)
	}
	if n := backend(t, "select count(*) from transaction_aborted"); n != "0" {
		t.Errorf("%s rows came through the commit of an aborted transaction", n)
	}
	wantGone(t, shared, id)
}

// TestTransactionEndedByText shows that the id goes with the transaction.
func TestTransactionEndedByText(t *testing.T) {
	table(t, "transaction_ended_by_text", "n int")
	id := begin(t, shared)
	execute(t, shared, in(shared, id, "insert into transaction_ended_by_text values (1)"))
	execute(t, shared, in(shared, id, "commit"))
	wantGone(t, shared, id)
	if n := backend(t, "select count(*) from transaction_ended_by_text"); n != "1" {
		t.Errorf("%s rows are there after the commit", n)
	}
}

func TestTransactionOfAnother(t *testing.T) {
	s := attached(t, &emulator.Server{
		Clusters: []emulator.Cluster{{ID: "other", DSN: shared.BackendDSN("local")}},
		Secrets: []emulator.Secret{
			{Name: localSecret, Username: "postgres", Password: "postgres"},
			{Name: "another/secret", Username: "postgres", Password: "postgres"},
		},
	})
	id := begin(t, s)
	message := "Transaction " + id + " is not found"
	input := in(s, id, "select 1")
	input.ResourceArn = aws.String(s.ClusterARN("other"))
	refuse(t, s, input, "TransactionNotFoundException", message)
	input = in(s, id, "select 1")
	input.SecretArn = aws.String("another/secret")
	refuse(t, s, input, "TransactionNotFoundException", message)
	input = in(s, id, "select 1")
	input.Database = aws.String("template1")
	refuse(t, s, input, "DatabaseErrorException", "Database name is not the same as when transaction was created")
	for _, same := range []*string{nil, aws.String(""), aws.String("postgres")} {
		input.Database = same
		execute(t, s, input)
	}
	refuse(t, s, in(s, "nonsense", "select 1"), "TransactionNotFoundException", "Transaction nonsense is not found")
	execute(t, s, in(s, "", "select 1"))
}

func TestTransactionExpiry(t *testing.T) {
	table(t, "transaction_expiry", "n int")
	clock := &emulator.ManualClock{}
	s := attached(t, &emulator.Server{Clock: clock})
	idle, used := begin(t, s), begin(t, s)
	execute(t, s, in(s, idle, "insert into transaction_expiry values (1)"))
	execute(t, s, in(s, used, "insert into transaction_expiry values (2)"))
	clock.Advance(3*time.Minute - 1)
	execute(t, s, in(s, used, "select 1"))
	clock.Advance(1)
	wantGone(t, s, idle)
	for range 24*60/2 - 2 { // until just below 24 hours
		clock.Advance(2 * time.Minute)
		execute(t, s, in(s, used, "select 1"))
	}
	clock.Advance(time.Minute - 1)
	execute(t, s, in(s, used, "select 1"))
	clock.Advance(1)
	wantGone(t, s, used)
	if n := backend(t, "select count(*) from transaction_expiry"); n != "0" {
		t.Errorf("%s rows of expired transactions are there", n)
	}
}

// TestTransactionParallelUse checks that a second call is refused at once and
// does no harm to the first.
func TestTransactionParallelUse(t *testing.T) {
	holder, id := begin(t, shared), begin(t, shared)
	execute(t, shared, in(shared, holder, "select pg_advisory_xact_lock(4711)"))
	first := make(chan error, 1)
	go func() {
		_, err := client(shared).ExecuteStatement(t.Context(), in(shared, id, "select pg_advisory_xact_lock(4711)"))
		first <- err
	}()
	await(t, "select count(*) from pg_locks where locktype = 'advisory' and not granted", "1")
	const running = "Transaction is still running a query"
	refuse(t, shared, in(shared, id, "select 1"), "DatabaseErrorException", running)
	_, err := commit(t, shared, id)
	wantError(t, err, "DatabaseErrorException", running)
	if _, err := rollback(t, shared, holder); err != nil {
		t.Error(err)
	}
	if err := <-first; err != nil {
		t.Errorf("the first call: %v", err)
	}
	if _, err := rollback(t, shared, id); err != nil {
		t.Error(err)
	}
}

// TestTransactionSurvivesLargeResult shows that a transaction goes on after a
// result that is too large. The older generation of the service ended it; what
// the current one does is unknown.
func TestTransactionSurvivesLargeResult(t *testing.T) {
	id := begin(t, shared)
	execute(t, shared, in(shared, id, "create temp table scratch (n int)"))
	for _, sql := range []string{
		"select repeat('x', 1100000)",
		"select generate_series(1, 2000000000)",
		"select repeat('x', 1000), generate_series(1, 2000000000)",
	} {
		refuse(t, shared, in(shared, id, sql), "UnsupportedResultException", "The result exceeds the size limit 1 MB.")
	}
	execute(t, shared, in(shared, id, "insert into scratch values (1)"))
	execute(t, shared, in(shared, id, "drop table scratch"))
	if _, err := commit(t, shared, id); err != nil {
		t.Error(err)
	}
}

func TestTransactionSessionLost(t *testing.T) {
	id := begin(t, shared)
	pid := value(t, execute(t, shared, in(shared, id, "select pg_backend_pid()::text"))).(string)
	backend(t, "select pg_terminate_backend("+pid+", 10000)")
	refuse(t, shared, in(shared, id, "select 1"), "DatabaseUnavailableException", "")
	wantGone(t, shared, id)
	execute(t, shared, statement(shared, "select 1"))
}

// lateClock never stops a function in time.
type lateClock struct {
	emulator.ManualClock
	mu   sync.Mutex
	late []func()
}

func (c *lateClock) AfterFunc(_ time.Duration, f func()) (stop func() bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.late = append(c.late, f)
	return func() bool { return false }
}

func (c *lateClock) takeLate() []func() {
	c.mu.Lock()
	defer c.mu.Unlock()
	late := c.late
	c.late = nil
	return late
}

// TestLateExpiry shows that an expiry which comes too late does not end a
// transaction that was used in the meantime.
func TestLateExpiry(t *testing.T) {
	clock := &lateClock{}
	s := attached(t, &emulator.Server{Clock: clock})
	id := begin(t, s)
	late := clock.takeLate()
	execute(t, s, in(s, id, "select 1"))
	for _, f := range late {
		f()
	}
	execute(t, s, in(s, id, "select 1"))
	if _, err := commit(t, s, id); err != nil {
		t.Error(err)
	}
}
