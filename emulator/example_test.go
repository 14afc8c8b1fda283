package emulator_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// A server of its own answers the AWS SDK.
func ExampleServer() {
	ctx := context.Background()
	s := &emulator.Server{}
	if err := s.Start(ctx); err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	fmt.Println(ask(ctx, s))
	// Output: [{"n":42}] <nil>
}

// The first answer is an error although the statement has run. The SDK sends it
// again, as it does with every statement.
func ExampleServer_Inject() {
	ctx := context.Background()
	s := &emulator.Server{}
	if err := s.Start(ctx); err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	remove, err := s.Inject(emulator.Fault{Kind: emulator.FaultErrorAfter, Status: 503, Times: 1})
	if err != nil {
		log.Fatal(err)
	}
	defer remove()
	fmt.Println(ask(ctx, s))
	fmt.Println(s.Injected())
	// Output:
	// [{"n":42}] <nil>
	// map[error-after:1]
}

func ExampleParseFault() {
	fault, err := emulator.ParseFault("drop-after:op=CommitTransaction,times=1")
	fmt.Println(fault.Kind, fault.Operations, fault.Times, err)
	_, err = emulator.ParseFault("delay:time=10")
	fmt.Println(err)
	// Output:
	// drop-after [CommitTransaction] 1 <nil>
	// emulator: parse fault "delay:time=10": time=10: want a time above 0, such as 10ms
}

// A test moves the time itself.
func ExampleManualClock() {
	var clock emulator.ManualClock
	clock.AfterFunc(3*time.Minute, func() { fmt.Println("a transaction that nobody has used ends") })
	clock.Advance(2 * time.Minute)
	fmt.Println("two minutes")
	clock.Advance(time.Minute)
	// Output:
	// two minutes
	// a transaction that nobody has used ends
}

// ask asks a server for a number by the AWS SDK.
func ask(ctx context.Context, s *emulator.Server) (string, error) {
	client := rdsdata.New(rdsdata.Options{
		BaseEndpoint: aws.String(s.URL()),
		Region:       "us-east-1",
		Credentials:  credentials.NewStaticCredentialsProvider("local", "local", ""),
	})
	answer, err := client.ExecuteStatement(ctx, &rdsdata.ExecuteStatementInput{
		ResourceArn:     aws.String(s.ClusterARN("local")),
		SecretArn:       aws.String(s.SecretARN("rds-db-credentials/local")),
		Sql:             aws.String("select 42 as n"),
		FormatRecordsAs: "JSON",
	})
	if err != nil {
		return "", err
	}
	return aws.ToString(answer.FormattedRecords), nil
}
