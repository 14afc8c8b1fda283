//go:build unix

package mysqlserver

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"

	"github.com/go-mysql-org/go-mysql/client"
	"github.com/go-mysql-org/go-mysql/mysql"
)

// awaitLogin returns when the user can log in, or when that has become
// impossible. The statements with the passwords have been read by then.
func (s *Server) awaitLogin(ctx context.Context, user Login) error {
	err := s.AwaitLogin(ctx, func(ctx context.Context) (bool, error) {
		err := login(ctx, s.Socket(), user)
		var answer *mysql.MyError
		return err != nil && !errors.As(err, &answer), err
	})
	if err != nil {
		return err
	}
	return os.Remove(filepath.Join(s.socketDir, initFile))
}

// login logs in and out. The library heeds no context once the connection is
// there, so the end of the context closes it.
func login(ctx context.Context, socket string, user Login) error {
	var dialer net.Dialer
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dialer.DialContext(ctx, network, address)
		if err == nil {
			context.AfterFunc(ctx, func() { conn.Close() })
		}
		return conn, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // and then the connection is closed
	_, err := client.ConnectWithDialer(ctx, "unix", socket, user.User, user.Password, "", dial)
	return err
}
