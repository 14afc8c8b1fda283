package emulator

import (
	"context"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/pgsession"
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
	statement := pgsession.Statement{
		SQL: r.SQL, Parameters: r.ParameterSet(), Metadata: r.IncludeResultMetadata,
		JSON: r.FormatRecordsAs == dataapi.FormatJSON, Options: r.ResultSetOptions,
	}
	return s.run(r, func(ctx context.Context, session *pgsession.Session) (any, error) {
		return session.Execute(ctx, statement)
	})
}

// batchExecuteStatement answers with one entry for each parameter set. Without
// any set nothing runs (aws/aws-sdk-js#2775).
func (s *service) batchExecuteStatement(r *dataapi.Request) (any, error) {
	if err := checkSQL(r.SQL); err != nil {
		return nil, err
	}
	response := &batchExecuteStatementResponse{UpdateResults: make([]updateResult, len(r.ParameterSets))}
	for i := range response.UpdateResults {
		response.UpdateResults[i].GeneratedFields = []dataapi.Field{}
	}
	return s.run(r, func(ctx context.Context, session *pgsession.Session) (any, error) {
		return response, session.ExecuteBatch(ctx, r.SQL, r.ParameterSets)
	})
}

func (s *service) beginTransaction(r *dataapi.Request) (any, error) {
	cluster, secret, err := s.resolve(r)
	if err != nil {
		return nil, err
	}
	ctx, stop := s.deadline()
	defer stop()
	session, err := cluster.pool(secret, r.Database).Acquire(ctx)
	if err != nil {
		return nil, s.explain(ctx, err, 0)
	}
	if err := session.Begin(ctx); err != nil {
		session.Release()
		return nil, s.explain(ctx, err, session.ID())
	}
	return &beginTransactionResponse{s.transactions.begin(cluster, secret, r.Database, session)}, nil
}

// commitTransaction does not look at what the COMMIT came to. PostgreSQL turns
// that of an aborted transaction into a rollback without an error, and what the
// service says then is unknown. This is the answer of a service that passes
// COMMIT on and looks no further, and the one that finds a client out that
// counts on an error.
func (s *service) commitTransaction(r *dataapi.Request) (any, error) {
	err := s.endTransaction(r, (*pgsession.Session).Commit)
	return &endTransactionResponse{"Transaction Committed"}, err
}

func (s *service) rollbackTransaction(r *dataapi.Request) (any, error) {
	err := s.endTransaction(r, (*pgsession.Session).Rollback)
	return &endTransactionResponse{"Rollback Complete"}, err
}

// endTransaction ends the transaction whatever comes of it. Deferred triggers
// run in a COMMIT, so that it can reach the statement timeout, too.
func (s *service) endTransaction(r *dataapi.Request, command func(*pgsession.Session, context.Context) error) error {
	cluster, secret, err := s.resolve(r)
	if err != nil {
		return err
	}
	tx, err := s.transactions.take(r.TransactionID, cluster, secret)
	if err != nil {
		return err
	}
	defer s.transactions.end(tx)
	ctx, stop := s.deadline()
	defer stop()
	return s.explain(ctx, command(tx.session, ctx), tx.session.ID())
}
