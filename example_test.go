package auroradataapi_test

import (
	"context"
	"database/sql"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/auroradataapi/auroradataapi"
)

// The cluster and the secret come from the environment: AURORA_CLUSTER_ARN and
// AURORA_SECRET_ARN.
func Example() {
	db, err := sql.Open("auroradataapi", "postgresql+auroradataapi://:@/postgres")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()

	var tables int
	if err := db.QueryRow("select count(*) from pg_catalog.pg_tables").Scan(&tables); err != nil {
		log.Fatal(err)
	}
	fmt.Println(tables > 0)
}

func ExampleNewConnector() {
	connector, err := auroradataapi.NewConnector(auroradataapi.Config{
		ClusterARN:    "arn:aws:rds:eu-central-1:123456789012:cluster:orders",
		SecretARN:     "arn:aws:secretsmanager:eu-central-1:123456789012:secret:orders-AbCdEf",
		Database:      "orders",
		ResumeTimeout: 90 * time.Second,
		AWSConfig:     &aws.Config{}, // for example from config.LoadDefaultConfig
		Logger:        slog.Default(),
	})
	if err != nil {
		log.Fatal(err)
	}
	db := sql.OpenDB(connector)
	defer db.Close()
}

func ExampleParseDSN() {
	config, err := auroradataapi.ParseDSN("postgresql+auroradataapi://ignored:ignored@/orders?region=eu-central-1")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(config.Database, config.Region)
	fmt.Println(config)

	_, err = auroradataapi.ParseDSN("postgresql+auroradataapi:///orders?regoin=eu-central-1")
	fmt.Println(err)
	// Output:
	// orders eu-central-1
	// postgresql+auroradataapi:///orders?region=eu-central-1
	// auroradataapi: parse DSN: unknown option "regoin"; did you mean "region"?
}

func ExampleError() {
	db, err := sql.Open("auroradataapi", "postgresql+auroradataapi:///orders")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()

	_, err = db.Exec("insert into users (email) values ($1)", "a@example.com")
	var e *auroradataapi.Error
	switch {
	case errors.As(err, &e) && e.Code == "23505":
		fmt.Println("taken:", e.ConstraintName)
	case errors.Is(err, auroradataapi.ErrOutcomeUnknown):
		fmt.Println("look whether it is there before trying again")
	}
}

// A transaction with an isolation level. Where PostgreSQL needs another type than
// the Go type says, a cast in the text gives it.
func Example_transaction() {
	ctx := context.Background()
	db, err := sql.Open("auroradataapi", "postgresql+auroradataapi:///orders")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()

	tx, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		log.Fatal(err)
	}
	defer tx.Rollback()
	_, err = tx.ExecContext(ctx, "update orders set state = :state::order_state where id = :id::uuid",
		sql.Named("state", "paid"), sql.Named("id", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
	if err != nil {
		log.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		log.Fatal(err)
	}
}

// A transaction that others may get in the way of. What it goes by is read in the
// transaction, so that it is right however often that runs.
func ExampleRunTx() {
	ctx := context.Background()
	db, err := sql.Open("auroradataapi", "postgresql+auroradataapi:///orders?resolve_commits=true")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()

	var left int
	options := &auroradataapi.RunTxOptions{Isolation: sql.LevelSerializable}
	err = auroradataapi.RunTx(ctx, db, options, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, "select in_stock from products where id = $1", 7).Scan(&left); err != nil {
			return err
		}
		if left == 0 {
			return errors.New("sold out")
		}
		_, err := tx.ExecContext(ctx, "update products set in_stock = $1 where id = $2", left-1, 7)
		return err
	})
	switch {
	case errors.Is(err, auroradataapi.ErrOutcomeUnknown):
		fmt.Println("look whether it is there before trying again")
	case err != nil:
		log.Fatal(err)
	}
}

// A CSV file of any size goes into a table: all of its rows or none. An empty field
// becomes NULL.
func ExampleCopyFrom() {
	ctx := context.Background()
	db, err := sql.Open("auroradataapi", "postgresql+auroradataapi:///orders")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	file, err := os.Open("people.csv")
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()

	records := csv.NewReader(file)
	var readErr error
	rows := func(yield func([]any) bool) {
		for {
			record, err := records.Read()
			if err != nil {
				readErr = err
				return
			}
			row := make([]any, len(record))
			for i, field := range record {
				if field != "" {
					row[i] = field
				}
			}
			if !yield(row) {
				return
			}
		}
	}
	n, err := auroradataapi.CopyFrom(ctx, db, []string{"people"}, []string{"id", "name", "born"}, rows, &auroradataapi.BulkOptions{
		SourceErr: func() error {
			if readErr != io.EOF {
				return readErr
			}
			return nil
		},
	})
	var failed *auroradataapi.BulkError
	switch {
	case errors.As(err, &failed):
		log.Fatalf("rows %d to %d: %v", failed.First, failed.Last, failed.Err)
	case err != nil:
		log.Fatal(err)
	}
	fmt.Println(n, "rows")
}

// Many updates take three calls, where a loop takes one for each.
func ExampleExecBatch() {
	ctx := context.Background()
	db, err := sql.Open("auroradataapi", "postgresql+auroradataapi:///orders")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()

	prices := [][]any{{7, "12.50"}, {8, "9.99"}}
	n, err := auroradataapi.ExecBatch(ctx, db, "update products set price = $2 where id = $1", slices.Values(prices), nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(n, "products")
}

// A result of any size is read like any other. That it is large can be said, which
// saves the call that the service would refuse.
func ExampleStreaming() {
	ctx := context.Background()
	db, err := sql.Open("auroradataapi", "postgresql+auroradataapi:///orders")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()

	rows, err := db.QueryContext(ctx, "select id, body from events where at > $1", auroradataapi.StreamingAlways, time.Now().AddDate(0, -1, 0))
	if err != nil {
		log.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var body string
		if err := rows.Scan(&id, &body); err != nil {
			log.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		log.Fatal(err)
	}
}

// A test of a Lambda function writes what the server says about its SQL texts, and
// the function that starts reads it and need not ask.
func ExampleConnector_SaveDescriptions() {
	connector, err := auroradataapi.NewConnector(auroradataapi.Config{Database: "orders"})
	if err != nil {
		log.Fatal(err)
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	if _, err := db.Exec("update products set in_stock = $1 where id = $2", 3, 7); err != nil {
		log.Fatal(err)
	}

	file, err := os.Create("descriptions")
	if err != nil {
		log.Fatal(err)
	}
	if err := errors.Join(connector.SaveDescriptions(file), file.Close()); err != nil {
		log.Fatal(err)
	}
}

// What cannot be read is no reason to fail: then the server is asked.
func ExampleConnector_LoadDescriptions() {
	connector, err := auroradataapi.NewConnector(auroradataapi.Config{Database: "orders"})
	if err != nil {
		log.Fatal(err)
	}
	file, err := os.Open("descriptions")
	if err == nil {
		err = errors.Join(connector.LoadDescriptions(file), file.Close())
	}
	if err != nil {
		log.Print(err)
	}
	db := sql.OpenDB(connector)
	defer db.Close()
}

// A database of Aurora MySQL: placeholders are ?, and errors.As finds the error of
// go-sql-driver/mysql too.
func Example_mySQL() {
	db, err := sql.Open("auroradataapi", "mysql+auroradataapi:///orders")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()

	result, err := db.Exec("insert into customers (name) values (?)", "Ada")
	var e *auroradataapi.Error
	switch {
	case errors.As(err, &e) && e.Number == 1062:
		log.Fatal("there is one already: ", e.ConstraintName)
	case err != nil:
		log.Fatal(err)
	}
	fmt.Println(result.LastInsertId())
}
