package wire

import "errors"

// ErrInvalidUTF8 is wrapped by the error of AppendJSON when a string of the
// request is not valid UTF-8, which JSON cannot carry. Nothing has been sent
// then.
var ErrInvalidUTF8 = errors.New("invalid UTF-8")

// Target says where a request goes. A member that is the empty string is left
// out of the body, and so is one that the operation does not have.
type Target struct {
	ResourceARN   string // the cluster
	SecretARN     string // the secret's ARN; the service takes a secret's name as well
	Database      string // empty: the service's choice
	TransactionID string // empty: outside any transaction
}

// ExecuteRequest is the body of ExecuteStatement, POST /Execute.
type ExecuteRequest struct {
	Target
	SQL                   string
	Parameters            []Parameter
	IncludeResultMetadata bool // ask for [Result.Columns]
	ContinueAfterTimeout  bool // let the statement run on after the service's 45 seconds
}

// AppendJSON appends the body to dst and returns the longer slice. On error it
// returns dst as it was.
func (r *ExecuteRequest) AppendJSON(dst []byte) ([]byte, error) {
	e := encoder{buf: dst}
	e.open('{')
	e.flag("continueAfterTimeout", r.ContinueAfterTimeout)
	e.optional("database", r.Database)
	e.flag("includeResultMetadata", r.IncludeResultMetadata)
	if len(r.Parameters) > 0 {
		e.key("parameters")
		e.parameters(r.Parameters)
	}
	e.secured(r.Target)
	e.member("sql", r.SQL)
	e.optional("transactionId", r.TransactionID)
	e.close('}')
	return e.result(dst)
}

// BatchRequest is the body of BatchExecuteStatement, POST /BatchExecute. The
// statement runs once for every parameter set: with no set it does not run at
// all, with one empty set it runs once (documentation of the operation's
// parameterSets; aws/aws-sdk-js issue 2775).
type BatchRequest struct {
	Target
	SQL           string
	ParameterSets [][]Parameter
}

// AppendJSON appends the body to dst and returns the longer slice. On error it
// returns dst as it was.
func (r *BatchRequest) AppendJSON(dst []byte) ([]byte, error) {
	e := encoder{buf: dst}
	e.open('{')
	e.optional("database", r.Database)
	e.parameterSets(r.ParameterSets)
	e.secured(r.Target)
	e.member("sql", r.SQL)
	e.optional("transactionId", r.TransactionID)
	e.close('}')
	return e.result(dst)
}

// BeginRequest is the body of BeginTransaction, POST /BeginTransaction. The
// operation has no transactionId: it is not sent.
type BeginRequest struct {
	Target
}

// AppendJSON appends the body to dst and returns the longer slice. On error it
// returns dst as it was.
func (r *BeginRequest) AppendJSON(dst []byte) ([]byte, error) {
	e := encoder{buf: dst}
	e.open('{')
	e.optional("database", r.Database)
	e.secured(r.Target)
	e.close('}')
	return e.result(dst)
}

// EndRequest is the body of CommitTransaction, POST /CommitTransaction, and of
// RollbackTransaction, POST /RollbackTransaction. These operations have no
// database: it is not sent.
type EndRequest struct {
	Target
}

// AppendJSON appends the body to dst and returns the longer slice. On error it
// returns dst as it was.
func (r *EndRequest) AppendJSON(dst []byte) ([]byte, error) {
	e := encoder{buf: dst}
	e.open('{')
	e.secured(r.Target)
	e.optional("transactionId", r.TransactionID)
	e.close('}')
	return e.result(dst)
}

// secured writes what every request has: the cluster and the secret.
func (e *encoder) secured(t Target) {
	e.optional("resourceArn", t.ResourceARN)
	e.optional("secretArn", t.SecretARN)
}
