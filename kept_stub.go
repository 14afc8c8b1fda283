package auroradataapi

import (
	"context"
	"errors"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

func (s *submission) readKept(ctx context.Context, recast *postgres.Recast, a *answer, pages []postgres.KeptPage, own bool) (*answer, error) {
	return nil, errors.New("stub")
}

func (c *conn) askText(ctx context.Context, sql string) (string, error) {
	result, call, err := c.client.executeAs(ctx, executeOperation, c.request(sql), true)
	if err != nil {
		return "", err
	}
	defer reuse(call.response)
	fields := make([]wire.Field, 1)
	_, err = result.NextRow(fields)
	return fields[0].Text, err
}
