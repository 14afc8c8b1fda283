package emulator

import (
	"context"
	"io"
	"net/http"
	"time"
)

// Call is what a server tells of a call that it has answered, also of one that it
// has refused. It has no parameter values, rows or credentials.
type Call struct {
	// RequestID is the id that the answer has, a UUID.
	RequestID string
	// Service is the name by which the AWS SDKs sign for the service, such as
	// "rds-data". Operation is the name of the operation, empty for one that the
	// service does not have.
	Service, Operation string
	// ClusterARN and Database are as the call gives them, empty without.
	ClusterARN, Database string
	// SQL is the statement as it was sent, with the constants in it.
	SQL string
	// Transaction says whether the call names a transaction.
	Transaction bool
	// ParameterSets is the number of parameter sets: those of a batch, or one if a
	// single statement has parameters.
	ParameterSets int
	// Status is the HTTP status, zero if no answer was sent.
	Status int
	// Code is the name of the exception, empty if there is none.
	Code string
	// Records is the number of rows in the answer, and RecordsUpdated the number
	// of rows that the statement has changed.
	Records, RecordsUpdated int64
	// Fault is what struck the call, empty for nothing.
	Fault FaultKind
	// Started is when the call came in, and Duration how long it took until its
	// answer was handed to the network, by the time of the machine.
	Started  time.Time
	Duration time.Duration
	// RequestBytes and ResponseBytes are the lengths of the two bodies, as far as
	// they were read and written.
	RequestBytes, ResponseBytes int64
}

// observation is a call that is being answered: it stands between the service and
// the network, and counts.
type observation struct {
	http.ResponseWriter
	call   Call
	onCall func(Call)
}

// observe gives the writer and the request that a call is to be answered with. end
// is to be called when that is done.
func (s *service) observe(w http.ResponseWriter, r *http.Request, id string) (*observation, *http.Request) {
	o := &observation{ResponseWriter: w, onCall: s.onCall, call: Call{RequestID: id, Started: time.Now()}}
	r = r.WithContext(context.WithValue(r.Context(), recordKey{}, &o.call))
	r.Body = &countedBody{r.Body, &o.call.RequestBytes}
	return o, r
}

func (o *observation) end() {
	o.call.Duration = time.Since(o.call.Started)
	if o.onCall != nil {
		o.onCall(o.call)
	}
}

// WriteHeader and Write implement http.ResponseWriter.
func (o *observation) WriteHeader(status int) {
	if o.call.Status == 0 {
		o.call.Status = status
	}
	o.ResponseWriter.WriteHeader(status)
}

func (o *observation) Write(p []byte) (int, error) {
	if o.call.Status == 0 {
		o.call.Status = http.StatusOK
	}
	n, err := o.ResponseWriter.Write(p)
	o.call.ResponseBytes += int64(n)
	return n, err
}

// Unwrap is for http.ResponseController.
func (o *observation) Unwrap() http.ResponseWriter { return o.ResponseWriter }

// countedBody counts what is read of a request.
type countedBody struct {
	io.ReadCloser
	n *int64
}

func (b *countedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	*b.n += int64(n)
	return n, err
}

type recordKey struct{}

// record gives what is to be told of the call that a request's context belongs to,
// for the service that answers it to fill in. Only the goroutine that answers the
// request may use it.
func record(ctx context.Context) *Call {
	if call, ok := ctx.Value(recordKey{}).(*Call); ok {
		return call
	}
	return &Call{}
}
