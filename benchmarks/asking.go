package main

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"
)

// pageRows is how many events fit into one answer.
const pageRows = 5000

// question is one call that is asked in several ways.
type question struct {
	runs   int                                  // in a round, where the service is near
	driver func(context.Context, *sql.DB) error // and natively
	sdk    func(context.Context, *clients) error
}

// measureSmall asks the small query.
func measureSmall(ctx context.Context, p *program, c *clients) error {
	return question{runs: 200, driver: c.ask, sdk: askSDKAt}.measure(ctx, p, c, "small", 1e6, "us")
}

// measurePage reads one answer of nearly 1 MiB into variables; the SDK, into its
// fields.
func measurePage(ctx context.Context, p *program, c *clients) error {
	read := func(ctx context.Context, db *sql.DB) error {
		_, err := scanEvents(ctx, db, pageRows)
		return err
	}
	return question{runs: 10, driver: read, sdk: askPageSDK}.measure(ctx, p, c, "page", 1e3, "ms")
}

// measure asks in turns and reports the time that one call takes, in a unit.
func (q question) measure(ctx context.Context, p *program, c *clients, kind string, factor float64, unit string) error {
	said, err := c.record(ctx, c.distance, 2, q.driver)
	if err != nil {
		return err
	}
	bare := bareClient()
	defer bare.CloseIdleConnections()
	runs := p.runs(q.runs)
	if c.distance > 0 {
		runs = max(1, runs/10)
	}
	variants := []variant{
		{"driver", runs, func() error { return q.driver(ctx, c.driver) }},
		{"sdk", runs, func() error { return q.sdk(ctx, c) }},
		{"bare", runs, func() error { _, err := said.repeat(bare); return err }},
	}
	if c.native != nil {
		variants = append(variants, variant{c.nativeName, runs, func() error { return q.driver(ctx, c.native) }})
	}
	compared, err := compare(p.rounds(20), variants...)
	if err != nil {
		return err
	}
	p.times(c.at(kind), compared, variants, factor, unit)
	return nil
}

// times reports what each variant takes and the driver's ratio to the others.
func (p *program) times(prefix string, c comparison, variants []variant, factor float64, unit string) {
	for _, v := range variants {
		p.spread(prefix+"/"+v.name, c.of(v.name, wall).times(factor), unit)
	}
	for _, v := range variants[1:] {
		p.spread(prefix+"/driver-over-"+v.name, c.ratios(wall, "driver", v.name), "x")
	}
}

func askSDKAt(ctx context.Context, c *clients) error {
	output, err := c.sdk.ExecuteStatement(ctx, c.statement(smallQuerySDK, "",
		types.SqlParameter{Name: aws.String("p1"), Value: &types.FieldMemberLongValue{Value: smallID}},
		types.SqlParameter{Name: aws.String("p2"), Value: &types.FieldMemberStringValue{Value: smallName}}))
	if err != nil {
		return err
	}
	return checkSmallSDK(output)
}

func askPageSDK(ctx context.Context, c *clients) error {
	output, err := c.sdk.ExecuteStatement(ctx, c.statement(eventQuery(pageRows), ""))
	if err != nil {
		return err
	}
	if len(output.Records) != pageRows {
		return fmt.Errorf("read %d rows of %d", len(output.Records), pageRows)
	}
	return nil
}

// statement is a call of the SDK, in a transaction if one is named.
func (c *clients) statement(text, transaction string, parameters ...types.SqlParameter) *rdsdata.ExecuteStatementInput {
	input := &rdsdata.ExecuteStatementInput{
		ResourceArn: &c.ClusterARN, SecretArn: &c.SecretARN, Database: &c.name, Sql: &text,
		IncludeResultMetadata: true, Parameters: parameters,
	}
	if transaction != "" {
		input.TransactionId = &transaction
	}
	return input
}
