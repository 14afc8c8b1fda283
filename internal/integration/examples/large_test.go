package examples_test

import (
	"database/sql"
	"fmt"
	"log"

	"github.com/auroradataapi/auroradataapi"
)

// A result of any size is read page by page. Where it is known to be large, the
// first call, which the service would refuse, can be saved.
func Example_largeResult() {
	db, err := sql.Open("postgresql+auroradataapi", "postgresql+auroradataapi:///postgres")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("select n, repeat('x', 1000) from generate_series(1, $1) n", auroradataapi.StreamingAlways, 5000)
	if err != nil {
		log.Fatal(err)
	}
	defer rows.Close()
	var count, octets int
	for rows.Next() {
		var n int
		var text string
		if err := rows.Scan(&n, &text); err != nil {
			log.Fatal(err)
		}
		count, octets = count+1, octets+len(text)
	}
	if err := rows.Err(); err != nil {
		log.Fatal(err)
	}
	fmt.Println(count, "rows with", octets, "octets")
	// Output: 5000 rows with 5000000 octets
}
