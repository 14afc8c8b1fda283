package emulator_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"
)

// batchOf runs a statement with a parameter n from 1 on, in a transaction unless
// id is empty.
func batchOf(t *testing.T, id, sql string, sets int, more func(n int64) []types.SqlParameter) error {
	t.Helper()
	input := &rdsdata.BatchExecuteStatementInput{
		ResourceArn: aws.String(shared.ClusterARN("local")), SecretArn: aws.String(localSecret),
		Database: aws.String("postgres"), Sql: &sql,
	}
	if id != "" {
		input.TransactionId = &id
	}
	for n := range int64(sets) {
		set := []types.SqlParameter{param("n", long(n+1))}
		if more != nil {
			set = append(set, more(n+1)...)
		}
		input.ParameterSets = append(input.ParameterSets, set)
	}
	output, err := client(shared).BatchExecuteStatement(t.Context(), input)
	if err == nil && len(output.UpdateResults) != sets {
		t.Errorf("%d update results came, want %d", len(output.UpdateResults), sets)
	}
	return err
}

// TestLongBatch shows that the sets of a batch that goes to the server in parts
// run in order, each in a transaction of its own, whatever their size and types.
func TestLongBatch(t *testing.T) {
	table(t, "long_batch", "i serial, n int primary key, s text, x xid8 default pg_current_xact_id()")
	err := batchOf(t, "", "insert into long_batch (n, s) values (:n, :s)", 1000, func(n int64) []types.SqlParameter {
		switch {
		case n%7 == 0:
			return []types.SqlParameter{param("s", null())}
		case n%100 == 0:
			return []types.SqlParameter{param("s", str(strings.Repeat("x", 100_000)))}
		}
		return []types.SqlParameter{param("s", str("short"))}
	})
	if err != nil {
		t.Fatal(err)
	}
	const want = "1000 1000 1000 142 9"
	if got := backend(t, `select count(*) || ' ' || count(distinct x) || ' ' || count(*) filter (where i = n) || ' ' ||
		count(*) filter (where s is null) || ' ' || count(*) filter (where length(s) = 100000) from long_batch`); got != want {
		t.Errorf("rows, transactions, in order, null, long are %s, want %s", got, want)
	}
}

// TestBatchStopsAtFirstError shows it for errors of the statement and of the
// commit, wherever in the batch they are.
func TestBatchStopsAtFirstError(t *testing.T) {
	tests := []struct {
		name    string
		check   string // of the table
		message string
		at      string
	}{
		{name: "statement", check: "check (n <> 2)", at: "1", message: `ERROR: new row for relation "batch_error" violates check constraint "batch_error_check"; SQLState: 23514`},
		{name: "statement later", check: "check (n <> 700)", at: "699", message: `ERROR: new row for relation "batch_error" violates check constraint "batch_error_check"; SQLState: 23514`},
		{name: "commit", check: "unique (m) deferrable initially deferred", at: "399",
			message: `ERROR: duplicate key value violates unique constraint "batch_error_m_key"; SQLState: 23505`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			table(t, "batch_error", "n int, m int generated always as (n % 399) stored, constraint batch_error_"+constraintName(test.check)+" "+test.check)
			err := batchOf(t, "", "insert into batch_error (n) values (:n)", 1000, nil)
			wantError(t, err, "DatabaseErrorException", test.message)
			if n := backend(t, "select count(*) from batch_error"); n != test.at {
				t.Errorf("%s rows are there, want %s", n, test.at)
			}
			if n := backend(t, "select count(*) from pg_stat_activity where state like 'idle in transaction%' and query not like '%batch%'"); n != "0" {
				t.Errorf("%s sessions are left in a transaction", n)
			}
		})
	}
}

func constraintName(check string) string {
	if strings.HasPrefix(check, "unique") {
		return "m_key"
	}
	return "check"
}

// TestBatchInTransaction shows that a batch belongs to its transaction, before and
// after an error.
func TestBatchInTransaction(t *testing.T) {
	table(t, "batch_inside", "n int check (n < 900)")
	id := begin(t, shared)
	const insert = "insert into batch_inside values (:n)"
	if err := batchOf(t, id, insert, 800, nil); err != nil {
		t.Fatal(err)
	}
	if n := value(t, execute(t, shared, in(shared, id, "select count(*) from batch_inside"))); n != int64(800) {
		t.Errorf("%d rows are seen inside, want 800", n)
	}
	if n := backend(t, "select count(*) from batch_inside"); n != "0" {
		t.Errorf("%s rows are seen outside before the commit", n)
	}
	execute(t, shared, in(shared, id, "savepoint s"))
	wantError(t, batchOf(t, id, insert, 1000, nil), "DatabaseErrorException",
		`ERROR: new row for relation "batch_inside" violates check constraint "batch_inside_n_check"; SQLState: 23514`)
	execute(t, shared, in(shared, id, "rollback to s"))
	if _, err := commit(t, shared, id); err != nil {
		t.Fatal(err)
	}
	if n := backend(t, "select count(*) from batch_inside"); n != "800" {
		t.Errorf("%s rows are there, want 800", n)
	}
}

// TestBatchOutsideTransactions shows statements that may not be in a transaction
// block, one that commits by itself, and rows that come back by the megabyte.
func TestBatchOutsideTransactions(t *testing.T) {
	table(t, "batch_outside", "n int")
	backend(t, "create procedure batch_procedure(n bigint) language plpgsql as 'begin insert into batch_outside values (n); commit; end'")
	t.Cleanup(func() { backend(t, "drop procedure batch_procedure") })
	if err := batchOf(t, "", "call batch_procedure(:n)", 3, nil); err != nil {
		t.Error(err)
	}
	_, err := client(shared).BatchExecuteStatement(t.Context(), &rdsdata.BatchExecuteStatementInput{
		ResourceArn: aws.String(shared.ClusterARN("local")), SecretArn: aws.String(localSecret), Database: aws.String("postgres"),
		Sql: aws.String("vacuum batch_outside"), ParameterSets: [][]types.SqlParameter{{}, {}},
	})
	if err != nil {
		t.Error(err)
	}
	if err := batchOf(t, "", "select repeat('x', 100000) from generate_series(0, :n % 10)", 100, nil); err != nil {
		t.Error(err)
	}
	if n := backend(t, "select count(*) from batch_outside"); n != "3" {
		t.Errorf("%s rows are there, want 3", n)
	}
}
