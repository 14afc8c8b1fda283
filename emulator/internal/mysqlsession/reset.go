package mysqlsession

import (
	"fmt"
	"time"

	"github.com/go-mysql-org/go-mysql/client"
	"github.com/go-mysql-org/go-mysql/mysql"
)

// resetTimeout bounds what is done to a session after its use.
const resetTimeout = 10 * time.Second

// reset is the reset of a session, under way while the answer to the call goes
// out. The service is known to forget sessions between calls (AWS page
// "data-api.calling" says so of USE); how is not known. COM_RESET_CONNECTION rolls
// back and drops temporary tables, variables, locks and prepared statements. The
// database stays, so a session that has left it is not used again.
type reset struct {
	conn *client.Conn
	over chan struct{}
	err  error // set when over is closed
}

// startReset has a session reset. Whoever keeps the connection waits for the end.
func startReset(conn *client.Conn) *reset {
	r := &reset{conn: conn, over: make(chan struct{})}
	go r.run()
	return r
}

func (r *reset) run() {
	defer close(r.over)
	r.conn.SetDeadline(time.Now().Add(resetTimeout))
	defer r.conn.SetDeadline(time.Time{})
	if err := resetSession(r.conn); err != nil {
		r.conn.Close()
		r.err = fmt.Errorf("mysqlsession: reset: %w", err)
	}
}

func resetSession(conn *client.Conn) error {
	conn.ResetSequence()
	if err := conn.WritePacket([]byte{4: mysql.COM_RESET_CONNECTION}); err != nil {
		return err
	}
	if _, err := conn.ReadOKPacket(); err != nil {
		return err
	}
	_, err := conn.Execute(prepareSession)
	return err
}

// Finish implements connpool.Reset.
func (r *reset) Finish() error {
	<-r.over
	return r.err
}

// IsFinished implements connpool.Reset.
func (r *reset) IsFinished() bool {
	select {
	case <-r.over:
		return true
	default:
		return false
	}
}
