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
// database and the role stay, so a session that has left them is not used again.
type reset struct {
	conn     *client.Conn
	once     sync.Once
	finished atomic.Bool
	err      error
}

// restartOf gives the statement behind the reset of a new session: it prepares the
// session as at the start, and fails where the database or the role is not what it
// was then. No look at the statements of a call would do, for procedures and
// EXECUTE IMMEDIATE can change both.
func restartOf(conn *client.Conn) (string, error) {
	conn.SetDeadline(time.Now().Add(connectTimeout))
	defer conn.SetDeadline(time.Time{})
	answer, err := conn.Execute("SELECT DATABASE(), CURRENT_ROLE()")
	if err != nil {
		return "", err
	}
	defer answer.Close()
	database, role := answer.Values[0][0], answer.Values[0][1]
	return "SET NAMES utf8mb4, time_zone = IF(" +
		stillIs("DATABASE()", &database) + " AND " + stillIs("CURRENT_ROLE()", &role) +
		", '+00:00', 'that of a session that has left its database or role')", nil
}

// stillIs compares octet by octet.
func stillIs(expression string, value *mysql.FieldValue) string {
	if value.Type == mysql.FieldValueTypeNull {
		return expression + " IS NULL"
	}
	return fmt.Sprintf("%s = x'%x'", expression, value.AsString())
}

// resetPackets are the two commands of a reset as they are on the wire, each of
// which begins a sequence of packets: its length, the number 0, the command.
func resetPackets(restart string) []byte {
	n := 1 + len(restart)
	header := []byte{1, 0, 0, 0, mysql.COM_RESET_CONNECTION, byte(n), byte(n >> 8), byte(n >> 16), 0, mysql.COM_QUERY}
	return append(header, restart...)
}

// startReset has a session reset, and restarted by that statement. Whoever keeps the connection waits for the end.
func startReset(conn *client.Conn, restart string) *reset {
	r := &reset{conn: conn}
	socket := conn.Conn.Conn
	socket.SetDeadline(time.Now().Add(resetTimeout)) // it fails where the writing and the reading do
	if _, err := socket.Write(resetPackets(restart)); err != nil {
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
