// Bare is a Lambda function without a database, the measure for what the driver
// adds to a binary.
package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"
)

func main() { lambda.Start(handle) }

func handle(context.Context) (string, error) { return "hello", nil }
