package mysqlsession

import (
	"cmp"
	"context"

	"github.com/go-mysql-org/go-mysql/mysql"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/mysqlresult"
)

// killOctets is the size at which a statement is killed whose result has been
// found too large before: to read it to its end could take forever. KILL QUERY
// leaves the transaction usable. That the service does so is a guess: the older
// generation is known to end it (tests of cloud-utils/aurora-data-api).
const killOctets = 4 << 20

// result collects what a statement answers with.
type result struct {
	session   *Session
	statement dataapi.Statement
	dropped   bool // rows are not wanted

	columns  *mysqlresult.Columns // nil for a statement without rows
	encoder  *mysqlresult.Encoder
	size     int
	affected uint64
	insertID uint64
	killed   bool  // because it grew too far
	rejected error // what the result said first
}

// arrive takes the descriptions of the columns.
func (r *result) arrive(first *mysql.Result) error {
	if r.dropped {
		return nil
	}
	r.columns = mysqlresult.NewColumns(first.Fields)
	r.encoder = r.columns.Encoder(mysqlresult.Options{
		ResultSetOptions: r.statement.Options, JSON: r.statement.JSON, Generation: r.session.pool.generation.Generation,
	})
	return nil
}

// add takes one row, which is valid during the call only. Rows behind a rejected
// one are passed over, so that the connection stays in step.
func (r *result) add(row []mysql.FieldValue) error {
	if r.dropped {
		return nil
	}
	if r.rejected == nil {
		r.rejected = r.encoder.AddRow(row)
	}
	for i := range row {
		r.size += 1 + len(row[i].AsString())
	}
	if r.size > killOctets && r.rejected != nil && !r.killed {
		r.killed = true
		ctx, cancel := context.WithTimeout(context.Background(), killTimeout)
		defer cancel()
		return r.session.kill(ctx)
	}
	return nil
}

// done takes what the server said at the end of the statement.
func (r *result) done(first *mysql.Result) {
	r.affected, r.insertID = first.AffectedRows, first.InsertId
}

// outcome gives the error of the statement, whose execution ended with err. A
// statement that was to be stopped and ended well all the same is one that takes no
// notice, or of which a part was stopped, as SELECT SLEEP, DO GET_LOCK and a
// procedure with either: it may not have done what it says.
func (r *result) outcome(err error) error {
	stopped := r.session.killed.Swap(false)
	if err == nil && r.rejected == nil && stopped {
		return interrupted()
	}
	return cmp.Or(r.rejected, err)
}

// response gives the members that go with the kind of statement.
func (r *result) response() (*dataapi.ExecuteStatementResponse, error) {
	if r.columns == nil {
		return &dataapi.ExecuteStatementResponse{
			GeneratedFields:        r.generatedFields(),
			NumberOfRecordsUpdated: int64(r.affected),
		}, nil
	}
	if r.statement.JSON {
		document, err := r.encoder.FormattedRecords()
		if err != nil {
			return nil, err
		}
		return &dataapi.ExecuteStatementResponse{FormattedRecords: &document}, nil
	}
	response := &dataapi.ExecuteStatementResponse{Records: r.encoder.Records()}
	if r.statement.Metadata {
		response.ColumnMetadata = r.columns.Metadata()
	}
	return response, nil
}
