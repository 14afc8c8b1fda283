package pgresult_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/pgresult"
	"github.com/auroradataapi/auroradataapi/emulator/internal/pgserver"
)

const user, password = "pgresult", "secret"

// server is the PostgreSQL that the tests of this package share, started by the
// first that asks; fuzzing needs none.
var server = sync.OnceValues(func() (*pgserver.Server, error) {
	s, err := pgserver.Start(context.Background(), pgserver.Config{User: user, Password: password})
	started = s
	return s, err
})

// started is the server to close in the end, if there is one.
var started *pgserver.Server

func TestMain(m *testing.M) {
	code := m.Run()
	if started != nil {
		if err := started.Close(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// connect gives a connection of the test's own, in UTC as the service's are.
func connect(t *testing.T) *pgconn.PgConn {
	t.Helper()
	server, err := server()
	if err != nil {
		t.Fatal(err)
	}
	dsn := fmt.Sprintf("host=%s port=%d user=%s password=%s dbname=postgres timezone=UTC",
		server.SocketDir(), server.Port(), user, password)
	conn, err := pgconn.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatalf("connect: %v", err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

// by gives a connection that is always free.
func by(conn *pgconn.PgConn) func() (*pgconn.PgConn, error) {
	return func() (*pgconn.PgConn, error) { return conn, nil }
}

// temporarySchema runs statements in a schema of the test's own.
func temporarySchema(t *testing.T, conn *pgconn.PgConn, statements string) {
	t.Helper()
	name := strings.ToLower(strings.NewReplacer("/", "_").Replace(t.Name()))
	run(t, conn, fmt.Sprintf("CREATE SCHEMA %s; SET search_path = %[1]s; %s", name, statements))
	t.Cleanup(func() { run(t, conn, fmt.Sprintf("ROLLBACK; DROP SCHEMA %s CASCADE", name)) })
}

func run(t *testing.T, conn *pgconn.PgConn, sql string) {
	t.Helper()
	if _, err := conn.Exec(context.Background(), sql).ReadAll(); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// result is what the service would answer to a statement.
type result struct {
	metadata  []dataapi.ColumnMetadata
	records   [][]json.RawMessage
	formatted string
}

// execute takes a statement through the package as the emulator does.
func execute(t *testing.T, conn *pgconn.PgConn, sql string, o pgresult.Options) (result, error) {
	t.Helper()
	return executeWith(t, conn, new(pgresult.Facts), sql, o)
}

func executeWith(t *testing.T, conn *pgconn.PgConn, facts *pgresult.Facts, sql string, o pgresult.Options) (result, error) {
	t.Helper()
	statement, err := conn.Prepare(t.Context(), "s", sql, nil)
	if err != nil {
		t.Fatalf("prepare %s: %v", sql, err)
	}
	defer conn.Deallocate(context.Background(), "s")
	columns, err := pgresult.NewCatalog(by(conn), facts).Describe(t.Context(), statement.Fields, true, "")
	if err != nil {
		t.Fatalf("describe %s: %v", sql, err)
	}
	encoder := columns.Encoder(o)
	rows := conn.ExecPrepared(t.Context(), "s", nil, nil, nil)
	defer rows.Close()
	for rows.NextRow() {
		if err := encoder.AddRow(rows.Values()); err != nil {
			return result{}, err
		}
	}
	if _, err := rows.Close(); err != nil {
		t.Fatalf("execute %s: %v", sql, err)
	}
	return finish(columns, encoder, o)
}

func finish(columns *pgresult.Columns, encoder *pgresult.Encoder, o pgresult.Options) (result, error) {
	r := result{metadata: columns.Metadata()}
	text, err := encoder.Records().MarshalJSON()
	if err == nil {
		err = json.Unmarshal(text, &r.records)
	}
	if err != nil || !o.JSON {
		return r, err
	}
	r.formatted, err = encoder.FormattedRecords()
	return r, err
}
