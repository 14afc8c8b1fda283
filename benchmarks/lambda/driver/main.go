// Driver is a Lambda function that asks a database one question.
package main

import (
	"context"
	"database/sql"
	"log"

	"github.com/aws/aws-lambda-go/lambda"

	_ "github.com/auroradataapi/auroradataapi"
)

func main() {
	db, err := sql.Open("postgresql+auroradataapi", "default_query_exec_mode=exec")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	lambda.Start(func(ctx context.Context) (name string, err error) {
		err = db.QueryRowContext(ctx, "SELECT name FROM customers WHERE id = $1", 1).Scan(&name)
		return name, err
	})
}
