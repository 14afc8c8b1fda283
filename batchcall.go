package auroradataapi

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/rdsdata"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

var batchOperation = operation{verb: "execute statement in batch", path: "/BatchExecute"}

// sendBatch runs a statement, of which sql is the text that is sent, once for each of
// some sets of parameters. It returns what each has generated.
func (c *conn) sendBatch(ctx context.Context, s *statement, sql string, sets [][]wire.Parameter) ([][]wire.Field, error) {
	if err := c.restore(ctx); err != nil {
		return nil, err
	}
	request := c.request(sql)
	generated, call, err := c.client.executeBatch(ctx, &wire.BatchRequest{Target: request.Target, SQL: sql, ParameterSets: sets})
	c.log(ctx, s, &wire.Result{}, call, err)
	if err != nil {
		return nil, c.failed(s.text.Keyword(), sqltext.Positions{}, err)
	}
	return generated, nil
}

// executeBatch runs a statement for sets of parameters.
func (c *client) executeBatch(ctx context.Context, r *wire.BatchRequest) ([][]wire.Field, *call, error) {
	call, err := c.newCall(batchOperation, r)
	if err != nil {
		return nil, nil, err
	}
	call.inside = r.TransactionID != ""
	input := &rdsdata.BatchExecuteStatementInput{
		ResourceArn: &r.ResourceARN, SecretArn: &r.SecretARN, Sql: &r.SQL,
		Database: optional(r.Database), TransactionId: optional(r.TransactionID),
	}
	err = c.inTurn(ctx, call, r.TransactionID, func() error { return perform(ctx, call, c.api.BatchExecuteStatement, input) })
	if err != nil {
		return nil, call, err
	}
	generated, err := wire.DecodeBatch(call.response.Bytes())
	if err != nil {
		return nil, call, call.unreadable(err)
	}
	reuse(call.response)
	return generated, call, nil
}
