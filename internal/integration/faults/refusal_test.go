package faults_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// refusal is a call that the service, the database or the driver refuses.
type refusal struct {
	name      string
	configure func(*auroradataapi.Config) // nil: as it should be
	statement string                      // empty: select 1
	args      []any

	exception string // of the service's error; empty if there is none
	code      string // SQLSTATE
	is        error  // condition
	says      string // a part of the text
}

var refusals = []refusal{
	{
		name:      "wrong cluster",
		configure: func(c *auroradataapi.Config) { c.ClusterARN += "x" },
		exception: "HttpEndpointNotEnabledException", says: "localx",
	}, {
		name:      "cluster of another account",
		configure: func(c *auroradataapi.Config) { c.ClusterARN = strings.Replace(c.ClusterARN, "123", "321", 1) },
		exception: "HttpEndpointNotEnabledException",
	}, {
		name:      "wrong secret",
		configure: func(c *auroradataapi.Config) { c.SecretARN += "x" },
		exception: "SecretsErrorException", says: "find the specified secret",
	}, {
		name:      "wrong password",
		configure: func(c *auroradataapi.Config) { c.SecretARN = cluster.Server.SecretARN(wrongSecret) },
		exception: "DatabaseErrorException", code: "28P01", says: "password authentication failed",
	}, {
		name:      "missing database",
		configure: func(c *auroradataapi.Config) { c.Database = "nowhere" },
		exception: "DatabaseErrorException", code: "3D000", says: `database "nowhere" does not exist`,
	}, {
		name: "syntax error", statement: "selec 1",
		exception: "DatabaseErrorException", code: "42601", says: "syntax error",
	}, {
		name: "unique violation", statement: "insert into keyed values (1)",
		exception: "DatabaseErrorException", code: "23505", says: "duplicate key",
	}, {
		name: "2 MiB result in one value", statement: "select repeat('x', 2 << 20)",
		exception: "UnsupportedResultException", is: auroradataapi.ErrResultTooLarge, says: "size limit",
	}, {
		name: "2 MiB result in many rows", statement: "select repeat('x', 1024) from generate_series(1, 2048)",
		exception: "UnsupportedResultException", is: auroradataapi.ErrResultTooLarge, says: "size limit",
	}, {
		name: "5 MiB request", statement: "select length($1)", args: []any{strings.Repeat("x", 5<<20)},
		is: auroradataapi.ErrRequestTooLarge, says: "bytes",
	}, {
		name: "4 MiB of bytes, which grow on the way", statement: "select length($1)", args: []any{make([]byte, 4<<20)},
		is: auroradataapi.ErrRequestTooLarge, says: "bytes",
	}, {
		name: "SQL of 70,000 characters that is no query", statement: "comment on schema public is '" + strings.Repeat("x", 70_000) + "'",
		is: auroradataapi.ErrRequestTooLarge, says: "characters",
	}, {
		name:      "type that the service refuses, where it cannot be cast",
		statement: "(with gone as (delete from keyed where n > 9 returning n, interval '1 day' as i) select i from gone)",
		exception: "UnsupportedResultException", is: auroradataapi.ErrUnsupportedResult, says: `"i" of type interval: write i::text`,
	}, {
		name: "argument that is none", statement: "select $1", args: []any{make(chan int)},
		says: "there is no form of this chan int",
	}, {
		name: "text that ends too early", statement: "select 'a",
		code: "42601", says: "unterminated quoted string",
	},
}

// TestRefusals wants of each a typed error that says what is wrong, and a
// database that works before and after, in and out of a transaction.
func TestRefusals(t *testing.T) {
	table(t, cluster, "keyed")
	if _, err := cluster.Native.Exec("alter table keyed add primary key (n); insert into keyed values (1)"); err != nil {
		t.Fatal(err)
	}
	for _, c := range refusals {
		t.Run(c.name, func(t *testing.T) {
			ctx := within(t)
			config := cluster.Config()
			config.Streaming = auroradataapi.StreamingNever // large results are refused
			if c.configure != nil {
				c.configure(&config)
			}
			db, err := testcluster.Open(config)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			_, err = db.ExecContext(ctx, c.text(), c.args...)
			c.check(t, err)
			if c.configure != nil {
				c.check(t, db.PingContext(ctx))
				_, err := db.BeginTx(ctx, nil)
				c.check(t, err)
				return
			}
			usable(ctx, t, db)
			tx, err := db.BeginTx(ctx, nil)
			if err != nil {
				t.Fatal(err)
			}
			_, err = tx.ExecContext(ctx, c.text(), c.args...)
			c.check(t, err)
			if err := tx.Rollback(); err != nil {
				t.Errorf("rollback: %v", err)
			}
			usable(ctx, t, db)
		})
	}
}

func (c refusal) text() string {
	if c.statement == "" {
		return "select 1"
	}
	return c.statement
}

func (c refusal) check(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		t.Error("got no error")
		return
	}
	var e *auroradataapi.Error
	errors.As(err, &e)
	if (e != nil) != (c.exception != "" || c.code != "") || e != nil && (e.Exception != c.exception || e.Code != c.code) {
		t.Errorf("got %v (%+v), want exception %q, SQLSTATE %q", err, e, c.exception, c.code)
	}
	if c.is != nil && !errors.Is(err, c.is) {
		t.Errorf("got %v, which does not match %v", err, c.is)
	}
	if !strings.Contains(err.Error(), c.says) {
		t.Errorf("got %v, which does not say %q", err, c.says)
	}
	if unknown := errors.Is(err, auroradataapi.ErrOutcomeUnknown); unknown {
		t.Errorf("got %v, which matches ErrOutcomeUnknown", err)
	}
}
