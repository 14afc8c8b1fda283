package examples_test

import (
	"context"
	"database/sql"
	"fmt"
	"log"
	"log/slog"
	"os"

	"github.com/aws/aws-sdk-go-v2/config"

	"github.com/auroradataapi/auroradataapi"
)

// A Config carries what a DSN cannot: the program's own configuration of the AWS
// SDK, with its credentials, HTTP client and tracing, and a logger. Nothing that
// is logged has values in it.
func Example_connector() {
	ctx := context.Background()
	awsConfig, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		log.Fatal(err)
	}
	logger := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: onlySQL}))

	connector, err := auroradataapi.NewConnector(auroradataapi.Config{
		Database:  "postgres",
		AWSConfig: &awsConfig,
		Logger:    logger,
	})
	if err != nil {
		log.Fatal(err)
	}
	db := sql.OpenDB(connector)
	defer db.Close()

	var greeting string
	if err := db.QueryRowContext(ctx, "select 'hello, ' || $1", "world").Scan(&greeting); err != nil {
		log.Fatal(err)
	}
	fmt.Println(greeting)
	// Output:
	// msg="auroradataapi: statement" sql="select 'hello, ' || $1" rows=1
	// hello, world
}

// onlySQL leaves out of a log what is different each time.
func onlySQL(_ []string, a slog.Attr) slog.Attr {
	switch a.Key {
	case slog.MessageKey, "sql", "rows":
		return a
	}
	return slog.Attr{}
}
