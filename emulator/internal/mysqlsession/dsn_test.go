package mysqlsession

import (
	"net"
	"strings"
	"testing"
)

func TestParseDSN(t *testing.T) {
	tests := []struct {
		dsn  string
		want Server
	}{
		{dsn: "/", want: Server{Network: "tcp", Address: "127.0.0.1:3306"}},
		{dsn: "admin:secret@tcp(db.example:3307)/shop", want: Server{Network: "tcp", Address: "db.example:3307", User: "admin", Password: "secret", Database: "shop"}},
		{dsn: "admin@tcp(db.example)/", want: Server{Network: "tcp", Address: "db.example:3306", User: "admin"}},
		{dsn: "admin:p@ss:w/rd@unix(/tmp/mysql.sock)/", want: Server{Network: "unix", Address: "/tmp/mysql.sock", User: "admin", Password: "p@ss:w/rd"}},
		{dsn: "unix/", want: Server{Network: "unix", Address: "/tmp/mysql.sock"}},
		{dsn: "tcp([::1])/", want: Server{Network: "tcp", Address: "[::1]:3306"}},
		{dsn: "tcp([::1]:3307)/a%2Fb?parseTime=true&tls=false", want: Server{Network: "tcp", Address: "[::1]:3307", Database: "a/b"}},
	}
	for _, test := range tests {
		got, err := ParseDSN(test.dsn)
		if err != nil || got != test.want {
			t.Errorf("ParseDSN(%q) = %+v, %v; want %+v", test.dsn, got, err, test.want)
		}
	}
}

func TestParseDSNTLS(t *testing.T) {
	s, err := ParseDSN("tcp(db.example:3306)/?tls=true")
	if err != nil || s.TLS == nil || s.TLS.ServerName != "db.example" || s.TLS.InsecureSkipVerify {
		t.Errorf("tls=true gives %+v, %v", s.TLS, err)
	}
	if s, err = ParseDSN("/?tls=skip-verify"); err != nil || s.TLS == nil || !s.TLS.InsecureSkipVerify {
		t.Errorf("tls=skip-verify gives %+v, %v", s.TLS, err)
	}
}

func TestParseDSNRefuses(t *testing.T) {
	for dsn, cause := range map[string]string{
		"":                        "no slash",
		"admin:secret@tcp(host)":  "no slash",
		"tcp(host/":               "no closing parenthesis",
		"pipe(host)/":             `unknown network "pipe"`,
		"tcp(a[b)/":               "not host:port",
		"/%zz":                    "bad escape",
		"/?tls=maybe":             "tls is true, false or skip-verify",
		"/?a=%zz":                 "the options behind ?",
		"admin:secret@udp(host)/": `unknown network "udp"`,
	} {
		_, err := ParseDSN(dsn)
		if err == nil || !strings.Contains(err.Error(), cause) || strings.Contains(err.Error(), "secret") {
			t.Errorf("ParseDSN(%q): %v, want %q without the password", dsn, err, cause)
		}
	}
}

func FuzzParseDSN(f *testing.F) {
	for _, dsn := range []string{"/", "admin:p@ss@unix(/tmp/s)/db?tls=true", "tcp([::1]:1)/", "a:b@tcp(host)/x%2Fy", "(/", "(0[0)/"} {
		f.Add(dsn)
	}
	f.Fuzz(func(t *testing.T, dsn string) {
		s, err := ParseDSN(dsn)
		if err != nil {
			return
		}
		if s.Network != "tcp" && s.Network != "unix" || s.Address == "" {
			t.Fatalf("ParseDSN(%q) = %+v: nothing to dial", dsn, s)
		}
		if _, _, err := net.SplitHostPort(s.Address); s.Network == "tcp" && err != nil {
			t.Fatalf("ParseDSN(%q): address %q: %v", dsn, s.Address, err)
		}
	})
}
