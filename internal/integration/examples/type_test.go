package examples_test

import (
	"database/sql"
	"fmt"
	"log"

	"github.com/lib/pq"

	_ "github.com/auroradataapi/auroradataapi"
)

// Values of types that the service does not return come back as with pgx: the
// driver has PostgreSQL cast their columns to text.
func Example_refusedTypes() {
	db, err := sql.Open("postgresql+auroradataapi", "postgresql+auroradataapi:///postgres")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	var age, price, forever, grid string
	err = db.QueryRow("select interval '90 minutes', 12.5::money, 'infinity'::timestamp, $1::int[]", "{{1,2},{3,4}}").
		Scan(&age, &price, &forever, &grid)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(age, price, forever, grid)
	// Output: 01:30:00 $12.50 infinity {{1,2},{3,4}}
}

// In mode simple the arguments are written into the text: a statement is one call
// from the first time on.
func Example_simple() {
	db, err := sql.Open("postgresql+auroradataapi", "postgresql+auroradataapi:///postgres?default_query_exec_mode=simple")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	var found bool
	err = db.QueryRow("select $1::uuid = any($2::uuid[])", "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
		pq.Array([]string{"6ba7b810-9dad-11d1-80b4-00c04fd430c8"})).Scan(&found)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(found)
	// Output: true
}
