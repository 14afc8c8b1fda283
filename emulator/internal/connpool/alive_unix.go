//go:build unix

package connpool

import (
	"errors"
	"net"
	"syscall"
)

// IsAlive says whether nothing has come in on an idle connection: neither its
// end nor the server's farewell. What cannot be looked at counts as alive.
//
// It looks by Control, not Read: a reader may have left a read of its own waiting
// on the connection, and Read would wait for that.
func IsAlive(conn net.Conn) bool {
	socket, ok := conn.(syscall.Conn)
	if !ok {
		return true
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return true
	}
	quiet := true
	err = raw.Control(func(fd uintptr) {
		var octet [1]byte
		_, _, err := syscall.Recvfrom(int(fd), octet[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		quiet = errors.Is(err, syscall.EAGAIN)
	})
	return err == nil && quiet
}
