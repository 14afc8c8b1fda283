package freshdb

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/go-mysql-org/go-mysql/client"
)

// MySQL is a server of MySQL or MariaDB. It has one session.
type MySQL struct {
	mu   sync.Mutex // guards conn
	conn *client.Conn
}

// loginTimeout is how long a login may take.
const loginTimeout = 10 * time.Second

// ConnectMySQL logs in as a user who may create databases. Network and address are
// what net.Dial takes.
func ConnectMySQL(ctx context.Context, network, address, user, password string) (*MySQL, error) {
	ctx, cancel := context.WithTimeout(ctx, loginTimeout)
	defer cancel()
	conn, err := client.ConnectWithDialer(ctx, network, address, user, password, "", new(net.Dialer).DialContext)
	if err != nil {
		return nil, err
	}
	m := &MySQL{conn: conn}
	if err := m.exec(quietly...); err != nil {
		conn.Close()
		return nil, err
	}
	return m, nil
}

// quietly has a copy take what the template has, in any order of its tables.
var quietly = []string{"SET NAMES utf8mb4", "SET foreign_key_checks = 0", "SET unique_checks = 0"}

var _ Server = (*MySQL)(nil)

// exec runs statements. A statement of this package is short, so that the library,
// which heeds no context, needs none.
func (m *MySQL) exec(statements ...string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.run(statements)
}

// run does the same for who has the session.
func (m *MySQL) run(statements []string) error {
	for _, sql := range statements {
		if _, err := m.conn.Execute(sql); err != nil {
			return err
		}
	}
	return nil
}

// Create implements Server.
func (m *MySQL) Create(_ context.Context, name string) error {
	return m.exec("CREATE DATABASE " + name)
}

// Drop implements Server. Sessions do not hold a database of MySQL.
func (m *MySQL) Drop(_ context.Context, name string) error {
	return m.exec("DROP DATABASE IF EXISTS " + name)
}

// Close implements Server.
func (m *MySQL) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.conn.Quit()
}

// Template implements Server. MySQL copies no databases: what makes another one of
// the same content is written down as statements.
func (m *MySQL) Template(_ context.Context, name string) (Template, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := &mySQLTemplate{server: m}
	if err := m.run([]string{"USE " + name}); err != nil {
		return nil, err
	}
	for _, read := range []func(string) error{t.readDatabase, t.readTables, t.readRoutines, t.readViews, t.readTriggers, t.readEvents} {
		if err := read(name); err != nil {
			return nil, fmt.Errorf("read the template: %w", err)
		}
	}
	return t, nil
}

// identifier quotes a name.
func identifier(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }
