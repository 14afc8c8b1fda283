package emulator_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// TestSessionReset shows that nothing outlasts a call outside a transaction.
func TestSessionReset(t *testing.T) {
	s := attached(t, &emulator.Server{}) // one caller, one pooled connection
	pid := value(t, execute(t, s, statement(s, "select pg_backend_pid()")))
	for _, sql := range []string{
		"set timezone to 'Asia/Tokyo'", "create temp table scratch (n int)", "select pg_advisory_lock(4712)::text",
		"prepare p as select 1", "listen channel", "set role pg_monitor",
	} {
		execute(t, s, statement(s, sql))
	}
	refuse(t, s, statement(s, "execute p"), "DatabaseErrorException", `ERROR: prepared statement "p" does not exist; SQLState: 26000`)
	for sql, want := range map[string]any{
		"show timezone": "UTC", "show datestyle": "ISO, MDY", "select current_user::text": "postgres",
		"select to_regclass('pg_temp.scratch')::text":                    nil,
		"select count(*) from pg_locks where objid = 4712":               int64(0),
		"select count(*) from pg_listening_channels()":                   int64(0),
		"select current_setting('client_encoding')":                      "UTF8",
		"select pg_backend_pid()":                                        pid,
		"select timestamptz '2024-01-15 12:34:56+09' at time zone 'UTC'": "2024-01-15 03:34:56",
	} {
		if got := value(t, execute(t, s, statement(s, sql))); got != want {
			t.Errorf("%s gives %v, want %v", sql, got, want)
		}
	}
}

// TestSessionTextBegin shows that a transaction begun by a statement is undone
// before anyone else can get its session.
func TestSessionTextBegin(t *testing.T) {
	table(t, "session_text_begin", "n int")
	s := attached(t, &emulator.Server{})
	for _, sql := range []string{"begin", "insert into session_text_begin values (1)", "begin"} {
		execute(t, s, statement(s, sql))
		if n := backend(t, "select count(*) from pg_stat_activity where state like 'idle in transaction%'"); n != "0" {
			t.Errorf("after %s %s sessions are in a transaction", sql, n)
		}
	}
	execute(t, s, statement(s, "rollback"))
	if n := backend(t, "select count(*) from session_text_begin"); n != "1" {
		t.Errorf("%s rows are there, want the one that was inserted", n)
	}
}

// TestSessionRecovers shows that connections which died in the pool are replaced
// without an error.
func TestSessionRecovers(t *testing.T) {
	s := attached(t, &emulator.Server{})
	kill := func() {
		t.Helper()
		pid := value(t, execute(t, s, statement(s, "select pg_backend_pid()::text"))).(string)
		backend(t, "select pg_terminate_backend("+pid+", 10000)")
	}
	kill()
	execute(t, s, statement(s, "select 1"))
	kill()
	if _, err := rollback(t, s, begin(t, s)); err != nil {
		t.Error(err)
	}
}

// TestSessionLostDuringStatement is the one case where nobody knows whether the
// statement has run.
func TestSessionLostDuringStatement(t *testing.T) {
	failed := make(chan error, 1)
	go func() {
		_, err := client(shared).ExecuteStatement(t.Context(), statement(shared, "select 'lost', pg_sleep(600)"))
		failed <- err
	}()
	const running = "from pg_stat_activity where query like 'select ''lost''%'"
	await(t, "select count(*) "+running, "1")
	backend(t, "select pg_terminate_backend(pid) "+running)
	wantError(t, <-failed, "DatabaseErrorException", "FATAL: terminating connection due to administrator command; SQLState: 57P01")
	execute(t, shared, statement(shared, "select 1"))
}

func TestSessionIdleConnectionsClose(t *testing.T) {
	backend(t, "create database session_idle")
	t.Cleanup(func() { backend(t, "drop database session_idle") })
	clock := &emulator.ManualClock{}
	s := attached(t, &emulator.Server{Clock: clock})
	input := statement(s, "select 1")
	input.Database = aws.String("session_idle")
	execute(t, s, input)
	const open = "select count(*) from pg_stat_activity where datname = 'session_idle'"
	if n := backend(t, open); n != "1" {
		t.Fatalf("%s connections are open after a call, want the pooled one", n)
	}
	clock.Advance(time.Minute)
	await(t, open, "0")
}

// TestCreateDatabase shows that a call is not wrapped in a transaction, and that
// the connections of the pool are not in the way.
func TestCreateDatabase(t *testing.T) {
	execute(t, shared, statement(shared, "create database made_by_statement"))
	id := begin(t, shared)
	refuse(t, shared, in(shared, id, "create database made_in_transaction"), "DatabaseErrorException",
		"ERROR: CREATE DATABASE cannot run inside a transaction block; SQLState: 25001")
	if _, err := rollback(t, shared, id); err != nil {
		t.Error(err)
	}
	inside := statement(shared, "select 1")
	inside.Database = aws.String("made_by_statement")
	execute(t, shared, inside) // leaves an idle connection
	execute(t, shared, statement(shared, "-- what is idle is not in the way\n/* indeed */ drop database made_by_statement"))
}

func TestBatch(t *testing.T) {
	table(t, "batch", "n int primary key, s text")
	batch := func(sql string, sets ...[]types.SqlParameter) (*rdsdata.BatchExecuteStatementOutput, error) {
		return client(shared).BatchExecuteStatement(t.Context(), &rdsdata.BatchExecuteStatementInput{
			ResourceArn: aws.String(shared.ClusterARN("local")), SecretArn: aws.String(localSecret),
			Database: aws.String("postgres"), Sql: &sql, ParameterSets: sets,
		})
	}
	set := func(n int64, s types.Field) []types.SqlParameter {
		return []types.SqlParameter{param("n", long(n)), param("s", s)}
	}
	const insert = "insert into batch values (:n, :s)"
	tests := []struct {
		name    string
		sql     string
		sets    [][]types.SqlParameter
		results int
		message string
		want    string // what the table holds afterwards
	}{
		{name: "no sets", sql: insert, want: ""},
		{name: "types change", sql: insert, sets: [][]types.SqlParameter{set(1, str("a")), set(2, null()), set(3, str("c"))}, results: 3, want: "1a 2- 3c"},
		{name: "empty set", sql: "delete from batch where n = 3", sets: [][]types.SqlParameter{{}}, results: 1, want: "1a 2-"},
		{name: "rows are dropped", sql: insert + " returning n", sets: [][]types.SqlParameter{set(4, null())}, results: 1, want: "1a 2- 4-"},
		{name: "failure keeps what came before", sql: insert, sets: [][]types.SqlParameter{set(5, null()), set(1, null()), set(6, null())},
			message: `ERROR: duplicate key value violates unique constraint "batch_pkey"; SQLState: 23505`, want: "1a 2- 4- 5-"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			output, err := batch(test.sql, test.sets...)
			switch {
			case test.message != "":
				wantError(t, err, "DatabaseErrorException", test.message)
			case err != nil:
				t.Fatal(err)
			case output.UpdateResults == nil || len(output.UpdateResults) != test.results:
				t.Errorf("update results are %v, want %d", output.UpdateResults, test.results)
			}
			if got := backend(t, "select string_agg(n || coalesce(s, '-'), ' ' order by n) from batch"); got != test.want {
				t.Errorf("the table holds %q, want %q", got, test.want)
			}
		})
	}
}

// TestFailuresLeaveNoStatements shows that a transaction that fails and goes on
// does not fill its session.
func TestFailuresLeaveNoStatements(t *testing.T) {
	id := begin(t, shared)
	execute(t, shared, in(shared, id, "create temp table failing (n int4 check (n > 0))"))
	execute(t, shared, in(shared, id, "savepoint s"))
	const insert = "insert into failing values (0)"
	const message = `ERROR: new row for relation "failing" violates check constraint "failing_n_check"; SQLState: 23514`
	refuse(t, shared, in(shared, id, insert), "DatabaseErrorException", message)
	execute(t, shared, in(shared, id, "rollback to s"))
	_, err := client(shared).BatchExecuteStatement(t.Context(), &rdsdata.BatchExecuteStatementInput{
		ResourceArn: aws.String(shared.ClusterARN("local")), SecretArn: aws.String(localSecret), Database: aws.String("postgres"),
		TransactionId: &id, Sql: aws.String(insert), ParameterSets: [][]types.SqlParameter{{}},
	})
	wantError(t, err, "DatabaseErrorException", message)
	execute(t, shared, in(shared, id, "rollback to s"))
	if n := value(t, execute(t, shared, in(shared, id, "select count(*) from pg_prepared_statements where statement like 'insert%'"))); n != int64(0) {
		t.Errorf("%d prepared statements are left", n)
	}
	if _, err := rollback(t, shared, id); err != nil {
		t.Error(err)
	}
}

// TestParallelCallers mixes statements that succeed, fail and are too large, in
// and out of transactions, and checks that each caller gets its own answers.
func TestParallelCallers(t *testing.T) {
	for caller := range int64(12) {
		t.Run(strconv.FormatInt(caller, 10), func(t *testing.T) {
			t.Parallel()
			id := begin(t, shared)
			for call := range int64(8) {
				n := caller*100 + call
				if got := value(t, execute(t, shared, statement(shared, "select :n + 0", param("n", long(n))))); got != n {
					t.Errorf("the answer is %v, want %d", got, n)
				}
				input := in(shared, id, "select :n + 0")
				input.Parameters = []types.SqlParameter{param("n", long(-n))}
				if got := value(t, execute(t, shared, input)); got != -n {
					t.Errorf("the answer in the transaction is %v, want %d", got, -n)
				}
				refuse(t, shared, statement(shared, "select 1/0"), "DatabaseErrorException", "ERROR: division by zero; SQLState: 22012")
				refuse(t, shared, statement(shared, "select repeat('x', 1100000)"), "UnsupportedResultException", "The result exceeds the size limit 1 MB.")
			}
			if _, err := rollback(t, shared, id); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestNewTypes shows results of types that the emulator has not seen before, in
// more rows than it asks for at first.
func TestNewTypes(t *testing.T) {
	backend(t, "create type new_enum as enum ('small', 'large')")
	t.Cleanup(func() { backend(t, "drop type new_enum") })
	for range 2 { // unknown, then known
		out := execute(t, shared, statement(shared, "select 'large'::new_enum from generate_series(1, 1000)"))
		if n := len(out.Records); n != 1000 || plain(out.Records[999][0]) != "large" {
			t.Errorf("%d records came, the last is %v", n, out.Records[n-1])
		}
		refuse(t, shared, statement(shared, "select 'large'::new_enum from generate_series(1, 2000000)"),
			"UnsupportedResultException", "The result exceeds the size limit 1 MB.")
	}
	id := begin(t, shared)
	execute(t, shared, in(shared, id, "create type new_in_transaction as enum ('one')"))
	if got := value(t, execute(t, shared, in(shared, id, "select 'one'::new_in_transaction"))); got != "one" {
		t.Errorf("the label is %v", got)
	}
	if _, err := rollback(t, shared, id); err != nil {
		t.Error(err)
	}
}

// TestResetBeforeNextCall shows that what a call leaves in its session is gone
// for calls in other sessions too, although its answer does not wait for that.
func TestResetBeforeNextCall(t *testing.T) {
	other := statement(shared, "select count(*) from pg_locks where locktype = 'advisory' and objid between 47140 and 47149")
	other.Database = aws.String("template1") // a pool of its own
	for n := range int64(20) {
		execute(t, shared, statement(shared, "do $$ begin for i in 1..50 loop execute 'create temp table reset_' || i || ' (n int primary key)'; end loop; end $$"))
		execute(t, shared, statement(shared, "select pg_advisory_lock(:n)", param("n", long(47140+n%10))))
		if left := value(t, execute(t, shared, other)); left != int64(0) {
			t.Fatalf("%d locks are left", left)
		}
	}
	execute(t, shared, statement(shared, "do $$ begin for i in 1..50 loop execute 'create temp table reset_' || i || ' (n int primary key)'; end loop; perform pg_advisory_lock(47140); end $$"))
	if left := value(t, execute(t, shared, other)); left != int64(0) {
		t.Fatalf("%d locks are left after a long reset", left)
	}
}

// TestUnreadPortal shows that a result which was not read to its end is not in
// the way of the statements after it.
func TestUnreadPortal(t *testing.T) {
	id := begin(t, shared)
	execute(t, shared, in(shared, id, "create temp table unread as select repeat('x', 1000) as s from generate_series(1, 3000)"))
	refuse(t, shared, in(shared, id, "select s from unread"), "UnsupportedResultException", "The result exceeds the size limit 1 MB.")
	execute(t, shared, in(shared, id, "alter table unread add n int"))
	refuse(t, shared, in(shared, id, "select s, n from unread"), "UnsupportedResultException", "The result exceeds the size limit 1 MB.")
	execute(t, shared, in(shared, id, "drop table unread"))
	if _, err := commit(t, shared, id); err != nil {
		t.Error(err)
	}
}
