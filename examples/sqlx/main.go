// Program sqlx reads rows into structs with sqlx, on PostgreSQL or MySQL.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"strings"

	"github.com/jmoiron/sqlx"

	_ "github.com/auroradataapi/auroradataapi"
)

// sqlx knows the placeholders of drivers by their names.
func init() {
	sqlx.BindDriver("postgresql+auroradataapi", sqlx.DOLLAR)
	sqlx.BindDriver("mysql+auroradataapi", sqlx.QUESTION)
}

const schema = `
CREATE TABLE places (country varchar(50) NOT NULL, city varchar(50), code int NOT NULL);
CREATE TABLE people (name varchar(50) PRIMARY KEY, code int NOT NULL);`

type place struct {
	Country string
	City    *string
	Code    int
}

func main() {
	if err := run(context.Background(), os.Getenv("DATABASE_URL"), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, url string, w io.Writer) error {
	driver, _, _ := strings.Cut(url, "://")
	db, err := sqlx.ConnectContext(ctx, driver, url)
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, schema); err != nil {
		return err
	}
	if err := insert(ctx, db); err != nil {
		return err
	}
	return report(ctx, db, w)
}

// insert writes several rows with one statement, and two tables in one transaction.
func insert(ctx context.Context, db *sqlx.DB) error {
	tx, err := db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	city := "New York"
	places := []place{{"United States", &city, 1}, {"Hong Kong", nil, 852}, {"Singapore", nil, 65}}
	if _, err := tx.NamedExecContext(ctx, "INSERT INTO places (country, city, code) VALUES (:country, :city, :code)", places); err != nil {
		return err
	}
	if _, err := tx.NamedExecContext(ctx, "INSERT INTO people VALUES (:name, :code)", map[string]any{"name": "Ada", "code": 65}); err != nil {
		return err
	}
	return tx.Commit()
}

func report(ctx context.Context, db *sqlx.DB, w io.Writer) error {
	query, args, err := sqlx.In("SELECT * FROM places WHERE code IN (?) ORDER BY code", []int{65, 852})
	if err != nil {
		return err
	}
	var places []place
	if err := db.SelectContext(ctx, &places, db.Rebind(query), args...); err != nil {
		return err
	}
	for _, p := range places {
		fmt.Fprintln(w, p.Country, p.Code)
	}
	var country string
	err = db.GetContext(ctx, &country, db.Rebind("SELECT country FROM places JOIN people ON people.code = places.code WHERE name = ?"), "Ada")
	fmt.Fprintln(w, "Ada is in", country)
	return err
}
