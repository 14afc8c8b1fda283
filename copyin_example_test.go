package auroradataapi_test

import (
	"database/sql"
	"fmt"
	"log"
)

// A loader that was written for lib/pq: the text is what its CopyIn returns.
func Example_copyFromStdin() {
	db, err := sql.Open("auroradataapi", "postgresql+auroradataapi:///orders")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()

	tx, err := db.Begin()
	if err != nil {
		log.Fatal(err)
	}
	defer tx.Rollback()
	stmt, err := tx.Prepare(`COPY "products" ("name", "price") FROM STDIN`)
	if err != nil {
		log.Fatal(err)
	}
	for name, price := range map[string]string{"pen": "1.20", "ink": "4.80"} {
		if _, err := stmt.Exec(name, price); err != nil {
			log.Fatal(err)
		}
	}
	result, err := stmt.Exec() // the end
	if err != nil {
		log.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.RowsAffected())
}
