package mysqlsession

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

// Server says where a server is and who calls it.
type Server struct {
	// Network and Address are what net.Dial takes: tcp or unix.
	Network, Address string
	// TLS is nil for a connection in the clear.
	TLS *tls.Config
	// User, Password and Database are what the DSN has of them.
	User, Password, Database string
}

// ParseDSN reads a DSN in the form of go-sql-driver/mysql:
// [user[:password]@][net[(address)]]/database[?tls=true&…]. Of its options only
// tls counts, with true, false and skip-verify.
func ParseDSN(dsn string) (Server, error) {
	slash := strings.LastIndexByte(dsn, '/')
	if slash < 0 {
		return Server{}, errors.New("read the DSN: there is no slash in front of the database: want user:password@tcp(host:port)/database")
	}
	s := Server{}
	place := dsn[:slash]
	if at := strings.LastIndexByte(place, '@'); at >= 0 {
		s.User, s.Password, _ = strings.Cut(place[:at], ":")
		place = place[at+1:]
	}
	database, options, _ := strings.Cut(dsn[slash+1:], "?")
	var err error
	if s.Database, err = url.PathUnescape(database); err != nil {
		return Server{}, errors.New("read the DSN: the name of the database has a bad escape")
	}
	if err := s.setAddress(place); err != nil {
		return Server{}, err
	}
	return s, s.setOptions(options)
}

// setAddress reads net(address) with the defaults of go-sql-driver/mysql.
func (s *Server) setAddress(place string) error {
	network, address, ok := strings.Cut(place, "(")
	if ok && !strings.HasSuffix(address, ")") {
		return errors.New("read the DSN: the address has no closing parenthesis")
	}
	s.Network, s.Address = network, strings.TrimSuffix(address, ")")
	switch s.Network {
	case "", "tcp":
		s.Network = "tcp"
		s.Address = withPort(s.Address)
		if _, _, err := net.SplitHostPort(s.Address); err != nil {
			return errors.New("read the DSN: the address is not host:port")
		}
	case "unix":
		if s.Address == "" {
			s.Address = "/tmp/mysql.sock"
		}
	default:
		return fmt.Errorf("read the DSN: unknown network %q: it is tcp or unix", s.Network)
	}
	return nil
}

func withPort(address string) string {
	if address == "" {
		return "127.0.0.1:3306"
	}
	if _, _, err := net.SplitHostPort(address); err != nil {
		return net.JoinHostPort(strings.Trim(address, "[]"), "3306")
	}
	return address
}

func (s *Server) setOptions(options string) error {
	values, err := url.ParseQuery(options)
	if err != nil {
		return errors.New("read the DSN: the options behind ? are not of the form name=value&name=value")
	}
	switch values.Get("tls") {
	case "", "false":
	case "true":
		host, _, _ := net.SplitHostPort(s.Address)
		s.TLS = &tls.Config{ServerName: host}
	case "skip-verify":
		s.TLS = &tls.Config{InsecureSkipVerify: true}
	default:
		return errors.New("read the DSN: tls is true, false or skip-verify")
	}
	return nil
}
