package emulator_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// TestPostgreSQLReachesNoFile has the master user try all ways from SQL to the
// files, programs and sockets of the machine, another cluster's among them.
func TestPostgreSQLReachesNoFile(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	execute(t, shared, statement(shared, "CREATE TABLE IF NOT EXISTS isolation (line text)"))
	t.Cleanup(func() { backend(t, "DROP TABLE isolation") })
	tests := []struct{ name, sql string }{
		{"COPY from a file", "COPY isolation FROM '" + secret + "'"},
		{"COPY to a file", "COPY isolation TO '" + secret + ".out'"},
		{"COPY from a program", "COPY isolation FROM PROGRAM 'id'"},
		{"COPY to a program", "COPY isolation TO PROGRAM 'cat'"},
		{"the role that reads files", "GRANT pg_read_server_files TO CURRENT_USER"},
		{"the role that writes files", "GRANT pg_write_server_files TO CURRENT_USER"},
		{"the role that runs programs", "GRANT pg_execute_server_program TO CURRENT_USER"},
		{"a role with that role", "CREATE ROLE isolation_role IN ROLE pg_execute_server_program"},
		{"a superuser", "CREATE ROLE isolation_role SUPERUSER"},
		{"the superuser", "SET ROLE rdsadmin"},
		{"the superuser's password", "ALTER ROLE rdsadmin PASSWORD 'x'"},
		{"the superuser's role", "GRANT rdsadmin TO CURRENT_USER"},
		{"the catalog", "UPDATE pg_catalog.pg_authid SET rolsuper = true"},
		{"pg_read_file", "SELECT pg_read_file('" + secret + "')"},
		{"pg_read_binary_file", "SELECT pg_read_binary_file('" + secret + "')"},
		{"pg_ls_dir", "SELECT pg_ls_dir('/')"},
		{"pg_stat_file", "SELECT (pg_stat_file('/')).size"},
		{"lo_import", "SELECT lo_import('" + secret + "')::int8"},
		{"lo_export", "SELECT lo_export(lo_from_bytea(0, 'x'), '" + secret + ".out')"},
		{"a tablespace", "CREATE TABLESPACE isolation LOCATION '" + filepath.Dir(secret) + "'"},
		{"the configuration", "ALTER SYSTEM SET archive_command = 'id'"},
		{"a library", "LOAD '" + secret + "'"},
		{"a function in C", "CREATE FUNCTION isolation_c() RETURNS int LANGUAGE C AS '" + secret + "'"},
		{"a subscription", "CREATE SUBSCRIPTION isolation CONNECTION 'host=/tmp' PUBLICATION p"},
		{"file_fdw", "CREATE SERVER isolation FOREIGN DATA WRAPPER file_fdw"},
		{"pg_hba", "SELECT count(*) FROM pg_hba_file_rules"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := client(shared).ExecuteStatement(t.Context(), statement(shared, test.sql))
			if err == nil || !strings.Contains(err.Error(), "DatabaseErrorException") || strings.Contains(err.Error(), "42601") {
				t.Errorf("got %v, want a refusal by the database", err)
			}
		})
	}
	if _, err := os.Stat(secret + ".out"); err == nil {
		t.Error("a file was written")
	}
}

// TestMySQLReachesNoFile does the same on MySQL.
func TestMySQLReachesNoFile(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("secret\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if a := mysql.execute(t, "CREATE TABLE isolation (line text)"); a.status != http.StatusOK {
		t.Fatal(a)
	}
	t.Cleanup(func() { mysql.execute(t, "DROP TABLE isolation") })
	tests := []struct{ name, sql string }{
		{"LOAD DATA", "LOAD DATA INFILE '" + secret + "' INTO TABLE isolation"},
		{"LOAD DATA LOCAL", "LOAD DATA LOCAL INFILE '" + secret + "' INTO TABLE isolation"},
		{"OUTFILE", "SELECT 1 INTO OUTFILE '" + secret + ".out'"},
		{"DUMPFILE", "SELECT 1 INTO DUMPFILE '" + secret + ".out'"},
		{"the FILE privilege", "GRANT FILE ON *.* TO CURRENT_USER()"},
		{"all privileges", "GRANT ALL ON *.* TO CURRENT_USER()"},
		{"the SUPER privilege", "GRANT SUPER ON *.* TO CURRENT_USER()"},
		{"a function of a library", "CREATE FUNCTION isolation RETURNS INTEGER SONAME 'isolation.so'"},
		{"a plugin", "INSTALL PLUGIN isolation SONAME 'isolation.so'"},
		{"a log file", "SET GLOBAL general_log_file = '" + secret + ".out'"},
		{"a server", "CREATE SERVER isolation FOREIGN DATA WRAPPER mysql OPTIONS (HOST 'localhost', DATABASE 'test')"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if a := mysql.execute(t, test.sql); a.status == http.StatusOK || !strings.Contains(a.String(), "DatabaseErrorException") {
				t.Errorf("got %v, want a refusal by the database", a)
			}
		})
	}
	if a := mysql.execute(t, "SELECT LOAD_FILE('"+secret+"') IS NULL"); !strings.Contains(a.String(), `{"longValue":1}`) {
		t.Errorf("LOAD_FILE: got %v", a)
	}
	if _, err := os.Stat(secret + ".out"); err == nil {
		t.Error("a file was written")
	}
}

// TestMySQLSuperuserReachesNoFile has the master user write itself all privileges,
// which MariaDB cannot keep it from, and try again what these would allow.
func TestMySQLSuperuserReachesNoFile(t *testing.T) {
	s := emulator.StartT(t, &emulator.Server{Clusters: []emulator.Cluster{{ID: "mysql", Engine: emulator.MySQL}}})
	if !strings.HasPrefix(s.Software("mysql"), "MariaDB") {
		t.Skip("MySQL keeps its users in another table")
	}
	dir, err := os.MkdirTemp("", "auroradataapi-isolation-") // which the server's account may enter
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	secret, out := filepath.Join(dir, "secret"), filepath.Join(dir, "out")
	if err := os.WriteFile(secret, []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	c := caller{server: s, cluster: "mysql", database: "mysql"}
	for _, sql := range []string{
		"UPDATE global_priv SET Priv = JSON_SET(Priv, '$.access', 549755813887) WHERE User = 'admin'", "FLUSH PRIVILEGES", "CREATE DATABASE test",
	} {
		if a := c.execute(t, sql); a.status != http.StatusOK {
			t.Fatal(a)
		}
	}
	c.database = "test" // and with it another session
	for _, sql := range []string{
		"SELECT 1 INTO OUTFILE '" + out + "'",
		"INSTALL SONAME 'auth_ed25519'",
		"INSTALL SONAME 'ha_federatedx'",
		"CREATE FUNCTION isolation RETURNS INTEGER SONAME 'isolation.so'",
	} {
		if a := c.execute(t, sql); a.status == http.StatusOK {
			t.Errorf("%s: got %v, want a refusal", sql, a)
		}
	}
	for _, engine := range []string{"MyISAM", "InnoDB", "Aria"} {
		c.execute(t, "CREATE TABLE elsewhere_"+engine+" (line text) ENGINE = "+engine+" DATA DIRECTORY = '"+dir+"'") // may be made, but not there
	}
	if a := c.execute(t, "SELECT LOAD_FILE('"+secret+"') IS NULL"); !strings.Contains(a.String(), `{"longValue":1}`) {
		t.Errorf("LOAD_FILE: got %v", a)
	}
	if left := files(t, dir); len(left) != 1 {
		t.Errorf("the folder has %v, want the file alone that was there", left)
	}
}

// files are the names of those in a folder.
func files(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// TestTransactionOfAnotherCluster names a transaction of one cluster in calls for
// another, whose server is the same and whose secret is good for both.
func TestTransactionOfAnotherCluster(t *testing.T) {
	s := attached(t, &emulator.Server{Clusters: []emulator.Cluster{{ID: "other", DSN: shared.BackendDSN("local")}}})
	begun, err := client(s).BeginTransaction(t.Context(), &rdsdata.BeginTransactionInput{
		ResourceArn: aws.String(s.ClusterARN("local")), SecretArn: aws.String(s.SecretARN(localSecret)),
	})
	if err != nil {
		t.Fatal(err)
	}
	input := statement(s, "select 1")
	input.ResourceArn, input.Database, input.TransactionId = aws.String(s.ClusterARN("other")), nil, begun.TransactionId
	if _, err := client(s).ExecuteStatement(t.Context(), input); err == nil || !strings.Contains(err.Error(), "TransactionNotFoundException") {
		t.Errorf("ExecuteStatement: got %v", err)
	}
	_, err = client(s).CommitTransaction(t.Context(), &rdsdata.CommitTransactionInput{
		ResourceArn: input.ResourceArn, SecretArn: input.SecretArn, TransactionId: begun.TransactionId,
	})
	if err == nil || !strings.Contains(err.Error(), "TransactionNotFoundException") {
		t.Errorf("CommitTransaction: got %v", err)
	}
	_, err = client(s).RollbackTransaction(t.Context(), &rdsdata.RollbackTransactionInput{
		ResourceArn: aws.String(s.ClusterARN("local")), SecretArn: input.SecretArn, TransactionId: begun.TransactionId,
	})
	if err != nil {
		t.Errorf("RollbackTransaction for its own cluster: %v", err)
	}
}

// TestSecretOfAnotherCluster logs in to a cluster as a user of another.
func TestSecretOfAnotherCluster(t *testing.T) {
	input := statement(shared, "select 1")
	input.SecretArn = aws.String(shared.SecretARN("rds-db-credentials/mysql"))
	if _, err := client(shared).ExecuteStatement(t.Context(), input); err == nil || !strings.Contains(err.Error(), "password authentication failed") {
		t.Errorf("on PostgreSQL: got %v", err)
	}
	a := mysql.call(t, "/Execute", members{"sql": "select 1", "secretArn": shared.SecretARN(localSecret)})
	if a.status == http.StatusOK || !strings.Contains(a.String(), "Access denied") {
		t.Errorf("on MySQL: got %v", a)
	}
}

// TestAdministratorIsNobodys guesses the password of the superuser.
func TestAdministratorIsNobodys(t *testing.T) {
	for _, password := range []string{"rdsadmin", "postgres", "admin"} {
		s := attached(t, &emulator.Server{
			Clusters: []emulator.Cluster{{ID: "mysql", Engine: emulator.MySQL, DSN: shared.BackendDSN("mysql")}},
			Secrets:  []emulator.Secret{{Name: localSecret, Username: "rdsadmin", Password: password}},
		})
		refuse := caller{server: s}.execute(t, "select 1")
		if refuse.status == http.StatusOK || !strings.Contains(refuse.body, "password authentication failed") {
			t.Errorf("on PostgreSQL, %s: got %v", password, refuse)
		}
		refuse = caller{server: s, cluster: "mysql", database: mysqlDatabase}.call(t, "/Execute", members{"sql": "select 1", "secretArn": s.SecretARN(localSecret)})
		if refuse.status == http.StatusOK || !strings.Contains(refuse.body, "Access denied") {
			t.Errorf("on MySQL, %s: got %v", password, refuse)
		}
	}
}
