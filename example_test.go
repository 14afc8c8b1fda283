package auroradataapi_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"
	"log/slog"
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
