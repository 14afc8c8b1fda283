package auroradataapi

import (
	"context"
	"errors"
)

func (f mysqlFlow) plan(ctx context.Context, c *conn, p *bulkPlan) error {
	return errors.New("auroradataapi: bulk write: not on MySQL yet")
}
