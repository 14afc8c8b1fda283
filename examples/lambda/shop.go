package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/auroradataapi/auroradataapi"
	"github.com/aws/aws-lambda-go/events"
)

// shop takes orders.
type shop struct{ db *sql.DB }

// order is the body of a message.
type order struct {
	Item   string `json:"item"`
	Pieces int    `json:"pieces"`
}

// margin is what is left of the function's time for telling the queue what was
// done.
const margin = 2 * time.Second

// handle takes the orders of a batch. The queue sends again, later, those that it
// names in its response.
func (s *shop) handle(ctx context.Context, batch events.SQSEvent) (events.SQSEventResponse, error) {
	if deadline, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, deadline.Add(-margin))
		defer cancel()
	}
	var response events.SQSEventResponse
	for _, message := range batch.Records {
		if err := s.take(ctx, message); err != nil {
			log.Printf("message %s: %v", message.MessageId, err)
			response.BatchItemFailures = append(response.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: message.MessageId})
		}
	}
	return response, nil
}

// take takes an order, unless it has taken it before: the queue may deliver a
// message twice, and when the answer to a statement was lost, nobody knows whether
// it has run. The identifier of the message tells. It is one statement, so that it
// takes one call and is done as a whole or not at all.
func (s *shop) take(ctx context.Context, message events.SQSMessage) error {
	var o order
	if err := json.Unmarshal([]byte(message.Body), &o); err != nil {
		return fmt.Errorf("read order: %w", err)
	}
	_, err := s.db.ExecContext(ctx, `
		with taken as (
			insert into orders (message_id, item, pieces) values ($1, $2, $3)
			on conflict (message_id) do nothing
			returning item, pieces
		)
		update stock set pieces = stock.pieces - taken.pieces from taken where stock.item = taken.item`,
		message.MessageId, o.Item, o.Pieces)
	if soldOut(err) {
		log.Printf("message %s: %s is sold out", message.MessageId, o.Item)
		return nil // to try again would change nothing
	}
	return err
}

// soldOut reports whether the stock does not suffice, by the check of the table.
func soldOut(err error) bool {
	const checkViolation = "23514"
	var failure *auroradataapi.Error
	return errors.As(err, &failure) && failure.Code == checkViolation
}
