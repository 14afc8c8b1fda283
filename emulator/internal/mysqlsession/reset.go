package mysqlsession

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-mysql-org/go-mysql/client"
	"github.com/go-mysql-org/go-mysql/mysql"
)

// resetTimeout bounds what is done to a session after its use.
const resetTimeout = 10 * time.Second

// reset is the reset of a session that was sent and whose answers were not read
// yet. The server is at work on it while the answer to the call goes out.
//
// The service is known to forget sessions between calls (AWS page
// "data-api.calling" says so of USE); how is not known. COM_RESET_CONNECTION rolls
// back and drops temporary tables, variables, locks and prepared statements. The
// database stays, so a session that has left it is not used again.
type reset struct {
	conn     *client.Conn
	once     sync.Once
	finished atomic.Bool
	err      error
}

// resetPackets are the two commands of a reset as they are on the wire, each of
// which begins a sequence of packets: its length, the number 0, the command.
var resetPackets = append(
	[]byte{1, 0, 0, 0, mysql.COM_RESET_CONNECTION},
	append([]byte{byte(1 + len(prepareSession)), 0, 0, 0, mysql.COM_QUERY}, prepareSession...)...)

// startReset has a session reset. Whoever keeps the connection waits for the end.
func startReset(conn *client.Conn) *reset {
	r := &reset{conn: conn}
	socket := conn.Conn.Conn
	socket.SetDeadline(time.Now().Add(resetTimeout)) // it fails where the writing and the reading do
	if _, err := socket.Write(resetPackets); err != nil {
		socket.Close() // the reading fails, too
	}
	return r
}

// Finish implements connpool.Reset.
func (r *reset) Finish() error {
	r.once.Do(func() {
		if r.err = r.await(); r.err != nil {
			r.conn.Close()
		}
		r.finished.Store(true)
	})
	return r.err
}

// IsFinished implements connpool.Reset.
func (r *reset) IsFinished() bool { return r.finished.Load() }

// await reads the answers to the two commands.
func (r *reset) await() error {
	defer r.conn.SetDeadline(time.Time{})
	for range 2 {
		r.conn.Sequence = 1 // of the answer to a command
		if _, err := r.conn.ReadOKPacket(); err != nil {
			return fmt.Errorf("mysqlsession: reset: %w", err)
		}
	}
	return nil
}
