package main

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
)

// BenchmarkSmallCall asks the small query of a service in memory: what is left is
// the client's work without that of the network.
func BenchmarkSmallCall(b *testing.B) {
	config := awsConfig("", answering(smallAnswer()))
	db, err := open(config)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	client := rdsdata.NewFromConfig(config)
	run(b, "driver", func() error { return askDriver(b.Context(), db) })
	run(b, "sdk", func() error { return askSDK(b.Context(), client) })
}
