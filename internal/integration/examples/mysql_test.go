package examples_test

import (
	"database/sql"
	"errors"
	"fmt"
	"log"
	"net/url"
	"os"
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
