package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"
)

// The small query: two parameters, one row of three columns.
const (
	smallQuery    = "SELECT id, name, balance FROM customers WHERE id = $1 AND name = $2"
	smallQuerySDK = "SELECT id, name, balance FROM customers WHERE id = :p1 AND name = :p2"
	smallID       = 42
	smallName     = "customer 42, Köln"
)

// querying asks the small query in three ways.
type querying struct {
	bare   *post
	client *rdsdata.Client
	db     *sql.DB
}

// newQuerying opens the three ways to a service at an endpoint. SDK and driver
// have HTTP clients of the same make.
func newQuerying(ctx context.Context, endpoint string) (*querying, error) {
	bare, err := recordPost(ctx, endpoint)
	if err != nil {
		return nil, err
	}
	db, err := open(awsConfig(endpoint, awshttp.NewBuildableClient()))
	if err != nil {
		return nil, err
	}
	return &querying{bare, rdsdata.NewFromConfig(awsConfig(endpoint, awshttp.NewBuildableClient())), db}, nil
}

func (q *querying) close() error {
	q.bare.client.CloseIdleConnections()
	return q.db.Close()
}

// driver asks by the driver, through database/sql.
func (q *querying) driver() error { return askDriver(context.Background(), q.db) }

// sdk asks by the plain SDK.
func (q *querying) sdk() error { return askSDK(context.Background(), q.client) }

func askDriver(ctx context.Context, db *sql.DB) error { return askSmall(ctx, db, smallQuery) }

// ask asks the small query in the words of the database.
func (b *database) ask(ctx context.Context, db *sql.DB) error { return askSmall(ctx, db, b.small) }

func askSmall(ctx context.Context, db *sql.DB, query string) error {
	var id int64
	var name, balance string
	if err := db.QueryRowContext(ctx, query, smallID, smallName).Scan(&id, &name, &balance); err != nil {
		return err
	}
	return checkSmall(id, name, balance)
}

func askSDK(ctx context.Context, client *rdsdata.Client) error {
	output, err := client.ExecuteStatement(ctx, &rdsdata.ExecuteStatementInput{
		ResourceArn: aws.String(clusterARN), SecretArn: aws.String(secretARN), Database: aws.String("postgres"),
		Sql: aws.String(smallQuerySDK), IncludeResultMetadata: true,
		Parameters: []types.SqlParameter{
			{Name: aws.String("p1"), Value: &types.FieldMemberLongValue{Value: smallID}},
			{Name: aws.String("p2"), Value: &types.FieldMemberStringValue{Value: smallName}},
		},
	})
	if err != nil {
		return err
	}
	return checkSmallSDK(output)
}

func checkSmallSDK(output *rdsdata.ExecuteStatementOutput) error {
	if len(output.Records) != 1 || len(output.Records[0]) != 3 {
		return fmt.Errorf("got %d records", len(output.Records))
	}
	row := output.Records[0]
	id, _ := row[0].(*types.FieldMemberLongValue)
	name, _ := row[1].(*types.FieldMemberStringValue)
	balance, _ := row[2].(*types.FieldMemberStringValue)
	if id == nil || name == nil || balance == nil {
		return fmt.Errorf("got a record of other types")
	}
	return checkSmall(id.Value, name.Value, balance.Value)
}

func checkSmall(id int64, name, balance string) error {
	if id != smallID || name != smallName || balance != "1234.56" {
		return fmt.Errorf("got %d, %q, %q", id, name, balance)
	}
	return nil
}

// recording keeps the last request.
type recording struct {
	answering
	request *http.Request
	body    []byte
}

func (r *recording) Do(request *http.Request) (*http.Response, error) {
	var body bytes.Buffer
	if _, err := io.Copy(&body, request.Body); err != nil {
		return nil, err
	}
	r.request, r.body = request, body.Bytes()
	return r.answering.Do(request)
}

// recordPost gives the request of the driver, headers and body, to a bare HTTP
// client.
func recordPost(ctx context.Context, endpoint string) (*post, error) {
	r := &recording{answering: smallAnswer()}
	db, err := open(awsConfig(endpoint, r))
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if err := askDriver(ctx, db); err != nil {
		return nil, err
	}
	return newPost(r.request.URL.String(), r.request.Header, r.body), nil
}

// measureQuery holds the client's CPU time of a small query to its budgets. The
// service is in another process, at the other end of a loopback connection.
func measureQuery(ctx context.Context, p *program) error {
	near, err := p.place(ctx, "stand-in")
	if err != nil {
		return err
	}
	q, err := newQuerying(ctx, near.URL)
	if err != nil {
		return err
	}
	defer q.close()
	runs := p.runs(200)
	c, err := compare(p.rounds(40), variant{"driver", runs, q.driver}, variant{"sdk", runs, q.sdk}, variant{"bare", runs, q.bare.do})
	if err != nil {
		return err
	}
	for _, name := range []string{"driver", "sdk", "bare"} {
		p.spread("query/"+name, c.of(name, cpu).times(1e6), "us")
		p.measure("query/"+name+"-allocations", c.median(name, allocations), "")
	}
	p.spread("query/over-sdk", c.ratios(cpu, "driver", "sdk"), "x")
	p.spread("query/over-bare", c.ratios(cpu, "driver", "bare"), "x")
	p.budget(budget{name: "query/cpu-over-sdk", measured: c.ratio(cpu, "driver", "sdk"), bound: 1, unit: "x"})
	p.budget(budget{name: "query/cpu-over-http", measured: c.ratio(cpu, "driver", "bare"), bound: 2.5, unit: "x"})
	return nil
}
