package soak

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"sync/atomic"
)

// caller works until its time is over.
type caller struct {
	number int
	engine engine
	client client
	random *rand.Rand

	committed int64 // rows
}

// traffic is what all callers have done.
type traffic struct {
	operations atomic.Int64
	octets     atomic.Int64 // of text in results
}

// largest is the text in the largest result, in octets, below the service's limit
// of 1 MiB for an answer.
const largest = 900 << 10

// work returns the first error.
func (c *caller) work(ctx, stop context.Context, t *traffic) error {
	for stop.Err() == nil {
		if err := c.step(ctx, t); err != nil {
			return fmt.Errorf("caller %d, %s, %T: %w", c.number, c.engine.name, c.client, err)
		}
		t.operations.Add(1)
	}
	return nil
}

// step does one of the things that programs do.
func (c *caller) step(ctx context.Context, t *traffic) error {
	switch p := c.random.Float64(); {
	case p < 0.80:
		rows, width := c.size()
		octets, err := c.client.read(ctx, rows, width)
		t.octets.Add(octets)
		return err
	case p < 0.90:
		return c.write(ctx, true)
	case p < 0.94:
		return c.write(ctx, false)
	case p < 0.995:
		return checkRefusal(c.engine, c.client.fail(ctx))
	}
	return c.client.abandon(ctx, c.number)
}

// size chooses a result: each order of magnitude is as likely as another one.
func (c *caller) size() (rows, width int) {
	octets := math.Exp(c.random.Float64() * math.Log(largest))
	rows = 1 + c.random.IntN(int(min(1000, 1+octets/64)))
	return rows, max(1, int(octets)/rows)
}

func (c *caller) write(ctx context.Context, commit bool) error {
	rows := 1 + c.random.IntN(3)
	err := c.client.write(ctx, c.number, rows, commit)
	if err == nil && commit {
		c.committed += int64(rows)
	}
	return err
}
