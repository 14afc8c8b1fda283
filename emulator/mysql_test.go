package emulator_test

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// end ends a transaction by the operation at path.
func (c caller) end(t *testing.T, path string) answer {
	t.Helper()
	return c.call(t, path, members{"database": nil})
}

// number gives the only value of a result, a longValue.
func (c caller) number(t *testing.T, sql string) int {
	t.Helper()
	var n int
	records := string(c.execute(t, sql).result(t).Records)
	if _, err := fmt.Sscanf(records, `[[{"longValue":%d}]]`, &n); err != nil {
		t.Fatalf("%s: records are %s, want one number", sql, records)
	}
	return n
}

// TestTwoEngines shows that one server answers for both, and that a transaction
// belongs to its cluster.
func TestTwoEngines(t *testing.T) {
	runs("select cast('a' as char(1))")(t, mysql)
	calls(runs("select 'a'::text"))(t)
	c := mysql.begin(t)
	c.cluster, c.database = "local", ""
	notFound(t, c)
	c.cluster = "mysql"
	c.end(t, "/RollbackTransaction").wantStatus(t, http.StatusOK)
	for _, name := range []string{"AURORA_MYSQL_CLUSTER_ARN=" + shared.ClusterARN("mysql"), "AURORADATAAPI_LOCAL_MYSQL_DSN=" + shared.BackendDSN("mysql"),
		"AURORA_POSTGRESQL_CLUSTER_ARN=" + shared.ClusterARN("local"), "AURORA_CLUSTER_ARN=" + shared.ClusterARN("local")} {
		if !slices.Contains(shared.Environ(), name) {
			t.Errorf("the environment has no %s", name)
		}
	}
}

func TestEngineRefused(t *testing.T) {
	tests := []struct {
		cluster emulator.Cluster
		want    string
	}{
		{cluster: emulator.Cluster{ID: "x", Engine: "oracle"}, want: `cluster x: unknown engine "oracle": it is "postgresql" or "mysql"`},
		{cluster: emulator.Cluster{ID: "x", Engine: emulator.MySQL, DSN: "nothing"}, want: "cluster x: read the DSN: there is no slash"},
		{cluster: emulator.Cluster{ID: "x", Engine: emulator.MySQL, DSN: "tcp(127.0.0.1:3306)/"}, want: "cluster x: the DSN names no user"},
	}
	for _, test := range tests {
		s := &emulator.Server{Clusters: []emulator.Cluster{test.cluster}}
		if err := s.Start(t.Context()); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("Start: %v, want %q", err, test.want)
			s.Close()
		}
	}
}

// TestMySQLWithoutPassword logs in as the user of a DSN who has no password, such
// as a new server's root.
func TestMySQLWithoutPassword(t *testing.T) {
	runs("create user bare")(t, mysql)
	t.Cleanup(func() { runs("drop user bare")(t, mysql) })
	_, place, _ := strings.Cut(shared.BackendDSN("mysql"), "@")
	s := emulator.StartT(t, &emulator.Server{Clusters: []emulator.Cluster{{ID: "bare", Engine: emulator.MySQL, DSN: "bare@" + place}}})
	c := caller{server: s, cluster: "bare", database: "information_schema"}
	gives("select current_user()", `{"stringValue":"bare@%"}`)(t, c)
}

// TestMySQLRecovers shows that connections which died in the pool are replaced
// without an error, and that one which dies in a transaction ends it.
func TestMySQLRecovers(t *testing.T) {
	c := attachedMySQL(t, &emulator.Server{})
	kill := func(id int) { runs(fmt.Sprintf("kill %d", id))(t, mysql) }
	id := c.number(t, "select connection_id()")
	kill(id)
	awaitMySQL(t, mysql, fmt.Sprintf("select count(*) from information_schema.processlist where id = %d", id), 0)
	runs("select 1")(t, c)
	tx := c.begin(t)
	kill(tx.number(t, "select connection_id()"))
	if a := tx.execute(t, "select 1"); a.status == http.StatusOK {
		t.Errorf("a statement in a killed session answered %s", a)
	}
	notFound(t, tx)
}

// TestMySQLLost is the case where nobody knows whether the statement has run.
func TestMySQLLost(t *testing.T) {
	c := attachedMySQL(t, &emulator.Server{})
	done := make(chan answer, 1)
	go func() { done <- c.execute(t, "select 'lost', sleep(600)") }()
	const running = "from information_schema.processlist where info like 'select ''lost''%'"
	awaitMySQL(t, mysql, "select count(*) "+running, 1)
	runs(fmt.Sprintf("kill %d", mysql.number(t, "select id "+running)))(t, mysql)
	if a := <-done; a.status == http.StatusOK || !strings.Contains(a.body, "lost") && !strings.Contains(a.body, "killed") && !strings.Contains(a.body, "interrupted") {
		t.Errorf("answered %s", a)
	}
	runs("select 1")(t, c)
}

func TestMySQLTooManyConnections(t *testing.T) {
	most := mysql.number(t, "select @@max_connections")
	var held []caller
	defer func() {
		for _, c := range held {
			c.end(t, "/RollbackTransaction")
		}
	}()
	for range most + 2 {
		a := mysql.call(t, "/BeginTransaction", nil)
		if a.status != http.StatusOK {
			a.wantException(t, "DatabaseErrorException", "Too many connections; Error code: 1040; SQLState: 08004")
			return
		}
		id := strings.TrimSuffix(strings.TrimPrefix(a.body, `{"transactionId":"`), `"}`)
		held = append(held, caller{server: shared, cluster: "mysql", transaction: id})
	}
	t.Error("there is no end of connections")
}

// TestMySQLManyDatabases is in more databases than a server has connections.
func TestMySQLManyDatabases(t *testing.T) {
	runs("create user roaming identified by 'roaming' with max_user_connections 3")(t, mysql)
	t.Cleanup(func() { runs("drop user roaming")(t, mysql) })
	c := attachedMySQL(t, &emulator.Server{Secrets: []emulator.Secret{
		{Name: "rds-db-credentials/mysql", Username: "roaming", Password: "roaming"},
	}})
	for i := range 10 {
		c.database = fmt.Sprintf("roaming_%d", i)
		runs("create database "+c.database)(t, mysql)
		runs("grant select on "+c.database+".* to roaming")(t, mysql)
	}
	t.Cleanup(func() {
		for i := range 10 {
			runs(fmt.Sprintf("drop database roaming_%d", i))(t, mysql)
		}
	})
	for i := range 10 {
		c.database = fmt.Sprintf("roaming_%d", i)
		gives("select database()", `{"stringValue":"`+c.database+`"}`)(t, c)
	}
}

func TestMySQLIdleConnectionsClose(t *testing.T) {
	clock := &emulator.ManualClock{}
	c := attachedMySQL(t, &emulator.Server{Clock: clock})
	id := c.number(t, "select connection_id()")
	open := fmt.Sprintf("select count(*) from information_schema.processlist where id = %d", id)
	awaitMySQL(t, mysql, open, 1)
	clock.Advance(time.Minute)
	awaitMySQL(t, mysql, open, 0)
}

// TestMySQLClose ends a private server in the middle of a statement and of a
// transaction.
func TestMySQLClose(t *testing.T) {
	before := runtime.NumGoroutine()
	s := &emulator.Server{Clusters: []emulator.Cluster{{ID: "mysql", Engine: emulator.MySQL}}}
	if err := s.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	c := caller{server: s, cluster: "mysql", database: "mysql"}
	tx := c.begin(t)
	runs("select 1")(t, tx)
	done := make(chan answer, 1)
	go func() { done <- c.execute(t, "select sleep(600)") }()
	awaitMySQL(t, tx, "select count(*) from information_schema.processlist where state = 'User sleep'", 1)
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	<-done
	http.DefaultClient.CloseIdleConnections()
	awaitGoroutines(t, before)
}

// TestMySQLLargeResults keeps a connection in use while results are refused in the
// middle.
func TestMySQLLargeResults(t *testing.T) {
	c := attachedMySQL(t, &emulator.Server{})
	const endless = "select repeat(:a, 100000) from information_schema.collations a, information_schema.collations b, information_schema.collations c"
	for range 3 {
		fails(endless, unsupportedResult, tooLarge, with("a", "stringValue", "x"))(t, c)
		fails(strings.ReplaceAll(endless, ":a", "'y'"), unsupportedResult, tooLarge)(t, c)
		gives("select 1", `{"longValue":1}`)(t, c)
	}
}

// TestMySQLLargeParameters sends more than fits into one packet of the protocol.
func TestMySQLLargeParameters(t *testing.T) {
	const size = 3 << 20
	sum := strings.TrimSuffix(strings.Repeat("length(:a) + ", 8), " + ")
	gives("select "+sum, fmt.Sprintf(`{"longValue":%d}`, 8*size), with("a", "stringValue", strings.Repeat("x", size)))(t, mysql)
}

func TestMySQLFaults(t *testing.T) {
	mysqlTable(t, "fidelity_fault", "n int")
	c := attachedMySQL(t, &emulator.Server{})
	inject(t, c.server, "error-after:op=ExecuteStatement,status=503,times=1")
	c.execute(t, "insert into fidelity_fault values (1)").want(t, 503, "ServiceUnavailableError", "")
	gives("select n from fidelity_fault", `{"longValue":1}`)(t, c)
	tx := c.begin(t)
	if n := c.server.ExpireTransactions(); n != 1 {
		t.Errorf("%d transactions expired, want 1", n)
	}
	notFound(t, tx)
}
