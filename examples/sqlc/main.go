// Program sqlc uses code that sqlc has generated for package database/sql, on
// PostgreSQL or MySQL.
package main

import (
	"context"
	"database/sql"
	"io"
	"log"
	"os"
	"strings"

	_ "github.com/auroradataapi/auroradataapi"
)

func main() {
	if err := run(context.Background(), os.Getenv("DATABASE_URL"), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, url string, w io.Writer) error {
	db, err := sql.Open("auroradataapi", url)
	if err != nil {
		return err
	}
	defer db.Close()
	if strings.HasPrefix(url, "mysql") {
		return onMySQL(ctx, db, w)
	}
	return onPostgreSQL(ctx, db, w)
}
