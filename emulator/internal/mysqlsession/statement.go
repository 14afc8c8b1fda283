package mysqlsession

import (
	"context"
	"errors"

	"github.com/go-mysql-org/go-mysql/client"
	"github.com/go-mysql-org/go-mysql/mysql"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/placeholder"
)

// Execute runs a statement. When ctx ends first, the server is told to stop and
// its error is returned. Errors are *dataapi.Exception.
func (s *Session) Execute(ctx context.Context, st dataapi.Statement) (*dataapi.ExecuteStatementResponse, error) {
	sql, names := placeholder.Rewrite(st.SQL, placeholder.Question)
	if err := s.pool.generation.check(names, st.Parameters); err != nil {
		return nil, err
	}
	arguments, err := bind(names, st.Parameters)
	if err != nil {
		return nil, err
	}
	defer s.enter(ctx)()
	r := &result{session: s, statement: st}
	open := s.conn.IsInTransaction()
	err = s.run(sql, len(names) > 0, arguments, r)
	s.follow(open, sql, err)
	if err != nil {
		return nil, s.explain(sql, err)
	}
	response, err := r.response()
	return response, exception(err)
}

// ExecuteBatch runs a statement once for each parameter set, and whatever rows it
// returns are dropped. It gives the generated fields of each set. Outside a
// transaction each run commits by itself: whether the service makes one
// transaction of them is unknown, and a client that counts on it shall find out
// here.
func (s *Session) ExecuteBatch(ctx context.Context, sql string, sets [][]dataapi.Parameter) ([][]dataapi.Field, error) {
	sql, names := placeholder.Rewrite(sql, placeholder.Question)
	if err := s.pool.generation.check(names, sets...); err != nil {
		return nil, err
	}
	if len(sets) == 0 {
		return nil, nil
	}
	defer s.enter(ctx)()
	b := &batch{session: s, sql: sql, names: names}
	defer b.close()
	for _, set := range sets {
		open := s.conn.IsInTransaction()
		err := b.run(set)
		s.follow(open, sql, err)
		if err != nil {
			return nil, s.explain(sql, err)
		}
	}
	return b.generated, nil
}

// batch is one statement on its way through its parameter sets.
type batch struct {
	session   *Session
	sql       string
	names     []string     // of the placeholders
	prepared  *client.Stmt // nil until there is one
	generated [][]dataapi.Field
}

func (b *batch) run(set []dataapi.Parameter) error {
	arguments, err := bind(b.names, set)
	if err != nil {
		return err
	}
	r := &result{session: b.session, dropped: true, statement: dataapi.Statement{SQL: b.sql}}
	if len(b.names) > 0 && b.prepared == nil {
		if b.prepared, err = b.session.prepare(b.sql); err != nil {
			return err
		}
	}
	if err := b.session.send(b.prepared, b.sql, arguments, r); err != nil {
		return err
	}
	b.generated = append(b.generated, r.generatedFields())
	return nil
}

func (b *batch) close() {
	if b.prepared != nil && !b.session.lost {
		b.prepared.Close() // there is no answer to it
	}
}

// run sends a statement and reads all of its answer. Its error is the first that
// the result, the server or the connection has.
func (s *Session) run(sql string, prepare bool, arguments []any, r *result) error {
	if !prepare {
		return s.send(nil, sql, nil, r)
	}
	stmt, err := s.prepare(sql)
	if err != nil {
		return err
	}
	err = s.send(stmt, sql, arguments, r)
	if !s.lost {
		stmt.Close() // there is no answer to it
	}
	return err
}

func (s *Session) prepare(sql string) (*client.Stmt, error) {
	stmt, err := s.conn.Prepare(sql)
	return stmt, s.settle(err)
}

// send executes a prepared statement, or a text if there is none.
func (s *Session) send(stmt *client.Stmt, sql string, arguments []any, r *result) error {
	var first mysql.Result
	var err error
	switch {
	case stmt == nil:
		err = s.conn.ExecuteSelectStreaming(sql, &first, r.add, r.arrive)
	case stmt.ParamNum() != len(arguments):
		return incorrectArguments()
	default:
		err = stmt.ExecuteSelectStreaming(&first, r.add, r.arrive, arguments...)
	}
	if err == nil {
		err = s.drain(first.Status)
	}
	r.done(&first)
	return r.outcome(s.settle(err))
}

// explain words the error of a statement. The server takes one statement at a
// time, and has a syntax error where a second begins.
func (s *Session) explain(sql string, err error) error {
	var server *mysql.MyError
	if s.pool.generation.multistatements && errors.As(err, &server) && server.Code == errParse && isSecondStatement(sql, server.Message) {
		return dataapi.Errorf(dataapi.Validation, "Multistatements aren't supported.")
	}
	return exception(err)
}
