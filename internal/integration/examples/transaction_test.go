package examples_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"

	"github.com/auroradataapi/auroradataapi"
)

// A transaction has the isolation level that is asked for. The service ends one
// that was not used for three minutes.
func Example_transaction() {
	db, err := sql.Open("postgresql+auroradataapi", "postgresql+auroradataapi:///postgres")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	ctx := context.Background()
	if _, err := db.ExecContext(ctx, "create table accounts (id int primary key, balance int not null)"); err != nil {
		log.Fatal(err)
	}
	defer db.Exec("drop table accounts")

	tx, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		log.Fatal(err)
	}
	defer tx.Rollback() // does nothing after Commit
	var level string
	if err := tx.QueryRowContext(ctx, "show transaction_isolation").Scan(&level); err != nil {
		log.Fatal(err)
	}
	if _, err := tx.ExecContext(ctx, "insert into accounts values ($1, $2), ($3, $4)", 1, 100, 2, 0); err != nil {
		log.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		log.Fatal(err)
	}

	var sum int
	if err := db.QueryRowContext(ctx, "select sum(balance) from accounts").Scan(&sum); err != nil {
		log.Fatal(err)
	}
	fmt.Println(level, sum)
	// Output: serializable 100
}

// RunTx runs a transaction again if another one got in its way. Here, that is done
// by hand the first time.
func ExampleRunTx() {
	db, err := sql.Open("postgresql+auroradataapi", "postgresql+auroradataapi:///postgres")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	ctx := context.Background()
	if _, err := db.ExecContext(ctx, "create table stock (product int primary key, n int not null)"); err != nil {
		log.Fatal(err)
	}
	defer db.Exec("drop table stock")
	if _, err := db.ExecContext(ctx, "insert into stock values (7, 10)"); err != nil {
		log.Fatal(err)
	}

	runs := 0
	options := &auroradataapi.RunTxOptions{Isolation: sql.LevelSerializable}
	err = auroradataapi.RunTx(ctx, db, options, func(tx *sql.Tx) error {
		runs++
		var n int
		if err := tx.QueryRowContext(ctx, "select n from stock where product = 7").Scan(&n); err != nil {
			return err
		}
		if runs == 1 { // somebody else
			if _, err := db.ExecContext(ctx, "update stock set n = n - 1 where product = 7"); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, "update stock set n = $1 where product = 7", n-1)
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
	var n int
	if err := db.QueryRowContext(ctx, "select n from stock").Scan(&n); err != nil {
		log.Fatal(err)
	}
	fmt.Println(n, "left after", runs, "runs")
	// Output: 8 left after 2 runs
}

// What the database has said about a statement is in an *Error, with the SQLSTATE
// and PostgreSQL's own words. Conditions of the service are compared with
// errors.Is.
func Example_errors() {
	db, err := sql.Open("postgresql+auroradataapi", "postgresql+auroradataapi:///postgres")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("create table users (name text unique)"); err != nil {
		log.Fatal(err)
	}
	defer db.Exec("drop table users")

	const insert = "insert into users values ($1)"
	if _, err := db.Exec(insert, "ann"); err != nil {
		log.Fatal(err)
	}
	_, err = db.Exec(insert, "ann")
	var e *auroradataapi.Error
	if errors.As(err, &e) && e.Code == "23505" {
		fmt.Println(e.ConstraintName, "is violated")
	}
	fmt.Println(err)
	// Output:
	// users_name_key is violated
	// ERROR: duplicate key value violates unique constraint "users_name_key" (SQLSTATE 23505)
}
