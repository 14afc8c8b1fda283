package pgsession

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/pgresult"
)

// result collects what a statement answers with.
type result struct {
	session  *Session
	options  pgresult.Options
	metadata bool // is wanted

	snapshot pgresult.Snapshot         // from after the statement; none in a transaction
	fields   []pgconn.FieldDescription // nil for a statement without rows
	encoder  *pgresult.Encoder         // nil until the types are known
	pending  [][][]byte                // rows that came before
}

// arrive takes the description of the rows that comes with them. Nothing can be
// asked of the catalog while they come; rows of types that have not been seen
// before wait for their end.
func (r *result) arrive(fields []pgconn.FieldDescription) error {
	r.fields = fields
	if !r.session.pool.facts.Knows(fields) {
		return nil
	}
	columns, err := r.describe(false)
	if err != nil {
		return err
	}
	r.encoder = columns.Encoder(r.options)
	return nil
}

func (r *result) describe(metadata bool) (*pgresult.Columns, error) {
	return r.session.catalog.Describe(context.Background(), r.fields, metadata, r.snapshot)
}

// add takes one row, which is valid during the call only.
func (r *result) add(values [][]byte) error {
	if r.encoder != nil {
		return r.encoder.AddRow(values)
	}
	row := make([][]byte, len(values))
	for i, v := range values {
		if v != nil {
			row[i] = append([]byte{}, v...)
		}
	}
	r.pending = append(r.pending, row)
	return nil
}

// response gives the members that go with the kind of statement. The list of
// generated fields is always empty on PostgreSQL (AWS page "data-api.calling").
func (r *result) response(tag pgconn.CommandTag) (*dataapi.ExecuteStatementResponse, error) {
	if r.fields == nil {
		return &dataapi.ExecuteStatementResponse{
			GeneratedFields:        []dataapi.Field{},
			NumberOfRecordsUpdated: recordsUpdated(tag),
		}, nil
	}
	columns, err := r.settle()
	if err != nil {
		return nil, err
	}
	if r.options.JSON {
		document, err := r.encoder.FormattedRecords()
		if err != nil {
			return nil, err
		}
		return &dataapi.ExecuteStatementResponse{FormattedRecords: &document}, nil
	}
	response := &dataapi.ExecuteStatementResponse{Records: r.encoder.Records()}
	if r.metadata {
		response.ColumnMetadata = columns.Metadata()
	}
	return response, nil
}

// settle asks the catalog, now that it can be asked, for what is wanted of the
// columns, and encodes the rows that waited for it.
func (r *result) settle() (*pgresult.Columns, error) {
	if r.encoder != nil && !r.metadata {
		return nil, nil
	}
	columns, err := r.describe(r.metadata)
	if err != nil || r.encoder != nil {
		return columns, err
	}
	r.encoder = columns.Encoder(r.options)
	for _, row := range r.pending {
		if err := r.encoder.AddRow(row); err != nil {
			return nil, err
		}
	}
	return columns, nil
}

// recordsUpdated counts the rows of statements that change rows. The count that
// CREATE TABLE AS or MOVE carries is not taken for one, which is a guess.
func recordsUpdated(tag pgconn.CommandTag) int64 {
	if tag.Insert() || tag.Update() || tag.Delete() || isMerge(tag) {
		return tag.RowsAffected()
	}
	return 0
}

func isMerge(tag pgconn.CommandTag) bool { return strings.HasPrefix(tag.String(), "MERGE") }
