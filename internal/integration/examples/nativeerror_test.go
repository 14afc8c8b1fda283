package examples_test

import (
	"database/sql"
	"errors"
	"fmt"
	"log"

	"github.com/jackc/pgerrcode"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/lib/pq"

	_ "github.com/auroradataapi/auroradataapi"
)

// Code that asks for the errors of pgx or of lib/pq goes on working.
func Example_nativeErrors() {
	db, err := sql.Open("postgresql+auroradataapi", "postgresql+auroradataapi:///postgres")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("create table members (email text unique)"); err != nil {
		log.Fatal(err)
	}
	defer db.Exec("drop table members")

	_, err = db.Exec("insert into members values ($1), ($1)", "ann@example.com")
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) && pgErr.Code == pgerrcode.UniqueViolation {
		fmt.Println(pgErr.ConstraintName, "of", pgErr.Severity)
	}
	var pqErr *pq.Error
	if errors.As(err, &pqErr) && pqErr.Code.Name() == "unique_violation" {
		fmt.Println(pqErr.Constraint, "of", pqErr.Severity)
	}

	_, err = db.Exec("select emial from members")
	if errors.As(err, &pgErr) {
		fmt.Println(pgErr.Code == pgerrcode.UndefinedColumn, pgErr.Position)
	}
	// Output:
	// members_email_key of ERROR
	// members_email_key of ERROR
	// true 8
}
