package soak

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"
)

// client is one way to the emulator. Goroutines share it.
type client interface {
	// read reads rows of a width, and returns how many octets of text came.
	read(ctx context.Context, rows, width int) (int64, error)
	// write inserts rows in one transaction, which it commits or rolls back.
	write(ctx context.Context, caller, rows int, commit bool) error
	// fail runs a statement that the database refuses, and returns its error.
	fail(ctx context.Context) error
	// abandon begins a transaction and forgets it.
	abandon(ctx context.Context, caller int) error
}

// throughDriver is the driver's way.
type throughDriver struct {
	engine engine
	db     *sql.DB
}

// placeholder is that of the n-th argument.
func (d *throughDriver) placeholder(n int) string {
	if d.engine.name == mysql.name {
		return "?"
	}
	return fmt.Sprintf("$%d", n)
}

func (d *throughDriver) read(ctx context.Context, rows, width int) (octets int64, err error) {
	query := "select n, repeat('x', " + d.placeholder(1) + ") from numbers where n <= " + d.placeholder(2) + " order by n"
	found, err := d.db.QueryContext(ctx, query, width, rows)
	if err != nil {
		return 0, err
	}
	defer found.Close()
	want := 1
	for ; found.Next(); want++ {
		var n int
		var text string
		if err := found.Scan(&n, &text); err != nil {
			return octets, err
		}
		if n != want || len(text) != width {
			return octets, fmt.Errorf("row %d is row %d with %d octets, want %d", want, n, len(text), width)
		}
		octets += int64(len(text))
	}
	if err := found.Err(); err != nil {
		return octets, err
	}
	return octets, checkRows(want-1, rows)
}

func checkRows(got, want int) error {
	if got != want {
		return fmt.Errorf("%d rows, want %d", got, want)
	}
	return nil
}

func (d *throughDriver) write(ctx context.Context, caller, rows int, commit bool) error {
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // an error after Commit, which is of no interest
	insert := "insert into ledger (caller, note) values (" + d.placeholder(1) + ", " + d.placeholder(2) + ")"
	for range rows {
		if _, err := tx.ExecContext(ctx, insert, caller, "through the driver"); err != nil {
			return err
		}
	}
	if commit {
		return tx.Commit()
	}
	return tx.Rollback()
}

func (d *throughDriver) fail(ctx context.Context) error {
	_, err := d.db.ExecContext(ctx, "insert into taken values (1)")
	return err
}

// abandon has the context end the transaction, as programs do that are in a hurry.
func (d *throughDriver) abandon(ctx context.Context, caller int) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "insert into ledger (caller, note) values ("+d.placeholder(1)+", "+d.placeholder(2)+")", caller, "abandoned")
	return err
}

// throughSDK is the way of a program that has the AWS SDK alone.
type throughSDK struct {
	engine          engine
	api             *rdsdata.Client
	cluster, secret *string
}

func (s *throughSDK) execute(ctx context.Context, tx *string, statement string, parameters ...types.SqlParameter) (*rdsdata.ExecuteStatementOutput, error) {
	return s.api.ExecuteStatement(ctx, &rdsdata.ExecuteStatementInput{
		ResourceArn: s.cluster, SecretArn: s.secret, Database: aws.String(s.engine.database),
		TransactionId: tx, Sql: aws.String(statement), Parameters: parameters,
	})
}

func number(name string, n int) types.SqlParameter {
	return types.SqlParameter{Name: aws.String(name), Value: &types.FieldMemberLongValue{Value: int64(n)}}
}

func (s *throughSDK) read(ctx context.Context, rows, width int) (octets int64, err error) {
	cast := ""
	if s.engine.name == postgresql.name {
		cast = "::int" // the service binds a bigint, for which there is no such function
	}
	out, err := s.execute(ctx, nil, "select n, repeat('x', :width"+cast+") from numbers where n <= :rows order by n", number("width", width), number("rows", rows))
	if err != nil {
		return 0, err
	}
	for _, record := range out.Records {
		text, ok := record[1].(*types.FieldMemberStringValue)
		if !ok || len(text.Value) != width {
			return octets, fmt.Errorf("a record has %T", record[1])
		}
		octets += int64(len(text.Value))
	}
	return octets, checkRows(len(out.Records), rows)
}

const insertCaller = "insert into ledger (caller, note) values (:caller, 'through the SDK')"

func (s *throughSDK) begin(ctx context.Context) (*string, error) {
	out, err := s.api.BeginTransaction(ctx, &rdsdata.BeginTransactionInput{ResourceArn: s.cluster, SecretArn: s.secret, Database: aws.String(s.engine.database)})
	if err != nil {
		return nil, err
	}
	return out.TransactionId, nil
}

func (s *throughSDK) write(ctx context.Context, caller, rows int, commit bool) error {
	tx, err := s.begin(ctx)
	if err != nil {
		return err
	}
	sets := make([][]types.SqlParameter, rows)
	for i := range sets {
		sets[i] = []types.SqlParameter{number("caller", caller)}
	}
	_, err = s.api.BatchExecuteStatement(ctx, &rdsdata.BatchExecuteStatementInput{
		ResourceArn: s.cluster, SecretArn: s.secret, Database: aws.String(s.engine.database), TransactionId: tx,
		Sql: aws.String(insertCaller), ParameterSets: sets,
	})
	if err != nil {
		return err
	}
	if commit {
		_, err = s.api.CommitTransaction(ctx, &rdsdata.CommitTransactionInput{ResourceArn: s.cluster, SecretArn: s.secret, TransactionId: tx})
	} else {
		_, err = s.api.RollbackTransaction(ctx, &rdsdata.RollbackTransactionInput{ResourceArn: s.cluster, SecretArn: s.secret, TransactionId: tx})
	}
	return err
}

func (s *throughSDK) fail(ctx context.Context) error {
	_, err := s.execute(ctx, nil, "insert into taken values (1)")
	return err
}

// abandon leaves the transaction to expire.
func (s *throughSDK) abandon(ctx context.Context, caller int) error {
	tx, err := s.begin(ctx)
	if err != nil {
		return err
	}
	_, err = s.execute(ctx, tx, insertCaller, number("caller", caller))
	return err
}

// checkRefusal wants the error of a key that is taken.
func checkRefusal(e engine, err error) error {
	if err == nil {
		return errors.New("a key that is taken is taken again")
	}
	if !strings.Contains(err.Error(), e.taken) {
		return fmt.Errorf("a key that is taken: %w", err)
	}
	return nil
}
