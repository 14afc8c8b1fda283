package auroradataapi

import (
	"bytes"
	"database/sql/driver"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// answer is what came of a statement.
type answer struct {
	statement *statement
	result    *wire.Result
	body      *bytes.Buffer   // what result reads from; nil if there is nothing to read
	pages     *pages          // of a result that is read page by page; result has its columns then
	isKept    bool            // it was too large, and its transaction has kept it
	prepared  bool            // the statement was prepared or had arguments
	settings  engine.Settings // of the session; nil if there was nothing to be sent
}

// nothing is the answer to a statement that the service has not been asked about.
func nothing(s *statement) *answer { return &answer{statement: s, result: &wire.Result{}} }

// hasRows reports whether the statement is one that returns rows, if the columns
// were asked for.
func (a *answer) hasRows() bool { return a.result.HasRecords || len(a.result.Columns) > 0 }

// count returns the number of rows that the statement affected or returned, as
// pgx does, and the key that it has generated.
func (a *answer) count() driver.Result {
	if a.statement.engine.GeneratesKeys() {
		return newInserted(a.result)
	}
	if a.result.HasRecords && !a.statement.engine.CountsRows(a.statement.text.Keyword()) {
		return driver.RowsAffected(0)
	}
	return driver.RowsAffected(affected(a.result))
}

func affected(result *wire.Result) int64 {
	if result.HasRecords {
		return int64(result.RecordCount)
	}
	return result.RecordsUpdated
}

// next steps to the next row of some fields, if need be in the next page.
func (a *answer) next(width int) (bool, error) {
	if a.pages != nil {
		return a.pages.next(width)
	}
	ok, err := a.result.Next(width)
	if err != nil {
		return false, unreadableRow(err)
	}
	return ok, nil
}

// read decodes a field of the current row.
func (a *answer) read(i int, field *wire.Field) error {
	if a.pages != nil {
		return a.pages.page.rows.Read(i, field)
	}
	return a.result.Read(i, field)
}

// release gives the buffer back, and ends the reading of pages. The values that were
// read do not refer to either.
func (a *answer) release() (err error) {
	if a.pages != nil {
		err = a.pages.close()
	}
	a.result.Release()
	reuse(a.body)
	a.body, a.result, a.pages = nil, &wire.Result{}, nil
	return err
}
