package auroradataapi

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// postgresLoop runs the statement for the rows of a sheet one after the other, in a
// transaction.
type postgresLoop struct {
	postgresBulk
	loop *postgres.Loop
}

func (b postgresBulk) newLoop(p *bulkPlan, s *statement) (bulkWay, error) {
	variables, _ := s.text.Render(func(h sqltext.Placeholder) (string, bool) {
		return postgres.LoopVariable(h.Ordinal, b.types[h.Ordinal-1]), true
	})
	b.room = roomForRows(p.query, len(b.types))
	l := &postgresLoop{b, postgres.NewLoop(b.types, s.text.Keyword(), variables, b.described, s.text.Contains)}
	_, err := shield(l.loop.Run())
	return l, err
}

func (l *postgresLoop) newSheet(bool) bulkSheet {
	return postgresSheet{postgres.NewLoopSheet(l.types), l.room}
}

// takesBlock: a loop takes several requests.
func (*postgresLoop) takesBlock() bool { return true }

// leavesTraces is not asked for: an error of a loop names the row.
func (*postgresLoop) leavesTraces() bool { return false }

func (*postgresLoop) mayBlame(*Error, *sheetJob) (int, bool) { return 0, false }

func (l *postgresLoop) run(ctx context.Context, c *conn, j *sheetJob) (driver.Result, error) {
	if err := c.restore(ctx); err != nil {
		return nil, err
	}
	store := &bound{sql: l.loop.Store(), parameters: j.sheet.(postgresSheet).Parameters(j.from, j.to)}
	if _, err := l.perform(ctx, c, store); err != nil {
		return nil, err
	}
	block, err := shield(l.loop.Run())
	if err != nil {
		return nil, err
	}
	if _, err := l.perform(ctx, c, &bound{sql: block}); err != nil {
		return nil, j.cutRow(l.blame(c, err))
	}
	text, err := l.perform(ctx, c, &bound{sql: l.loop.Counts()})
	if err != nil {
		return nil, err
	}
	if j.counts, err = postgres.ParseCounts(text); err != nil {
		return nil, fmt.Errorf("auroradataapi: bulk write: read counts: %w", err)
	}
	return driver.RowsAffected(j.sum()), nil
}

// sum returns the sum of the counts.
func (j *sheetJob) sum() (sum int64) {
	for _, n := range j.counts {
		sum += n
	}
	return sum
}

// perform runs one of the statements and returns the text that it returns, if any.
func (l *postgresLoop) perform(ctx context.Context, c *conn, b *bound) (string, error) {
	s, err := parseStatement(c.engine, b.sql, QueryExecModeDescribe)
	if err != nil {
		return "", err
	}
	a, err := c.send(ctx, s, b, false)
	if err != nil {
		return "", err
	}
	defer a.release()
	if !a.result.HasRecords {
		return "", nil
	}
	fields := make([]wire.Field, max(len(l.types), 1))
	if b.parameters == nil {
		fields = fields[:1]
	}
	if _, err := a.result.NextRow(fields); err != nil {
		return "", fmt.Errorf("auroradataapi: bulk write: read answer: %w", err)
	}
	return fields[0].Text, nil
}

// cutRow takes the number of the row out of an error of a loop.
func (j *sheetJob) cutRow(err error) error {
	var e *Error
	if errors.As(err, &e) {
		var row int
		if e.Message, row = postgres.CutRow(e.Message); row > 0 {
			j.blamed = j.from + row - 1
		}
	}
	return err
}
