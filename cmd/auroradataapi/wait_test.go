package main

import (
	"bytes"
	"os/exec"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/rds"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// TestWaitForInstance waits for a cluster whose instance is being created.
func TestWaitForInstance(t *testing.T) {
	t.Parallel()
	refused := make(chan struct{})
	tell := sync.OnceFunc(func() { close(refused) })
	server := emulator.StartT(t, &emulator.Server{Clusters: []emulator.Cluster{{ID: "local"}}, OnCall: func(c emulator.Call) {
		if c.Code == "DatabaseNotFoundException" {
			tell()
		}
	}})
	client := rds.New(rds.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(server.URL()), Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
	})
	if _, err := client.DeleteDBInstance(t.Context(), &rds.DeleteDBInstanceInput{DBInstanceIdentifier: aws.String("local-instance-1")}); err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	wait := exec.CommandContext(t.Context(), "auroradataapi", "wait", "--cluster", "local")
	wait.Env = withEnviron(wait.Environ(), environOf(server))
	wait.Stderr = &stderr
	if err := wait.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- wait.Wait() }()
	select {
	case <-refused:
	case err := <-ended:
		t.Fatalf("it does not wait: %v\n%s", err, &stderr)
	}
	_, err := client.CreateDBInstance(t.Context(), &rds.CreateDBInstanceInput{
		DBInstanceIdentifier: aws.String("local-1"), DBClusterIdentifier: aws.String("local"),
		Engine: aws.String("aurora-postgresql"), DBInstanceClass: aws.String("db.serverless"),
	})
	if err != nil {
		t.Error(err)
	}
	if err := <-ended; err != nil {
		t.Errorf("%v\n%s", err, &stderr)
	}
}
