package shell_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	_ "github.com/go-sql-driver/mysql" // the driver "mysql"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// engine is what differs between the sessions on the two engines.
type engine struct {
	name    emulator.Engine
	driver  string // that goes past the Data API
	setup   string // of the file that is included
	sleep   string // a statement that takes long
	running string // a query that counts such statements at the server
	failed  string // the prompt of a transaction after an error
}

var engines = []engine{
	{
		name: emulator.PostgreSQL, driver: "pgx", failed: "shop=!>",
		setup: "create table customers (id int primary key, name varchar(20) not null unique);\n" +
			"create table orders (id int primary key, customer int references customers, total numeric(10,2), note varchar(40));\n" +
			"insert into customers values (1, 'Ann'), (2, 'Bob');\n" +
			"insert into orders values (1, 1, 12.5, null), (2, 2, 130, 'ten o''clock');\n",
		sleep:   "select pg_sleep(60);",
		running: "select count(*) from pg_stat_activity where state = 'active' and query like '%pg_sleep(60)%' and pid <> pg_backend_pid()",
	}, {
		name: emulator.MySQL, driver: "mysql", failed: "shop=*>",
		setup: "create table customers (id varchar(8) primary key, name varchar(20) not null unique);\n" +
			"create table orders (id varchar(8) primary key, customer varchar(8), total decimal(10,2), note varchar(40),\n" +
			"  foreign key (customer) references customers (id));\n" +
			"insert into customers values (1, 'Ann'), (2, 'Bob');\n" +
			"insert into orders values (1, 1, 12.5, null), (2, 2, 130, 'ten o''clock');\n",
		sleep:   "select sleep(20);",
		running: "select count(*) from information_schema.processlist where info like '%sleep(20)%' and id <> connection_id()",
	},
}

// TestSession goes through a session on each engine, and compares all that was shown.
func TestSession(t *testing.T) {
	server := &emulator.Server{Clusters: []emulator.Cluster{{ID: "local"}, {ID: "local-mysql", Engine: emulator.MySQL}}}
	if err := server.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	for i, e := range engines {
		t.Run(string(e.name), func(t *testing.T) {
			t.Parallel()
			db, err := sql.Open(e.driver, server.BackendDSN(server.Clusters[i].ID))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec("create database shop"); err != nil {
				t.Fatal(err)
			}
			folder := t.TempDir()
			writeFile(t, filepath.Join(folder, "setup.sql"), e.setup)
			environ := append([]string{"HOME=" + folder, "LANG=C.UTF-8", "PAGER=", "PATH=" + os.Getenv("PATH")}, server.Environ()...)
			s := run(t, folder, environ, binary, "shell", "--engine", string(e.name), "-d", "shop",
				"--cluster-arn", server.ClusterARN(server.Clusters[i].ID), "--secret-arn", server.SecretARN("rds-db-credentials/"+server.Clusters[i].ID))
			e.converse(t, s, db)
			compare(t, string(e.name), s.screen())
			s.press("C-d")
			wantHistory(t, filepath.Join(folder, ".local/state/auroradataapi/history"))
		})
	}
}

// converse is the session.
func (e engine) converse(t *testing.T, s *terminal, db *sql.DB) {
	const ready = "shop=>"
	s.untilLine(ready)
	s.enter(`\i setup.sql`, ready)
	s.enter(`\dt`, ready)
	s.enter("select name,", "shop->")
	s.enter("  'it''s", "shop'>")
	s.enter("me' as quoted from customers;", ready)

	s.write("select * from ord")
	s.press("Tab")
	s.untilLine("shop=> select * from orders")
	s.enter("order by id;", ready)
	s.write("select tot")
	s.press("C-u")
	s.untilLine(ready)
	s.enter(`\x`, ready)
	recall(s, 2, "shop=> select * from orders order by id;", ready)
	s.enter(`\x off`, ready)
	s.enter(`\d orders`, ready)

	s.enter("begin;", "shop=*>")
	s.enter("update orders set total = total + 1; select nothing;", e.failed)
	s.enter("rollback;", ready)
	s.enter("select total from orders where id = '1';", ready)

	s.enter(`\timing`, ready)
	s.write(e.sleep)
	e.interrupt(t, s, db)
	s.enter(`\timing off`, ready)
	s.write("select never finished")
	before := s.count()
	s.press("C-c")
	s.until("the prompt after Ctrl-C", func(screen string) bool { return lastLine(screen) == ready && s.count() > before })

	search(s, "rollb", "shop=> rollback;")
	s.submit(s.count(), ready)
	s.enter(`\set who Ann`, ready)
	s.enter(`select id from customers where name = :'who' \gx`, ready)
	s.enter(`\copy (select id, note from orders) to orders.csv`, ready)
	s.enter("delete from orders;", ready)
	s.enter(`\copy orders from orders.csv`, ready)
	s.enter(`\tmiing`, ready)
	s.enter(`\pset format csv`, ready)
	s.enter("select id, note from orders order by id;", ready)
}

// recall presses Up until an entry of the history shows, and runs it.
func recall(s *terminal, times int, line, prompt string) {
	s.t.Helper()
	before := s.count()
	for range times {
		s.press("Up")
	}
	s.untilLine(line)
	s.submit(before, prompt)
}

// search looks for an entry of the history by a part of it.
func search(s *terminal, part, line string) {
	s.t.Helper()
	s.press("C-r")
	s.until("the search", func(screen string) bool { return strings.Contains(screen, "(inc-search)") })
	s.write(part)
	s.until("what was searched", func(screen string) bool { return strings.Contains(screen, "\n"+line+"\n") })
	s.press("Escape")
	s.untilLine(line)
}

// interrupt runs what was typed, and presses Ctrl-C as soon as the server runs it.
func (e engine) interrupt(t *testing.T, s *terminal, db *sql.DB) {
	t.Helper()
	before := s.count()
	s.press("Enter")
	s.until("the statement at the server", func(string) bool {
		var count int
		if err := db.QueryRowContext(context.Background(), e.running).Scan(&count); err != nil {
			t.Fatal(err)
		}
		return count > 0
	})
	s.press("C-c")
	s.until("the prompt after Ctrl-C", func(screen string) bool { return lastLine(screen) == "shop=>" && s.count() > before })
}

// masks are what differs from one time to the next.
var masks = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`Time: [0-9.]+ ms`), "Time: … ms"},
	{regexp.MustCompile(`arn:aws:[-a-z0-9:/]+`), "arn:…"},
	{regexp.MustCompile(`(PostgreSQL|MySQL|MariaDB) [0-9][-.0-9A-Za-z]*`), "SERVER"},
	{regexp.MustCompile(`Unknown column 'nothing' in '.*'`), "Unknown column 'nothing' in '…'"}, // MySQL and MariaDB say it differently
	{regexp.MustCompile(`(?m) +$`), ""},
}

// compare compares a screen with the one in testdata.
func compare(t *testing.T, name, screen string) {
	t.Helper()
	for _, mask := range masks {
		screen = mask.pattern.ReplaceAllString(screen, mask.with)
	}
	path := filepath.Join("testdata", name+".screen")
	if *update {
		writeFile(t, path, screen+"\n")
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if screen+"\n" != string(want) {
		t.Errorf("got\n%s\nwant\n%s\n(-update writes it anew)", screen, want)
	}
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// wantHistory looks for entries of the session in the file of the history.
func wantHistory(t *testing.T, path string) {
	t.Helper()
	history, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range []string{`"\\i setup.sql"`, `"select name,\n  'it''s\nme' as quoted from customers;"`} {
		if !strings.Contains(string(history), entry+"\n") {
			t.Errorf("the history lacks %s:\n%s", entry, history)
		}
	}
}
