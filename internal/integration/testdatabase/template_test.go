package testdatabase_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// everything has one of each kind of thing that a database holds.
var everything = map[emulator.Engine]*emulator.Fixture{
	emulator.PostgreSQL: {SQL: `
create type mood as enum ('sad', 'glad');
create sequence numbers start 7;
select nextval('numbers');
create table parents (id int generated always as identity primary key, name text not null unique, m mood default 'glad');
create table children (id int primary key default nextval('numbers'), parent int references parents,
	twice int generated always as (parent * 2) stored);
insert into parents (name) values ('a'), ('b');
insert into children (parent) values (1), (2);
create function double(n int) returns int language sql as $$ select n * 2 $$;
create function count_child() returns trigger language plpgsql as $$ begin new.parent := new.parent + 1; return new; end $$;
create trigger counting before insert on children for each row execute function count_child();
create view above as select double(id) as id from parents;
create view aaa as select id from above`},
	emulator.MySQL: {Engine: emulator.MySQL, SQL: `
create table parents (id int auto_increment primary key, name varchar(20) not null unique, m enum('sad', 'glad') default 'glad', child int);
create table children (id int primary key, parent int, twice int as (parent * 2) stored, at timestamp default '2020-01-01', foreign key (parent) references parents (id));
alter table parents add foreign key (child) references children (id);
set sql_mode = 'NO_AUTO_VALUE_ON_ZERO';
insert into parents (id, name) values (0, 'zero'), (1, 'a'), (2, 'b');
set sql_mode = default;
insert into children (id, parent) values (8, 1), (9, 2);
create table empty (n int) character set latin1;
create function twice_of(n int) returns int deterministic return n * 2;
create procedure add_child(in id int) insert into children (id, parent) values (id, 1);
create trigger counting before insert on children for each row set new.parent = new.parent + 1;
create view above as select twice_of(id) as id from parents where id > 0;
create view aaa as select id from above;
create event tidy on schedule every 1 day do delete from empty;
create table ` + "`odd ``name`" + ` (` + "`a ``b`" + ` int);
insert into ` + "`odd ``name`" + ` values (1)`},
}

// addedChild is what adds a child, by whose trigger it gets the parent 2.
var addedChild = map[emulator.Engine]string{
	emulator.PostgreSQL: "insert into children (parent) values (1)",
	emulator.MySQL:      "call add_child(10)",
}

// TestEverything finds all of it in copies of copies.
func TestEverything(t *testing.T) {
	for _, engine := range engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			db := emulator.RunT(t, everything[engine], &emulator.Fixture{SQL: "update parents set m = 'sad' where name = 'b'"}).DB
			if _, err := db.Exec(addedChild[engine]); err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec("insert into parents (name) values ('c')"); err != nil {
				t.Fatal(err)
			}
			for _, tt := range []struct{ query, want string }{
				{"select id, parent, twice from children order by id", "8 1 2, 9 2 4, 10 2 4"},
				{"select id, name, m from parents where id > 0 order by id", "1 a glad, 2 b sad, 3 c glad"},
				{"select id from aaa order by id", "2, 4, 6"},
			} {
				if got := query(t, db, tt.query); got != tt.want {
					t.Errorf("%s: got %s, want %s", tt.query, got, tt.want)
				}
			}
			if _, err := db.Exec("insert into children (id, parent) values (20, 77)"); err == nil {
				t.Error("a child has no parent")
			}
		})
	}
}

// TestMySQLDefinitions finds what no query of the tables sees.
func TestMySQLDefinitions(t *testing.T) {
	t.Parallel()
	d := emulator.RunT(t, everything[emulator.MySQL])
	for _, tt := range []struct{ query, want string }{
		{"select event_name from information_schema.events where event_schema = database()", "tidy"},
		{"select table_collation like 'latin1%' from information_schema.tables where table_schema = database() and table_name = 'empty'", "1"},
		{"select name from parents where id = 0", "zero"},
		{"select * from `odd ``name`", "1"},
		{"select count(*) from information_schema.referential_constraints where constraint_schema = database()", "2"},
	} {
		if got := query(t, openNatively(t, emulator.MySQL, d.BackendDSN), tt.query); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.query, got, tt.want)
		}
	}
}

// TestMariaDBSequence has a sequence go on where it is.
func TestMariaDBSequence(t *testing.T) {
	t.Parallel()
	if software := emulator.RunT(t, &emulator.Fixture{Engine: emulator.MySQL}); !isMariaDB(t, software.DB) {
		t.Skip("MySQL has no sequences")
	}
	db := emulator.RunT(t, &emulator.Fixture{Engine: emulator.MySQL, SQL: "create sequence s start with 5 nocache; do nextval(s)"}).DB
	if got := query(t, db, "select nextval(s)"); got != "6" {
		t.Errorf("got %s, want 6", got)
	}
}

func isMariaDB(t *testing.T, db *sql.DB) bool {
	t.Helper()
	return strings.Contains(query(t, db, "select version()"), "MariaDB")
}

// query gives rows as a text.
func query(t *testing.T, db *sql.DB, text string) string {
	t.Helper()
	rows, err := db.Query(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for rows.Next() {
		values, targets := make([]string, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, strings.Join(values, " "))
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return strings.Join(lines, ", ")
}

// failing is a test that notes how it fails.
type failing struct {
	testing.TB
	message string
}

func (f *failing) Fatalf(format string, args ...any) {
	f.message = fmt.Sprintf(format, args...)
	panic(f)
}

// TestRefused has fixtures that cannot be.
func TestRefused(t *testing.T) {
	started := emulator.StartT(t, &emulator.Server{Clusters: []emulator.Cluster{{ID: "local", DSN: "postgres://"}}})
	wrong := errors.New("the reason")
	tests := []struct {
		name     string
		fixtures []*emulator.Fixture
		want     string
	}{
		{"two engines", []*emulator.Fixture{{Engine: emulator.MySQL}, {Engine: emulator.PostgreSQL}}, "different engines"},
		{"unknown engine", []*emulator.Fixture{{Engine: "oracle"}}, `unknown engine "oracle"`},
		{"two servers", []*emulator.Fixture{{Server: &emulator.Server{}}, {Server: &emulator.Server{}}}, "two fixtures have a Server"},
		{"server with clusters", []*emulator.Fixture{{Server: started}}, "StartT instead"},
		{"bad SQL", []*emulator.Fixture{nil, {}, {SQL: "create table t (n int); insert into t values (1, 2)"}}, "set up fixture 1: "},
		{"bad setup", []*emulator.Fixture{{SQL: "create table t (n int)"}, {Setup: func(context.Context, *sql.DB) error { return wrong }}}, "set up fixture 2: the reason"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &failing{TB: t}
			defer func() {
				recover()
				if !strings.HasPrefix(f.message, "emulator: make a database for the test: ") || !strings.Contains(f.message, tt.want) {
					t.Errorf("got %q, want %q in it", f.message, tt.want)
				}
			}()
			emulator.RunT(f, tt.fixtures...)
		})
	}
}
