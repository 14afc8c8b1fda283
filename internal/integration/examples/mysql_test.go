package examples_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"
	"net/url"
	"os"
	"slices"
	"time"

	"github.com/go-sql-driver/mysql"

	"github.com/auroradataapi/auroradataapi"
)

// openMySQL opens a database of the cluster of MySQL, which the environment names.
func openMySQL(database string) *sql.DB {
	query := url.Values{
		"aurora_cluster_arn": {os.Getenv("AURORA_MYSQL_CLUSTER_ARN")},
		"secret_arn":         {os.Getenv("AURORA_MYSQL_SECRET_ARN")},
	}
	db, err := sql.Open("mysql+auroradataapi", "mysql+auroradataapi:///"+database+"?"+query.Encode())
	if err != nil {
		log.Fatal(err)
	}
	return db
}

// Aurora MySQL: code that was written for go-sql-driver/mysql goes on working.
func Example_mySQL() {
	server := openMySQL("")
	defer server.Close()
	if _, err := server.Exec("create database shop"); err != nil {
		log.Fatal(err)
	}
	defer server.Exec("drop database shop")

	db := openMySQL("shop")
	defer db.Close()
	if _, err := db.Exec(`create table visitors (
		id bigint unsigned auto_increment primary key, name varchar(20) unique, seen datetime(3), flags bit(4) default b'101')`); err != nil {
		log.Fatal(err)
	}
	result, err := db.Exec("insert into visitors (name, seen) values (?, ?)", "Ada", time.Date(2024, 2, 29, 13, 14, 15, 16e6, time.UTC))
	if err != nil {
		log.Fatal(err)
	}
	id, err := result.LastInsertId()
	if err != nil {
		log.Fatal(err)
	}

	var name string
	var seen time.Time
	var flags []byte
	if err := db.QueryRow("select name, seen, flags from visitors where id = ?", id).Scan(&name, &seen, &flags); err != nil {
		log.Fatal(err)
	}
	fmt.Println(id, name, seen, flags)

	_, err = db.Exec("insert into visitors (name) values (:name)", sql.Named("name", "Ada"))
	var native *mysql.MySQLError
	var e *auroradataapi.Error
	if errors.As(err, &native) && errors.As(err, &e) {
		fmt.Println(native.Number, e.SQLState(), e.ConstraintName)
	}
	// Output:
	// 1 Ada 2024-02-29 13:14:15.016 +0000 UTC [5]
	// 1062 23000 name
}

// CopyFrom returns the keys that MySQL has generated. A duplicate names its row, and
// then nothing is written.
func ExampleCopyFrom_mySQL() {
	server := openMySQL("")
	defer server.Close()
	if _, err := server.Exec("create database library"); err != nil {
		log.Fatal(err)
	}
	defer server.Exec("drop database library")

	db := openMySQL("library")
	defer db.Close()
	if _, err := db.Exec("create table books (id int auto_increment primary key, title varchar(50) unique, price decimal(6,2))"); err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	books := [][]any{{"Emma", "12.50"}, {"Middlemarch", 20}, {"Ulysses", nil}}
	n, err := auroradataapi.CopyFrom(ctx, db, []string{"books"}, []string{"title", "price"}, slices.Values(books), &auroradataapi.BulkOptions{
		Returning: []string{"id"},
		Returned: func(row int64, values []any) error {
			fmt.Println(row, values)
			return nil
		},
	})
	fmt.Println(n, err)

	again := [][]any{{"Beloved", 9}, {"Emma", 1}}
	_, err = auroradataapi.CopyFrom(ctx, db, []string{"books"}, []string{"title", "price"}, slices.Values(again), nil)
	var which *auroradataapi.BulkError
	var duplicate *auroradataapi.Error
	if errors.As(err, &which) && errors.As(err, &duplicate) {
		fmt.Println("row", which.First, duplicate.Number, duplicate.ConstraintName)
	}
	// Output:
	// 0 [1]
	// 1 [2]
	// 2 [3]
	// 3 <nil>
	// row 1 1062 title
}

// What a session of MySQL does, a connection does: a variable holds, a lock is held over
// transactions, and CREATE TABLE commits the one that it is in.
func Example_mySQLSession() {
	server := openMySQL("")
	defer server.Close()
	if _, err := server.Exec("create database office"); err != nil {
		log.Fatal(err)
	}
	defer server.Exec("drop database office")

	db := openMySQL("office")
	defer db.Close()
	ctx := context.Background()
	conn, err := db.Conn(ctx)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	for _, statement := range []string{
		"do get_lock('migration', 10)",
		"set foreign_key_checks = 0",
		"create table rooms (id int primary key, floor int, foreign key (floor) references floors (id))",
		"begin",
		"insert into rooms values (1, 2)",
		"create table floors (id int primary key)",
		"rollback",
		"set foreign_key_checks = 1",
	} {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			log.Fatal(statement, ": ", err)
		}
	}
	var rooms, freed int
	if err := conn.QueryRowContext(ctx, "select count(*) from rooms").Scan(&rooms); err != nil {
		log.Fatal(err)
	}
	if err := conn.QueryRowContext(ctx, "select release_lock('migration')").Scan(&freed); err != nil {
		log.Fatal(err)
	}
	fmt.Println(rooms, freed)
	// Output: 1 1
}
