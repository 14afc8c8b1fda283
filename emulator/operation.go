package emulator

import (
	"context"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// The answers to operations other than ExecuteStatement.
type (
	batchExecuteStatementResponse struct {
		UpdateResults []updateResult `json:"updateResults"`
	}
	updateResult struct {
		GeneratedFields []dataapi.Field `json:"generatedFields"`
	}
	beginTransactionResponse struct {
		TransactionID string `json:"transactionId"`
	}
	endTransactionResponse struct {
		TransactionStatus string `json:"transactionStatus"`
	}
)

// checkSQL refuses an empty statement. The text is that of an emulator of the
// older generation; the real answer is unknown.
func checkSQL(sql string) error {
	if sql == "" {
		return dataapi.Errorf(dataapi.Validation, "SQL is empty")
	}
	return nil
}

func (s *service) executeStatement(r *dataapi.Request) (any, error) {
	if err := checkSQL(r.SQL); err != nil {
		return nil, err
	}
	statement := dataapi.Statement{
		SQL: r.SQL, Parameters: r.ParameterSet(), Metadata: r.IncludeResultMetadata,
		JSON: r.FormatRecordsAs == dataapi.FormatJSON, Options: r.ResultSetOptions,
	}
	return s.run(r, func(ctx context.Context, in session) (any, error) {
		return in.Execute(ctx, statement)
	})
}

// batchExecuteStatement answers with one entry for each parameter set. Without
// any set nothing runs (aws/aws-sdk-js#2775).
func (s *service) batchExecuteStatement(r *dataapi.Request) (any, error) {
	if err := checkSQL(r.SQL); err != nil {
		return nil, err
	}
	return s.run(r, func(ctx context.Context, in session) (any, error) {
		generated, err := in.ExecuteBatch(ctx, r.SQL, r.ParameterSets)
		return newBatchResponse(len(r.ParameterSets), generated), err
	})
}

// newBatchResponse has an entry for each set, empty where nothing was generated.
func newBatchResponse(sets int, generated [][]dataapi.Field) *batchExecuteStatementResponse {
	response := &batchExecuteStatementResponse{UpdateResults: make([]updateResult, sets)}
	for i := range response.UpdateResults {
		response.UpdateResults[i].GeneratedFields = []dataapi.Field{}
	}
	for i, fields := range generated {
		response.UpdateResults[i].GeneratedFields = fields
	}
	return response
}

func (s *service) beginTransaction(r *dataapi.Request) (any, error) {
	cluster, secret, err := s.resolve(r)
	if err != nil {
		return nil, err
	}
	ctx, stop := s.deadline()
	defer stop()
	held, err := cluster.acquire(ctx, secret, r.Database)
	if err != nil {
		return nil, s.explain(ctx, err, 0)
	}
	if err := held.Begin(ctx); err != nil {
		held.Release()
		return nil, s.explain(ctx, err, held.ID())
	}
	return &beginTransactionResponse{s.transactions.begin(cluster, secret, r.Database, held)}, nil
}

// commitTransaction does not look at what the COMMIT came to. PostgreSQL turns
// that of an aborted transaction into a rollback without an error, and what the
// service says then is unknown. This is the answer of a service that passes
// COMMIT on and looks no further, and the one that finds a client out that
// counts on an error.
func (s *service) commitTransaction(r *dataapi.Request) (any, error) {
	err := s.endTransaction(r, session.Commit)
	return &endTransactionResponse{"Transaction Committed"}, err
}

func (s *service) rollbackTransaction(r *dataapi.Request) (any, error) {
	err := s.endTransaction(r, session.Rollback)
	return &endTransactionResponse{"Rollback Complete"}, err
}

// endTransaction ends the transaction whatever comes of it. Deferred triggers
// run in a COMMIT, so that it can reach the statement timeout, too.
func (s *service) endTransaction(r *dataapi.Request, command func(session, context.Context) error) error {
	cluster, secret, err := s.resolve(r)
	if err != nil {
		return err
	}
	ctx, stop := s.deadline()
	defer stop()
	tx, err := s.transactions.take(ctx, r.TransactionID, cluster, secret)
	if err != nil {
		return s.explain(ctx, err, 0)
	}
	defer s.transactions.end(tx, terminated)
	return s.explain(ctx, command(tx.session, ctx), tx.session.ID())
}
