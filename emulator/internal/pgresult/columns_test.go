package pgresult_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator/internal/pgresult"
)

func TestDescribeWithoutMetadata(t *testing.T) {
	conn := connect(t)
	statement, err := conn.Prepare(t.Context(), "s", `SELECT oid FROM pg_class`, nil)
	if err != nil {
		t.Fatal(err)
	}
	columns, err := pgresult.NewCatalog(by(conn), new(pgresult.Facts)).Describe(t.Context(), statement.Fields, false, "")
	if err != nil {
		t.Fatal(err)
	}
	if m := columns.Metadata()[0]; m.TableName != "" || m.TypeName != "oid" {
		t.Errorf("got %+v, want an oid of no table", m)
	}
}

func TestDescribeNothing(t *testing.T) {
	columns, err := pgresult.NewCatalog(by(nil), new(pgresult.Facts)).Describe(t.Context(), nil, true, "")
	if err != nil {
		t.Fatal(err)
	}
	if got := columns.Metadata(); got == nil || len(got) != 0 {
		t.Errorf("got metadata %v, want none but not nil", got)
	}
}

// A described type needs no connection the second time.
func TestFactsRememberTypes(t *testing.T) {
	conn := connect(t)
	temporarySchema(t, conn, `CREATE TYPE mood AS ENUM ('happy')`)
	statement, err := conn.Prepare(t.Context(), "s", `SELECT 'happy'::mood, '{happy}'::mood[]`, nil)
	if err != nil {
		t.Fatal(err)
	}
	facts := new(pgresult.Facts)
	for _, c := range []*pgconn.PgConn{conn, nil} {
		columns, err := pgresult.NewCatalog(by(c), facts).Describe(t.Context(), statement.Fields, false, "")
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []string{"mood", "_mood"} {
			if got := columns.Metadata()[i].TypeName; got != want {
				t.Errorf("column %d: got type %q, want %q", i, got, want)
			}
		}
	}
}

func TestFactsAreShared(t *testing.T) {
	facts := new(pgresult.Facts)
	var wg sync.WaitGroup
	for i := range 4 {
		conn := connect(t)
		wg.Go(func() {
			sql := fmt.Sprintf(`SELECT NULL::%s WHERE false`, []string{"xml", "regclass", "regtype", "xml[]"}[i])
			if _, err := executeWith(t, conn, facts, sql, pgresult.Options{}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// A type that the catalog does not have any more is refused under its number.
func TestTypeThatIsGone(t *testing.T) {
	conn := connect(t)
	fields := []pgconn.FieldDescription{{Name: "c", DataTypeOID: 4000000000, TypeModifier: -1}}
	columns, err := pgresult.NewCatalog(by(conn), new(pgresult.Facts)).Describe(t.Context(), fields, true, "")
	if err != nil {
		t.Fatal(err)
	}
	err = columns.Encoder(pgresult.Options{}).AddRow([][]byte{[]byte("x")})
	checkUnsupported(t, err, "The result contains the unsupported data type 4000000000.")
}

func TestDescribeInAbortedTransaction(t *testing.T) {
	conn := connect(t)
	fields := []pgconn.FieldDescription{{Name: "c", DataTypeOID: 142, TypeModifier: -1}}
	run(t, conn, "BEGIN")
	if _, err := conn.Exec(t.Context(), "SELECT 1 / 0").ReadAll(); err == nil {
		t.Fatal("the division succeeded")
	}
	_, err := pgresult.NewCatalog(by(conn), new(pgresult.Facts)).Describe(t.Context(), fields, true, "")
	var failure *pgconn.PgError
	if !errors.As(err, &failure) || failure.Code != "25P02" {
		t.Errorf("got %v, want the server's 25P02", err)
	}
}

func TestDescribeCancelled(t *testing.T) {
	conn := connect(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	fields := []pgconn.FieldDescription{{Name: "c", DataTypeOID: 142, TypeModifier: -1}}
	_, err := pgresult.NewCatalog(by(conn), new(pgresult.Facts)).Describe(ctx, fields, true, "")
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}
