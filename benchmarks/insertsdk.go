package main

import (
	"context"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"
)

const (
	batchRows = 1000 // of a BatchExecuteStatement
	// valuesRows is how many rows of INSERT … VALUES fit into the 65,536
	// characters of a statement.
	valuesRows = 900
)

// sdkBatches sends a BatchExecuteStatement for each thousand rows, one after the
// other.
func (w *inserting) sdkBatches(ctx context.Context, rows int) error {
	return w.sdkSend(ctx, rows, "")
}

// sdkBatchesInTransaction sends them in one transaction.
func (w *inserting) sdkBatchesInTransaction(ctx context.Context, rows int) error {
	begun, err := w.sdk.BeginTransaction(ctx, &rdsdata.BeginTransactionInput{
		ResourceArn: &w.ClusterARN, SecretArn: &w.SecretARN, Database: &w.name,
	})
	if err != nil {
		return err
	}
	if err := w.sdkSend(ctx, rows, *begun.TransactionId); err != nil {
		return err
	}
	_, err = w.sdk.CommitTransaction(ctx, &rdsdata.CommitTransactionInput{
		ResourceArn: &w.ClusterARN, SecretArn: &w.SecretARN, TransactionId: begun.TransactionId,
	})
	return err
}

// sdkSend sends batches, in a transaction if one is named.
func (w *inserting) sdkSend(ctx context.Context, rows int, transaction string) error {
	input := &rdsdata.BatchExecuteStatementInput{
		ResourceArn: &w.ClusterARN, SecretArn: &w.SecretARN, Database: &w.name,
		Sql: aws.String(insertDelivery + "(:p1, :p2, :p3, :p4, :p5)"),
	}
	if transaction != "" {
		input.TransactionId = &transaction
	}
	for first := 1; first <= rows; first += batchRows {
		input.ParameterSets = nil
		for i := first; i <= min(rows, first+batchRows-1); i++ {
			input.ParameterSets = append(input.ParameterSets, deliveryNumber(i).parameters(1))
		}
		if _, err := w.sdk.BatchExecuteStatement(ctx, input); err != nil {
			return err
		}
	}
	return nil
}

// sdkValues sends an INSERT of many rows after the other.
func (w *inserting) sdkValues(ctx context.Context, rows int) error {
	for first := 1; first <= rows; first += valuesRows {
		var text strings.Builder
		text.WriteString(insertDelivery)
		var parameters []types.SqlParameter
		for i := first; i <= min(rows, first+valuesRows-1); i++ {
			if i > first {
				text.WriteByte(',')
			}
			writePlaceholders(&text, len(parameters)+1)
			parameters = append(parameters, deliveryNumber(i).parameters(len(parameters)+1)...)
		}
		if _, err := w.sdk.ExecuteStatement(ctx, w.statement(text.String(), "", parameters...)); err != nil {
			return err
		}
	}
	return nil
}

// writePlaceholders writes those of a row whose first parameter has a number.
func writePlaceholders(text *strings.Builder, first int) {
	for i := range deliveryColumns {
		separator := ",:p"
		if i == 0 {
			separator = "(:p"
		}
		text.WriteString(separator + strconv.Itoa(first+i))
	}
	text.WriteByte(')')
}

// parameters are the values with the service's hints, numbered from first.
func (d delivery) parameters(first int) []types.SqlParameter {
	parameters := []types.SqlParameter{
		{Value: &types.FieldMemberLongValue{Value: d.id}},
		{Value: &types.FieldMemberStringValue{Value: d.customer}},
		{Value: &types.FieldMemberStringValue{Value: d.amount}, TypeHint: types.TypeHintDecimal},
		{Value: &types.FieldMemberStringValue{Value: d.timeText()}, TypeHint: types.TypeHintTimestamp},
		{Value: &types.FieldMemberBooleanValue{Value: d.paid}},
	}
	for i := range parameters {
		parameters[i].Name = aws.String("p" + strconv.Itoa(first+i))
	}
	return parameters
}
