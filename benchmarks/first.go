package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
)

// endpointVariable is where the AWS SDKs read the endpoint of the Data API.
const endpointVariable = "AWS_ENDPOINT_URL_RDS_DATA"

// firstDriver asks by the driver from nothing, as a program does that knows the
// environment only, but for one call.
func firstDriver(ctx context.Context) error {
	db, err := sql.Open("postgresql+auroradataapi", "default_query_exec_mode=exec")
	if err != nil {
		return err
	}
	defer db.Close()
	return askDriver(ctx, db)
}

// firstSDK asks by the plain SDK from nothing.
func firstSDK(ctx context.Context) error {
	c, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	return askSDK(ctx, rdsdata.NewFromConfig(c))
}

// firstBare posts by a bare HTTP client.
func firstBare(context.Context) error {
	return newPost(os.Getenv(endpointVariable)+"/Execute", http.Header{}, []byte(`{}`)).do()
}

// reportFirst prints the CPU time that a first query takes, in milliseconds.
func reportFirst(ask func(context.Context) error) error {
	start := processCPU()
	if err := ask(context.Background()); err != nil {
		return err
	}
	fmt.Println((processCPU() - start).Seconds() * 1e3)
	return nil
}

// firstQuery asks in a new process, in an environment like Lambda's, and gives the
// CPU time in milliseconds.
func firstQuery(ctx context.Context, name, service string) (float64, error) {
	command, err := child(ctx, "first-query-"+name,
		endpointVariable+"="+service, "AWS_REGION="+region, "AWS_ACCESS_KEY_ID=AKIDEXAMPLE",
		"AWS_SECRET_ACCESS_KEY=example", "AWS_SESSION_TOKEN=example",
		"AURORA_CLUSTER_ARN="+clusterARN, "AURORA_SECRET_ARN="+secretARN)
	if err != nil {
		return 0, err
	}
	output, err := command.Output()
	if err != nil {
		return 0, fmt.Errorf("first query by %s: %w", name, err)
	}
	return strconv.ParseFloat(strings.TrimSpace(string(output)), 64)
}

// measureFirst holds the first query of a process to its budget.
func measureFirst(ctx context.Context, p *program) error {
	near, err := p.place(ctx, "stand-in")
	if err != nil {
		return err
	}
	names := []string{"driver", "sdk", "bare"}
	costs := map[string][]float64{}
	for range p.rounds(30) {
		for _, name := range names {
			cost, err := firstQuery(ctx, name, near.URL)
			if err != nil {
				return err
			}
			costs[name] = append(costs[name], cost)
		}
	}
	for _, name := range names {
		p.spread("first-query/"+name, costs[name], "ms")
	}
	p.budget(budget{name: "lambda/first-query", measured: sample(costs["driver"]).median(), bound: 2, unit: "ms"})
	return nil
}
