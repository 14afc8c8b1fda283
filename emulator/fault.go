package emulator

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// Fault is a rule about what goes wrong, and for which calls. Its zero fields
// make it strike every call. Of the faults of a server, in their order, the
// first that strikes a call is what becomes of it; delays add to that.
//
// A call that is refused for what is in it, such as one without a statement,
// meets no fault.
type Fault struct {
	// Kind is what goes wrong.
	Kind FaultKind
	// Operations are the names of the operations whose calls the rule is about,
	// such as "ExecuteStatement". Empty means all that the kind can strike.
	Operations []string
	// After is how many of these calls pass before the rule strikes.
	After int
	// Times is how often it strikes at most. Zero means without end.
	Times int
	// Probability is that of each call to be struck, above 0 and up to 1. Zero
	// means 1.
	Probability float64
	// Status is the HTTP status of FaultErrorBefore and FaultErrorAfter: 500,
	// 503 or 504. Zero means 500.
	Status int
	// Time is how long FaultDelay delays a call, and how long FaultPause pauses
	// the clusters, where zero means without end. It is measured by the server's
	// Clock.
	Time time.Duration
	// Calls is how many calls FaultPause refuses before the clusters are back.
	// Zero means without end. Without Times the next call pauses them again.
	Calls int
}

// FaultKind is what goes wrong with a call.
type FaultKind string

const (
	// FaultPause pauses the clusters, as Aurora pauses one that nobody uses. The
	// call that it strikes and those that follow are answered with
	// DatabaseResumingException, until Calls of them were refused, Time has
	// passed, or Resume is called. A call that ends a transaction is not
	// refused: the service model has no such exception for it. For a cluster of the
	// older generation it is a BadRequestException, "Communications link failure".
	FaultPause FaultKind = "pause"
	// FaultThrottle answers ThrottlingException.
	FaultThrottle FaultKind = "throttle"
	// FaultBusy answers "Transaction is still running a query" to a call that
	// names a transaction. The older generation has no such answer: there a call
	// goes through.
	FaultBusy FaultKind = "busy"
	// FaultExpire ends the transaction that a call names, as if its time were
	// over, before the call finds it gone. One that another call is using stays.
	FaultExpire FaultKind = "expire"
	// FaultDelay delays a call by Time, as a distance does.
	FaultDelay FaultKind = "delay"
	// FaultErrorBefore answers with Status, and the call does not run.
	FaultErrorBefore FaultKind = "error-before"
	// FaultErrorAfter answers with Status when the call has run.
	FaultErrorAfter FaultKind = "error-after"
	// FaultDropBefore resets the connection, and the call does not run.
	FaultDropBefore FaultKind = "drop-before"
	// FaultDropAfter resets the connection when the call has run.
	FaultDropAfter FaultKind = "drop-after"
	// FaultDropMiddle resets the connection when half of the answer is sent.
	FaultDropMiddle FaultKind = "drop-middle"
	// FaultShort closes the connection in order when half of the answer is sent:
	// its body is shorter than its Content-Length.
	FaultShort FaultKind = "short"
	// FaultTruncate sends half of the answer's JSON as if it were all.
	FaultTruncate FaultKind = "truncate"
)

// faultTraits are what a kind of fault can do: the fields it takes and the
// operations it can strike.
type faultTraits struct {
	status, time, calls bool
	operations          []*dataapi.Operation
}

var (
	allOperations   = []*dataapi.Operation{dataapi.ExecuteStatement, dataapi.BatchExecuteStatement, dataapi.BeginTransaction, dataapi.CommitTransaction, dataapi.RollbackTransaction}
	withTransaction = []*dataapi.Operation{dataapi.ExecuteStatement, dataapi.BatchExecuteStatement, dataapi.CommitTransaction, dataapi.RollbackTransaction}
	// resumable are the operations whose errors in the service model include
	// DatabaseResumingException (aws/aws-sdk-go-v2 service/rdsdata).
	resumable = []*dataapi.Operation{dataapi.ExecuteStatement, dataapi.BatchExecuteStatement, dataapi.BeginTransaction}
)

var faultKinds = map[FaultKind]faultTraits{
	FaultPause:       {time: true, calls: true, operations: resumable},
	FaultThrottle:    {operations: allOperations},
	FaultBusy:        {operations: withTransaction},
	FaultExpire:      {operations: withTransaction},
	FaultDelay:       {time: true, operations: allOperations},
	FaultErrorBefore: {status: true, operations: allOperations},
	FaultErrorAfter:  {status: true, operations: allOperations},
	FaultDropBefore:  {operations: allOperations},
	FaultDropAfter:   {operations: allOperations},
	FaultDropMiddle:  {operations: allOperations},
	FaultShort:       {operations: allOperations},
	FaultTruncate:    {operations: allOperations},
}

// needsTransaction reports whether the kind strikes only calls that name one.
func (k FaultKind) needsTransaction() bool { return k == FaultBusy || k == FaultExpire }

// check tells what is wrong with the rule.
func (f Fault) check() error {
	traits, known := faultKinds[f.Kind]
	if !known {
		return fmt.Errorf("unknown kind %q, want one of %s", f.Kind, strings.Join(kindNames(), ", "))
	}
	for _, r := range []struct {
		broken bool
		rule   string
	}{
		{f.After < 0 || f.Times < 0 || f.Calls < 0 || f.Time < 0, "a number is negative"},
		{!(f.Probability >= 0 && f.Probability <= 1), "the probability is not above 0 and up to 1"},
		{f.Status != 0 && !traits.status, "a status is for the kinds error-before and error-after"},
		{f.Status != 0 && faultExceptions[f.Status] == "", "the status is not 500, 503 or 504"},
		{f.Time != 0 && !traits.time, "a time is for the kinds delay and pause"},
		{f.Time == 0 && f.Kind == FaultDelay, "a delay needs a time"},
		{f.Calls != 0 && !traits.calls, "a number of calls is for the kind pause"},
	} {
		if r.broken {
			return fmt.Errorf("%s: %s", f.Kind, r.rule)
		}
	}
	return f.checkOperations(traits.operations)
}

func (f Fault) checkOperations(possible []*dataapi.Operation) error {
	for i, name := range f.Operations {
		if !slices.ContainsFunc(possible, func(o *dataapi.Operation) bool { return o.Name == name }) {
			return fmt.Errorf("%s: operation %q is not one of %s", f.Kind, name, strings.Join(operationNames(possible), ", "))
		}
		if slices.Contains(f.Operations[:i], name) {
			return fmt.Errorf("%s: operation %s is there twice", f.Kind, name)
		}
	}
	return nil
}

func operationNames(operations []*dataapi.Operation) (names []string) {
	for _, o := range operations {
		names = append(names, o.Name)
	}
	return names
}

func kindNames() (names []string) {
	for kind := range faultKinds {
		names = append(names, string(kind))
	}
	slices.Sort(names)
	return names
}
