package main

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
)

// pageSize is the most that the service returns at once.
const pageSize = 1 << 20

// decoding reads the same page by the driver and by the SDK. Both go through the
// SDK's operation with an HTTP client that answers from memory, so that both pay
// for its middleware, some dozen microseconds.
type decoding struct {
	rows       int
	client     *rdsdata.Client
	connection driver.QueryerContext
	dest       []driver.Value
}

func newDecoding(ctx context.Context) (*decoding, error) {
	body, rows := page(pageSize)
	config := awsConfig("", answering(body))
	connector, err := connector(config)
	if err != nil {
		return nil, err
	}
	connection, err := connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	queryer, ok := connection.(driver.QueryerContext)
	if !ok {
		return nil, errors.New("connection takes no queries")
	}
	return &decoding{rows, rdsdata.NewFromConfig(config), queryer, make([]driver.Value, len(pageColumns))}, nil
}

// driver reads every row into driver values, as database/sql does.
func (d *decoding) driver() error {
	rows, err := d.connection.QueryContext(context.Background(), "SELECT * FROM customers", nil)
	if err != nil {
		return err
	}
	defer rows.Close()
	n := 0
	for ; ; n++ {
		if err := rows.Next(d.dest); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
	}
	return d.check(n)
}

// sdk reads every row into the SDK's fields.
func (d *decoding) sdk() error {
	output, err := d.client.ExecuteStatement(context.Background(), &rdsdata.ExecuteStatementInput{
		ResourceArn: aws.String(clusterARN), SecretArn: aws.String(secretARN), Database: aws.String("postgres"),
		Sql: aws.String("SELECT * FROM customers"), IncludeResultMetadata: true,
	})
	if err != nil {
		return err
	}
	return d.check(len(output.Records))
}

func (d *decoding) check(rows int) error {
	if rows != d.rows {
		return fmt.Errorf("read %d rows of %d", rows, d.rows)
	}
	return nil
}

// measureDecoding holds the decoder to its budgets.
func measureDecoding(ctx context.Context, p *program) error {
	d, err := newDecoding(ctx)
	if err != nil {
		return err
	}
	c, err := compare(p.rounds(60), variant{"driver", 8, d.driver}, variant{"sdk", 1, d.sdk})
	if err != nil {
		return err
	}
	perRow := c.median("driver", allocations) / float64(d.rows)
	p.measure("decode/rows", float64(d.rows), "")
	p.spread("decode/driver", c.of("driver", wall).times(1e3), "ms")
	p.spread("decode/sdk", c.of("sdk", wall).times(1e3), "ms")
	p.spread("decode/ratio", c.ratios(wall, "sdk", "driver"), "x")
	p.spread("decode/cpu-ratio", c.ratios(cpu, "sdk", "driver"), "x")
	p.measure("decode/sdk-allocations", c.median("sdk", allocations)/float64(d.rows), "/row")
	p.budget(budget{name: "decode/speed", measured: c.ratio(wall, "sdk", "driver"), bound: 12, least: true, unit: "x"})
	p.budget(budget{name: "decode/allocations", measured: perRow, bound: 4, unit: "/row"})
	return nil
}
