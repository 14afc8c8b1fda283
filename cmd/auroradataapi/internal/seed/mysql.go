package seed

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/go-mysql-org/go-mysql/client"
	"github.com/go-mysql-org/go-mysql/mysql"
)

func runMySQL(ctx context.Context, dsn string, scripts []script) error {
	conn, err := connectMySQL(ctx, dsn)
	if err != nil {
		return err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Conn.Conn.Close() })() // the library heeds no context
	for _, s := range scripts {
		for _, step := range s.steps {
			if err := runStep(conn, step.sql); err != nil {
				if ctx.Err() != nil {
					err = context.Cause(ctx)
				}
				return s.failed(step.line, describeMySQL(err))
			}
		}
	}
	return nil
}

// connectMySQL reads the connection string of a private server, which is
// user:password@unix(socket)/.
func connectMySQL(ctx context.Context, dsn string) (*client.Conn, error) {
	login, place, ok := cutLast(dsn, "@unix(")
	socket, end := strings.CutSuffix(place, ")/")
	user, password, _ := strings.Cut(login, ":")
	if !ok || !end {
		return nil, errors.New("the server is not one that the emulator has started")
	}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, address)
	}
	return client.ConnectWithDialer(ctx, "unix", socket, user, password, "", dial, func(c *client.Conn) error {
		c.UnsetCapability(mysql.CLIENT_QUERY_ATTRIBUTES)
		if err := c.SetCapability(mysql.CLIENT_MULTI_RESULTS); err != nil { // of CALL
			return err
		}
		return c.SetCollation("utf8mb4_general_ci")
	})
}

func cutLast(s, separator string) (before, after string, found bool) {
	i := strings.LastIndex(s, separator)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(separator):], true
}

// runStep runs a statement and drops its results.
func runStep(conn *client.Conn, sql string) error {
	var failure error
	_, err := conn.ExecuteMultiple(sql, func(_ *mysql.Result, err error) { failure = err })
	if failure != nil {
		return failure
	}
	return err
}

// unknownCollation is the number of ER_UNKNOWN_COLLATION.
const unknownCollation = 1273

func describeMySQL(err error) error {
	var answer *mysql.MyError
	if !errors.As(err, &answer) {
		return err
	}
	text := fmt.Sprintf("%s (error %d, SQLSTATE %s)", answer.Message, answer.Code, answer.State)
	if answer.Code == unknownCollation {
		text += ": MariaDB has no collation of MySQL 8; take utf8mb4_general_ci, or a MySQL server"
	}
	return errors.New(text)
}
