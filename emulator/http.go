package emulator

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

const (
	// maxRequest is the limit on a request, headers included (AWS page
	// "data-api.calling").
	maxRequest = 4 << 20
	// maxDrain is how much of a request beyond the limit is still read, so that
	// its sender gets to see the answer.
	maxDrain = 64 << 20
)

// route is what a path leads to.
type route struct {
	operation *dataapi.Operation
	answer    func(*service, *dataapi.Request) (any, error)
}

var routes = map[string]route{
	dataapi.ExecuteStatement.Path:      {dataapi.ExecuteStatement, (*service).executeStatement},
	dataapi.BatchExecuteStatement.Path: {dataapi.BatchExecuteStatement, (*service).batchExecuteStatement},
	dataapi.BeginTransaction.Path:      {dataapi.BeginTransaction, (*service).beginTransaction},
	dataapi.CommitTransaction.Path:     {dataapi.CommitTransaction, (*service).commitTransaction},
	dataapi.RollbackTransaction.Path:   {dataapi.RollbackTransaction, (*service).rollbackTransaction},
}

// ServeHTTP answers one request of any of the services, or of who watches them.
func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.monitor != nil && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		s.monitor.ServeHTTP(w, r)
		return
	}
	id := requestID()
	observed, r := s.observe(w, r, id)
	defer observed.end()
	w = observed
	w.Header().Set("x-amzn-RequestId", id)
	if serve := neighbour(r); serve != nil {
		serve(s, w, r, id)
		s.logNeighbour(record(r.Context()))
		return
	}
	call := &call{service: s, id: id, started: time.Now()}
	response, err := call.answer(r)
	call.log(response, err)
	call.tell(record(r.Context()), response, err)
	if call.met.hasBrokenAnswer() {
		broken := &brokenAnswer{ResponseWriter: w, kind: call.met}
		defer broken.send()
		w = broken
	}
	if err != nil {
		writeException(w, err)
		return
	}
	writeJSON(w, http.StatusOK, response)
}

// call is one call of the Data API on its way.
type call struct {
	service *service
	id      string
	started time.Time
	route   route
	request *dataapi.Request
	met     FaultKind // that struck it; empty for none

	generation dataapi.Generation // of its cluster
}

// answer counts the call in for as long as it is at work and not while the
// request comes in or the answer goes out: Close does not wait for a client.
func (c *call) answer(r *http.Request) (any, error) {
	body, err := readBody(r)
	if err != nil {
		return nil, err
	}
	if c.route, err = findRoute(r); err != nil {
		return nil, err
	}
	from, err := c.service.authenticate(r, body, signingRDSData)
	if err != nil {
		return nil, err
	}
	request, exception := c.route.operation.Decode(body)
	if exception != nil {
		return nil, exception
	}
	c.request = request
	if err := c.service.authorizeCall(from, request, c.route.operation.Name); err != nil {
		return nil, err
	}
	c.generation, _ = c.service.generationOf(request.ResourceARN)
	if exception := request.Check(c.generation); exception != nil {
		return nil, c.reword(exception)
	}
	if !c.service.enter() {
		return nil, unavailable()
	}
	defer c.service.calls.Done()
	return c.answerAmid()
}

// findRoute knows the operations by their path. What the service says to paths
// it does not have is a guess. The text about ExecuteSql is the older
// generation's (aws/aws-cli#4086); of the current one it is only known that it
// refuses the operation (AWS page "data-api.differences").
func findRoute(r *http.Request) (route, error) {
	if r.Method != http.MethodPost {
		return route{}, dataapi.Errorf(dataapi.UnknownOperation, "There is no operation at %s %s.", r.Method, r.URL.Path)
	}
	if r.URL.Path == "/ExecuteSql" {
		return route{}, dataapi.Errorf(dataapi.BadRequest, "This API is deprecated and not available. Use ExecuteStatement API instead")
	}
	found, ok := routes[r.URL.Path]
	if !ok {
		return route{}, dataapi.Errorf(dataapi.UnknownOperation, "There is no operation at %s %s.", r.Method, r.URL.Path)
	}
	return found, nil
}

// log tells about a call without its statement, values or credentials.
func (c *call) log(response any, err error) {
	attributes := []any{"requestId", c.id, "duration", time.Since(c.started)}
	if c.route.operation != nil {
		attributes = append(attributes, "operation", c.route.operation.Name)
	}
	if c.request != nil {
		attributes = append(attributes, "resourceArn", c.request.ResourceARN, "database", c.request.Database,
			"transaction", c.request.TransactionID != "", "parameterSets", len(c.request.ParameterSets))
	}
	if result, ok := response.(*dataapi.ExecuteStatementResponse); ok && err == nil {
		attributes = append(attributes, "records", result.Records.Len(), "recordsUpdated", result.NumberOfRecordsUpdated)
	}
	if err != nil {
		attributes = append(attributes, "exception", exceptionOf(err).Name)
	}
	c.service.logger.Debug("data api call", attributes...)
}

// tell fills in what is told of the call.
func (c *call) tell(to *Call, response any, err error) {
	to.Service, to.Fault = "rds-data", c.met
	if c.route.operation != nil {
		to.Operation = c.route.operation.Name
	}
	if r := c.request; r != nil {
		to.ClusterARN, to.Database, to.SQL = r.ResourceARN, r.Database, r.SQL
		to.Transaction, to.ParameterSets = r.TransactionID != "", len(r.ParameterSets)
	}
	if result, ok := response.(*dataapi.ExecuteStatementResponse); ok && err == nil {
		to.Records, to.RecordsUpdated = int64(result.Records.Len()), result.NumberOfRecordsUpdated
	}
	if err != nil {
		to.Code = exceptionOf(err).Name
	}
}

// readBody reads a request that is not too large.
func readBody(r *http.Request) ([]byte, error) {
	limit := int64(maxRequest - headerSize(r))
	body, err := io.ReadAll(io.LimitReader(r.Body, limit+1))
	if err != nil {
		return nil, dataapi.Errorf(dataapi.Serialization, "the request body could not be read")
	}
	if int64(len(body)) > limit {
		io.CopyN(io.Discard, r.Body, maxDrain) // a courtesy, whether or not it succeeds
		return nil, dataapi.Errorf(dataapi.RequestEntityTooLarge, "The request exceeds the size limit 4 MiB.")
	}
	return body, nil
}

// headerSize is the length of the request line and the headers as sent.
func headerSize(r *http.Request) int {
	const line = len("  HTTP/1.1\r\nHost: \r\n\r\n")
	n := line + len(r.Method) + len(r.RequestURI) + len(r.Host)
	for name, values := range r.Header {
		for _, v := range values {
			n += len(name) + len(": \r\n") + len(v)
		}
	}
	return n
}

// writeException writes an error the way the AWS SDKs read it: the name in a
// header, the message in the body. No trace of the real headers is public.
func writeException(w http.ResponseWriter, err error) {
	e := exceptionOf(err)
	w.Header().Set("x-amzn-ErrorType", e.Name)
	body := map[string]any{}
	if e.Message != "" {
		body["message"] = e.Message
	}
	if e.Name == dataapi.StatementTimeout {
		body["dbConnectionId"] = e.DBConnectionID
	}
	writeJSON(w, e.Status, body)
}

// exceptionOf makes sure that an answer can be written for every error.
func exceptionOf(err error) *dataapi.Exception {
	var e *dataapi.Exception
	if errors.As(err, &e) {
		return e
	}
	if access := (*accessError)(nil); errors.As(err, &access) {
		return &dataapi.Exception{Name: access.code, Status: access.status, Message: access.message}
	}
	return dataapi.Errorf(dataapi.InternalServerError, "emulator: %v", err)
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	body, err := encodeJSON(value)
	if err != nil {
		status = http.StatusInternalServerError
		w.Header().Set("x-amzn-ErrorType", dataapi.InternalServerError)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(body) // a client that has gone hears nothing
}

func encodeJSON(value any) ([]byte, error) {
	if result, ok := value.(*dataapi.ExecuteStatementResponse); ok {
		return result.AppendJSON(nil)
	}
	return json.Marshal(value)
}

// requestID gives a random UUID, the form of AWS request ids.
func requestID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
