package transfer_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/transfer"
)

// TestConn imports into and exports from a transaction that a statement has begun.
func TestConn(t *testing.T) {
	for _, engine := range engines {
		t.Run(engine.String(), func(t *testing.T) {
			t.Parallel()
			ctx, db := context.Background(), open(t, engine)
			mustExec(t, db, "create table t (id int primary key)")
			conn, err := db.Conn(ctx)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if _, err := conn.ExecContext(ctx, "start transaction"); err != nil {
				t.Fatal(err)
			}
			options := transfer.Options{Engine: engine}
			n, err := transfer.Import(ctx, conn, transfer.Target{Table: transfer.Table{"t"}}, strings.NewReader("id\n1\n2\n"), options)
			if err != nil || n != 2 {
				t.Fatalf("imported %d rows, error %v", n, err)
			}
			var out bytes.Buffer
			if _, err := transfer.Export(ctx, conn, "select id from t order by id", &out, options); err != nil || out.String() != "id\n1\n2\n" {
				t.Errorf("exported %q, error %v", out.String(), err)
			}
			if _, err := conn.ExecContext(ctx, "rollback"); err != nil {
				t.Fatal(err)
			}
			var count int
			if err := conn.QueryRowContext(ctx, "select count(*) from t").Scan(&count); err != nil || count != 0 {
				t.Errorf("after the rollback: %d rows, error %v", count, err)
			}
		})
	}
}

// TestLines: the error of a row far into a file names its line, whatever chunks the
// rows were sent in and how many lines they take.
func TestLines(t *testing.T) {
	const bad = 7_000
	var file strings.Builder
	file.WriteString("id,note\n")
	for i := range 9_000 {
		id := fmt.Sprint(i)
		if i == bad {
			id = "1"
		}
		fmt.Fprintf(&file, "%s,\"%s\n\"\n", id, strings.Repeat("x", 500)) // two lines, and some chunks
	}
	for _, engine := range engines {
		t.Run(engine.String(), func(t *testing.T) {
			t.Parallel()
			db := open(t, engine)
			mustExec(t, db, "create table t (id int primary key, note text)")
			target := transfer.Target{Table: transfer.Table{"t"}}
			n, err := transfer.Import(context.Background(), db, target, strings.NewReader(file.String()), transfer.Options{Engine: engine})
			var failed *transfer.Error
			if !errors.As(err, &failed) || failed.Line != 2+2*bad || failed.Last > failed.Line || n != 0 {
				t.Errorf("got %d rows, error %v", n, err)
			}
			var known *auroradataapi.Error
			if !errors.As(err, &known) {
				t.Errorf("no error of the database in %v", err)
			}
			target.Batch = 3_000
			n, err = transfer.Import(context.Background(), db, target, strings.NewReader(file.String()), transfer.Options{Engine: engine})
			if !errors.As(err, &failed) || failed.Line != 2+2*bad || n != 6_000 {
				t.Errorf("in batches: got %d rows, error %v", n, err)
			}
			target.Skip = n
			whole := strings.Replace(file.String(), "\n1,", "\n-1,", 2) // the first of them has been passed over
			n, err = transfer.Import(context.Background(), db, target, strings.NewReader(whole), transfer.Options{Engine: engine})
			if err != nil || n != 3_000 {
				t.Errorf("going on: got %d rows, error %v", n, err)
			}
		})
	}
}
