package upstream_test

import (
	"net/url"
	"strconv"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"

	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// server is where a native connection to PostgreSQL goes.
type server struct{ host, port, user, password, database string }

func postgreSQLServer(d bothways.Database) (server, error) {
	c, err := pgx.ParseConfig(d.NativeDSN)
	if err != nil {
		return server{}, err
	}
	return server{c.Host, strconv.Itoa(int(c.Port)), c.User, c.Password, c.Database}, nil
}

// url is understood by pgx and by lib/pq, also if the host is a folder.
func (s server) url() string {
	u := url.URL{
		Scheme:   "postgres",
		User:     url.UserPassword(s.user, s.password),
		Path:     "/" + s.database,
		RawQuery: url.Values{"host": {s.host}, "port": {s.port}, "sslmode": {"disable"}}.Encode(),
	}
	return u.String()
}

// mySQLServer returns where a native connection to MySQL goes, without options.
func mySQLServer(d bothways.Database) (*mysql.Config, error) {
	options, err := mysql.ParseDSN(d.NativeDSN)
	if err != nil {
		return nil, err
	}
	c := mysql.NewConfig()
	c.User, c.Passwd, c.Net, c.Addr, c.DBName = options.User, options.Passwd, options.Net, options.Addr, options.DBName
	return c, nil
}
