package auroradataapi

import (
	"context"
	"database/sql"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

// DSNOption is one row of the table of options.
type DSNOption struct{ Key, Variable, Meaning string }

// DSNOptions returns the table of options.
func DSNOptions() []DSNOption {
	var rows []DSNOption
	for _, o := range options {
		rows = append(rows, DSNOption{o.key, o.variable, o.meaning})
	}
	return rows
}

// Clock stands in for time in the retries of a connector.
type Clock struct {
	Now    func() time.Time
	Sleep  func(context.Context, time.Duration) error
	Random func() float64
}

// SetClock sets the clock of a connector that has made no connection yet.
func (c *Connector) SetClock(clock Clock) {
	c.backoff.now, c.backoff.sleep, c.backoff.random = clock.Now, clock.Sleep, clock.Random
}

// ResolvedRegion returns the region that the configuration calls.
func (c Config) ResolvedRegion() string { return c.region() }

// Descriptions is what a connector remembers of types.
type Descriptions struct{ *descriptions }

// NewDescriptions returns an empty memory for some texts.
func NewDescriptions(limit int) Descriptions { return Descriptions{newDescriptions(limit)} }

// Ask looks a text up, and remembers it if it was not.
func (d Descriptions) Ask(sql string) {
	if !d.Knows(sql) {
		d.put(sql, knowledge{prepared: &postgres.Prepared{}})
	}
}

// Knows reports whether a text is remembered.
func (d Descriptions) Knows(sql string) bool { return d.get(sql) != knowledge{} }

// RunTxAt is RunTx by a clock.
func RunTxAt(ctx context.Context, clock Clock, db TxBeginner, options *RunTxOptions, body func(*sql.Tx) error) error {
	b := backoff{now: clock.Now, sleep: clock.Sleep, random: clock.Random}
	return newReplay(b, db, options, body).run(ctx)
}
