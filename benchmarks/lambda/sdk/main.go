// Sdk is a Lambda function that asks a database one question by the plain SDK.
package main

import (
	"context"
	"log"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"
)

func main() {
	c, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	client := rdsdata.NewFromConfig(c)
	lambda.Start(func(ctx context.Context) (string, error) {
		output, err := client.ExecuteStatement(ctx, &rdsdata.ExecuteStatementInput{
			ResourceArn: aws.String(os.Getenv("AURORA_CLUSTER_ARN")),
			SecretArn:   aws.String(os.Getenv("AURORA_SECRET_ARN")),
			Sql:         aws.String("SELECT name FROM customers WHERE id = :id"),
			Parameters:  []types.SqlParameter{{Name: aws.String("id"), Value: &types.FieldMemberLongValue{Value: 1}}},
		})
		if err != nil || len(output.Records) == 0 {
			return "", err
		}
		name, _ := output.Records[0][0].(*types.FieldMemberStringValue)
		return name.Value, nil
	})
}
