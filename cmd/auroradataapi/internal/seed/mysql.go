package seed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/go-mysql-org/go-mysql/client"
	driver "github.com/go-mysql-org/go-mysql/mysql"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/script"
)

// mySQL is a connection that the end of the context closes, which the library
// does not heed.
type mySQL struct {
	conn   *client.Conn
	forget func() bool
}

// connectMySQL reads the connection string of a private server, which is
// user:password@unix(socket)/.
func connectMySQL(ctx context.Context, dsn string) (server, error) {
	login, place, ok := cutLast(dsn, "@unix(")
	socket, end := strings.CutSuffix(place, ")/")
	user, password, _ := strings.Cut(login, ":")
	if !ok || !end {
		return nil, errors.New("the server is not one that the emulator has started")
	}
	m := &mySQL{}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		if err == nil {
			m.forget = context.AfterFunc(ctx, func() { conn.Close() })
		}
		return conn, err
	}
	var err error
	m.conn, err = client.ConnectWithDialer(ctx, "unix", socket, user, password, "", dial, options)
	if err != nil {
		return nil, err
	}
	return m, nil
}

func options(c *client.Conn) error {
	c.UnsetCapability(driver.CLIENT_QUERY_ATTRIBUTES)                    // of which nothing is sent
	if err := c.SetCapability(driver.CLIENT_MULTI_RESULTS); err != nil { // of CALL
		return err
	}
	return c.SetCollation("utf8mb4_general_ci") // the one that MySQL and MariaDB both have
}

func cutLast(s, separator string) (before, after string, found bool) {
	i := strings.LastIndex(s, separator)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(separator):], true
}

// run drops the results.
func (m *mySQL) run(_ context.Context, s script.Statement, _ io.Reader) error {
	var failure error
	_, err := m.conn.ExecuteMultiple(s.Text, func(_ *driver.Result, err error) { failure = err })
	if failure != nil {
		return failure
	}
	return err
}

func (m *mySQL) position(error) int { return 0 }

// unknownCollation is the number of ER_UNKNOWN_COLLATION.
const unknownCollation = 1273

func (m *mySQL) describe(err error) error {
	var answer *driver.MyError
	if !errors.As(err, &answer) {
		return err
	}
	text := fmt.Sprintf("%s (error %d, SQLSTATE %s)", answer.Message, answer.Code, answer.State)
	if answer.Code == unknownCollation {
		text += ": MariaDB has no collation of MySQL 8: take utf8mb4_general_ci, or a MySQL server"
	}
	return errors.New(text)
}

func (m *mySQL) commit(context.Context) error { return nil }

func (m *mySQL) close() {
	m.forget()
	m.conn.Close()
}
