// Lambda is a function that takes orders from a queue and writes them into Aurora
// PostgreSQL. README.md says how to deploy it and what to mind.
package main

import (
	"bytes"
	"cmp"
	"database/sql"
	_ "embed"
	"log"
	"os"
	"time"

	"github.com/auroradataapi/auroradataapi"
	"github.com/aws/aws-lambda-go/lambda"
)

func main() {
	db, err := open(auroradataapi.Config{Database: cmp.Or(os.Getenv("DATABASE"), "postgres")})
	if err != nil {
		log.Fatal(err)
	}
	lambda.Start((&shop{db: db}).handle)
}

// descriptions is what the server says about the types of the function's SQL.
// `go test . -update` writes it anew.
//
//go:embed descriptions.json
var descriptions []byte

// resumeTimeout is how long a statement waits for a paused cluster. It is less than
// the function's own time, 60 seconds.
const resumeTimeout = 40 * time.Second

// open opens the database, once for all invocations, and makes no call. What the
// configuration lacks comes from the environment: AURORA_CLUSTER_ARN and
// AURORA_SECRET_ARN.
func open(c auroradataapi.Config) (*sql.DB, error) {
	c.ResumeTimeout = resumeTimeout
	connector, err := auroradataapi.NewConnector(c)
	if err != nil {
		return nil, err
	}
	if err := connector.LoadDescriptions(bytes.NewReader(descriptions)); err != nil {
		log.Print(err) // the server is asked, then
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(4)
	return db, nil
}
