package examples_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"log"

	"github.com/auroradataapi/auroradataapi"
)

// A Lambda function that starts need not ask the server about its SQL texts, if
// what the server says about them was saved before, for example by the test of the
// function into a file that the binary embeds.
func Example_coldStart() {
	ctx := context.Background()
	var file bytes.Buffer
	ask(ctx, func(connector *auroradataapi.Connector) {}, func(connector *auroradataapi.Connector) {
		if err := connector.SaveDescriptions(&file); err != nil {
			log.Fatal(err)
		}
	})
	ask(ctx, func(connector *auroradataapi.Connector) {
		// What cannot be read is no reason to fail: the server is asked, then.
		if err := connector.LoadDescriptions(&file); err != nil {
			log.Print(err)
		}
	}, func(*auroradataapi.Connector) {})
	// Output:
	// 2026-03-01
	// 2026-03-01
}

// ask opens the database, asks it a question, and closes it.
func ask(ctx context.Context, before, after func(*auroradataapi.Connector)) {
	connector, err := auroradataapi.NewConnector(auroradataapi.Config{Database: "postgres"})
	if err != nil {
		log.Fatal(err)
	}
	before(connector)
	db := sql.OpenDB(connector)
	defer db.Close()
	var day string
	if err := db.QueryRowContext(ctx, "select to_char($1::date + 1, 'YYYY-MM-DD')", "2026-02-28").Scan(&day); err != nil {
		log.Fatal(err)
	}
	fmt.Println(day)
	after(connector)
}
