package examples_test

import (
	"context"
	"database/sql"
	"fmt"
	"log"

	_ "github.com/auroradataapi/auroradataapi"
)

// A text of several statements runs in one transaction, as a file of a migration
// wants it. Query has a result set for each that returns rows.
func Example_severalStatements() {
	db, err := sql.Open("postgresql+auroradataapi", "postgresql+auroradataapi:///postgres")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	defer db.Exec("drop table fruits")

	rows, err := db.Query(`
		create table fruits (name text);
		insert into fruits values ('apple'), ('pear');
		select name from fruits order by name;
		select count(*)::text from fruits;
	`)
	if err != nil {
		log.Fatal(err)
	}
	defer rows.Close()
	for more := true; more; more = rows.NextResultSet() {
		for rows.Next() {
			var text string
			if err := rows.Scan(&text); err != nil {
				log.Fatal(err)
			}
			fmt.Println(text)
		}
	}
	if err := rows.Err(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// apple
	// pear
	// 2
}

// What SET has set holds for the connection. The driver sets it again in front of
// each statement, which takes four calls then.
func Example_settings() {
	db, err := sql.Open("postgresql+auroradataapi", "postgresql+auroradataapi:///postgres")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	ctx := context.Background()
	conn, err := db.Conn(ctx)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()

	if _, err := conn.ExecContext(ctx, "set time zone 'Asia/Tokyo'"); err != nil {
		log.Fatal(err)
	}
	var noon string
	if err := conn.QueryRowContext(ctx, "select timestamptz '2026-01-01 03:00Z'::text").Scan(&noon); err != nil {
		log.Fatal(err)
	}
	fmt.Println(noon)
	if _, err := conn.ExecContext(ctx, "reset time zone"); err != nil {
		log.Fatal(err)
	}
	// Output: 2026-01-01 12:00:00+09
}

// An advisory lock belongs to the connection until it is given back, as migration
// tools expect.
func Example_sessionLock() {
	db, err := sql.Open("postgresql+auroradataapi", "postgresql+auroradataapi:///postgres")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	ctx := context.Background()
	conn, err := db.Conn(ctx)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()

	if _, err := conn.ExecContext(ctx, "select pg_advisory_lock($1)", 42); err != nil {
		log.Fatal(err)
	}
	for _, step := range []string{"create table deployed (v int)", "create index concurrently on deployed (v)", "drop table deployed"} {
		if _, err := conn.ExecContext(ctx, step); err != nil {
			log.Fatal(err)
		}
	}
	var free bool
	if err := db.QueryRowContext(ctx, "select pg_try_advisory_lock($1)", 42).Scan(&free); err != nil {
		log.Fatal(err)
	}
	fmt.Println("free while it is held:", free)
	if err := conn.QueryRowContext(ctx, "select pg_advisory_unlock($1)", 42).Scan(&free); err != nil {
		log.Fatal(err)
	}
	fmt.Println("given back:", free)
	// Output:
	// free while it is held: false
	// given back: true
}
