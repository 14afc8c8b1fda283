//go:build unix

package mysqlserver_test

import (
	"errors"
	"testing"

	"github.com/go-mysql-org/go-mysql/client"
	"github.com/go-mysql-org/go-mysql/mysql"

	"github.com/auroradataapi/auroradataapi/emulator/internal/mysqlserver"
)

func TestLogin(t *testing.T) {
	s := start(t, testConfig())
	conn := session(t, s, master)
	query(t, conn, "CREATE USER reader IDENTIFIED BY 'secret'")
	tests := []struct {
		name, user, password string
		refused              bool
	}{
		{"master user", master.User, master.Password, false},
		{"administrator", administrator.User, administrator.Password, false},
		{"wrong password", master.User, "wrong", true},
		{"no password", master.User, "", true},
		{"user made with SQL", "reader", "secret", false},
		{"password of another user", "reader", master.Password, true},
		{"unknown user", "nobody", master.Password, true},
		{"root without password", "root", "", true},
		{"nobody at all", "", "", true},
		{"system user", "mariadb.sys", "", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			conn, err := client.Connect(s.Socket(), test.user, test.password, "")
			if err == nil {
				defer conn.Close()
			}
			if got := number(t, err) != 0; got != test.refused {
				t.Errorf("got refused: %t (%v), want %t", got, err, test.refused)
			}
		})
	}
}

// number is the number of a server's error, 0 without one.
func number(t *testing.T, err error) uint16 {
	t.Helper()
	if err == nil {
		return 0
	}
	var answer *mysql.MyError
	if !errors.As(err, &answer) {
		t.Fatalf("got %v, want an answer of the server", err)
	}
	return answer.Code
}

// Start itself logs in, so that a start proves the password.
func TestUnusualNames(t *testing.T) {
	tests := []struct{ name, user, password string }{
		{"quotes", "o'brien", `it's "quoted" and ` + "`ticked`"},
		{"backslashes", `a\b`, `\'; DROP TABLE x; --\`},
		{"line breaks", "admin", "a;\n\nb\r\tc"},
		{"not ASCII", "größe", "пароль 密码"},
		{"beyond the basic plane", "admin", "🔑"},
		{"blanks", "admin", "  x  "},
		{"root", "root", "secret"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := testConfig()
			c.Master.User, c.Master.Password = test.user, test.password
			s := start(t, c)
			_, err := client.Connect(s.Socket(), test.user, test.password+"x", "")
			if number(t, err) != mysql.ER_ACCESS_DENIED_ERROR {
				t.Errorf("got %v with a wrong password, want it refused", err)
			}
		})
	}
}

func TestMasterPrivileges(t *testing.T) {
	s := start(t, testConfig())
	conn := session(t, s, master)
	outfile := uint16(mysql.ER_ACCESS_DENIED_ERROR)
	if s.Product() == mysqlserver.MariaDB {
		outfile = mysql.ER_SPECIFIC_ACCESS_DENIED_ERROR
	}
	steps := []struct {
		sql    string
		number uint16
	}{
		{"CREATE DATABASE d", 0},
		{"CREATE TABLE d.t (n INT PRIMARY KEY)", 0},
		{"CREATE PROCEDURE d.p() DO 1", 0},
		{"CALL d.p()", 0},
		{"CREATE FUNCTION d.f() RETURNS INT RETURN 1", 0},
		{"CREATE TRIGGER d.g BEFORE INSERT ON d.t FOR EACH ROW SET NEW.n = 1", 0},
		{"CREATE VIEW d.v AS SELECT * FROM d.t", 0},
		{"CREATE EVENT d.e ON SCHEDULE EVERY 1 DAY DO SELECT 1", 0},
		{"CREATE ROLE readers", 0},
		{"CREATE USER u IDENTIFIED BY 'x'", 0},
		{"GRANT SELECT ON d.* TO u WITH GRANT OPTION", 0},
		{"GRANT ALL ON d.* TO u", 0},
		{"SHOW PROCESSLIST", 0},
		{"SET GLOBAL general_log = 1", mysql.ER_SPECIFIC_ACCESS_DENIED_ERROR},
		{"GRANT SUPER ON *.* TO u", mysql.ER_ACCESS_DENIED_ERROR},
		{"SELECT 1 INTO OUTFILE '/tmp/auroradataapi-test'", outfile},
		{"SHUTDOWN", mysql.ER_SPECIFIC_ACCESS_DENIED_ERROR},
	}
	for _, step := range steps {
		if _, err := conn.Execute(step.sql); number(t, err) != step.number {
			t.Errorf("%s: got %v, want error number %d", step.sql, err, step.number)
		}
	}
}
