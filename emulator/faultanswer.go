package emulator

import (
	"bytes"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// faultExceptions are the exceptions of the service model with these statuses.
// They have no members there, so their answers are without a text, which is a
// guess.
var faultExceptions = map[int]string{
	http.StatusInternalServerError: dataapi.InternalServerError,
	http.StatusServiceUnavailable:  dataapi.ServiceUnavailable,
	http.StatusGatewayTimeout:      dataapi.DatabaseUnavailable,
}

// answerAmid answers a call amid the faults that it meets.
func (c *call) answerAmid() (any, error) {
	met := c.service.faults.meet(c.route.operation, c.request, c.id)
	c.met = met.kind
	if met.delay > 0 && !c.service.wait(met.delay) {
		return nil, unavailable()
	}
	switch met.kind {
	case FaultPause:
		return nil, c.reword(resuming(c.request.ResourceARN))
	case FaultThrottle: // seen on the older generation (awsdocs/amazon-rds-user-guide#110)
		return nil, dataapi.Errorf(dataapi.Throttling, "Rate exceeded")
	case FaultBusy:
		if !generationTraits[c.generation].queues {
			return nil, stillRunning()
		}
	case FaultErrorBefore:
		return nil, failure(met.status)
	case FaultDropBefore:
		return nil, errDropped
	case FaultExpire:
		c.service.transactions.expireNow(c.request.TransactionID)
	}
	response, err := c.route.answer(c.service, c.request)
	if met.kind == FaultErrorAfter {
		return nil, failure(met.status)
	}
	return response, c.reword(err)
}

// errDropped stands in the log for the answer to a call that was dropped before
// it ran. No client gets it.
var errDropped = errors.New("connection dropped")

// failure is the answer with a status of 500 or more.
func failure(status int) error {
	if status == 0 {
		status = http.StatusInternalServerError
	}
	return dataapi.Errorf(faultExceptions[status], "")
}

// resuming is the answer of a cluster that wakes up. Its words are those of
// aws/aws-sdk-js-v3#6701; that an instance goes by a name like "db-LOCAL" there
// is a guess, since all copies leave it out.
func resuming(clusterARN string) error {
	instance := "db-" + strings.ToUpper(clusterARN[strings.LastIndexByte(clusterARN, ':')+1:])
	return dataapi.Errorf(dataapi.DatabaseResuming,
		"The Aurora DB instance %s is resuming after being auto-paused. Please wait a few seconds and try again.", instance)
}

// hasBrokenAnswer reports whether the kind leaves the client without an answer
// that it can read.
func (k FaultKind) hasBrokenAnswer() bool {
	switch k {
	case FaultDropBefore, FaultDropAfter, FaultDropMiddle, FaultShort, FaultTruncate:
		return true
	}
	return false
}

// brokenAnswer keeps an answer back, to break it when it is complete.
type brokenAnswer struct {
	http.ResponseWriter
	kind   FaultKind
	status int
	body   bytes.Buffer
}

func (b *brokenAnswer) WriteHeader(status int)            { b.status = status }
func (b *brokenAnswer) Write(p []byte) (int, error)       { return b.body.Write(p) }
func (b *brokenAnswer) WriteString(s string) (int, error) { return b.body.WriteString(s) }

// send sends as much of the answer as the fault lets through.
func (b *brokenAnswer) send() {
	half := b.body.Bytes()[:b.body.Len()/2]
	switch b.kind {
	case FaultTruncate:
		b.ResponseWriter.WriteHeader(b.status)
		b.ResponseWriter.Write(half)
	case FaultShort:
		b.sendPart(half)
		panic(http.ErrAbortHandler) // net/http closes the connection
	case FaultDropMiddle:
		b.sendPart(half)
		reset(b.ResponseWriter)
	default:
		reset(b.ResponseWriter)
	}
}

// sendPart sends a part of a body whose length is announced in full.
func (b *brokenAnswer) sendPart(part []byte) {
	b.Header().Set("Content-Length", strconv.Itoa(b.body.Len()))
	b.ResponseWriter.WriteHeader(b.status)
	b.ResponseWriter.Write(part)
	http.NewResponseController(b.ResponseWriter).Flush() // a client that has gone hears nothing
}

// reset resets the connection of an answer. One that is not a TCP connection of
// its own, such as a stream of HTTP/2, net/http cuts off in its own way.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp := tcpOf(conn); tcp != nil {
		tcp.SetLinger(0) // what was not received is dropped, and the client told so
	}
	conn.Close()
}

// tcpOf gives the TCP connection that others, such as one of TLS, are made of.
func tcpOf(conn net.Conn) *net.TCPConn {
	for {
		switch c := conn.(type) {
		case *net.TCPConn:
			return c
		case interface{ NetConn() net.Conn }:
			conn = c.NetConn()
		default:
			return nil
		}
	}
}
