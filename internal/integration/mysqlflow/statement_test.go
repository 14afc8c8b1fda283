package mysqlflow

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
)

// TestStatements has both drivers run statements one after the other, each in a table
// of its own, and compares results and errors.
func TestStatements(t *testing.T) {
	statements := []struct {
		sql  string
		args []any
	}{
		{sql: "create table T (id int auto_increment primary key, u varchar(20) unique, n int not null, c int check (c > 0), r int, foreign key (r) references T(id))"},
		{sql: "insert into T (u,n) values ('a',1),('b',1)"},
		{sql: "insert into T (u,n) values (?,?)", args: []any{"c", 2}},
		{sql: "insert into T (id,u,n) values (1,'z',1)"},
		{sql: "insert into T (u,n) values ('a',1)"},
		{sql: "insert into T (u,n) values ('q',null)"},
		{sql: "insert into T (u) values ('nodef')"},
		{sql: "insert into T (u,n,c) values ('r',1,-1)"},
		{sql: "insert into T (u,n,r) values ('s',1,99)"},
		{sql: "update T set n = n"},
		{sql: "update T set n = n + 1 where id = ?", args: []any{1}},
		{sql: "insert into T (u,n) values ('a',1) on duplicate key update n = 50"},
		{sql: "replace into T (id,u,n) values (1,'a',2)"},
		{sql: "insert ignore into T (u,n) values ('a',1)"},
		{sql: "insert into T (u,n) values ('way too long for this column',1)"},
		{sql: "select * from nope"},
		{sql: "select nope from T"},
		{sql: "select * from nope where a = ?", args: []any{1}},
		{sql: "selec 1"},
		{sql: "selec ?", args: []any{1}},
		{sql: "select ?"},
		{sql: "select ?", args: []any{1, 2}},
		{sql: "select ?, ?", args: []any{1}},
		{sql: ""},
		{sql: " "},
		{sql: " -- nothing\n"},
		{sql: "signal sqlstate '45000' set message_text='boom; Error code: 7'"},
		{sql: "select n from T order by id limit ?", args: []any{1}},
		{sql: "select n from T where u = ?", args: []any{"b"}},
		{sql: "select 1; select 2"},
		{sql: "insert into T (u,n) values ('x',1); insert into T (u,n) values ('y',1); update T set n = 9 where u in ('x','y')"},
		{sql: "delete from T where u = 'x'; selec 1"},
		{sql: "select 1; selec 2"},
		{sql: "select 1; select 2; insert into T (u) values ('nodef')"},
		{sql: "select count(*) from T"},
		{sql: "select u from T where id = 1; delete from T where u = 'y'; select count(*) from T"},
		{sql: "delete from T"},
		{sql: "drop table T"},
	}
	for _, s := range statements {
		want := execute(shared.Native, strings.ReplaceAll(s.sql, "T", "s_native"), s.args)
		got := execute(shared.DataAPI, strings.ReplaceAll(s.sql, "T", "s_dataapi"), s.args)
		if got := strings.ReplaceAll(got, "s_dataapi", "s_native"); got != want {
			t.Errorf("%q %v:\ngot  %s\nwant %s", s.sql, s.args, got, want)
		}
	}
}

// execute returns what comes of a statement: by Query, if it begins with a query, else by Exec.
func execute(db *sql.DB, query string, args []any) string {
	if strings.HasPrefix(query, "select") {
		return query2(db, query, args)
	}
	result, err := db.Exec(query, args...)
	if err != nil {
		return err.Error()
	}
	id, err := result.LastInsertId()
	rows, err2 := result.RowsAffected()
	return fmt.Sprint("id ", id, err, " rows ", rows, err2)
}

// query2 returns all result sets of a query.
func query2(db *sql.DB, query string, args []any) string {
	rows, err := db.Query(query, args...)
	if err != nil {
		return err.Error()
	}
	defer rows.Close()
	text := ""
	for {
		text += "set\n"
		columns, _ := rows.Columns()
		values, pointers := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			pointers[i] = &values[i]
		}
		for rows.Next() {
			if err := rows.Scan(pointers...); err != nil {
				return err.Error()
			}
			text += fmt.Sprintf("%#v\n", values)
		}
		if !rows.NextResultSet() {
			break
		}
	}
	return fmt.Sprint(text, rows.Err())
}

// TestPreparedFloat: a prepared statement without arguments has all digits of a FLOAT.
func TestPreparedFloat(t *testing.T) {
	for _, db := range []*sql.DB{shared.Native, shared.DataAPI} {
		s, err := db.Prepare("select cast(16777216 as float) f")
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		for range 2 {
			var f float32
			if err := s.QueryRow().Scan(&f); err != nil || f != 16777216 {
				t.Errorf("got %v, %v", f, err)
			}
		}
	}
}

// TestPrepare: what is wrong with a statement is an error of Prepare, which runs
// nothing.
func TestPrepare(t *testing.T) {
	ctx := context.Background()
	if _, err := shared.Native.Exec("create table prepared (id int primary key, v varchar(10))"); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{
		"select v from prepared where id = ?",
		"select nope from prepared where id = ?",
		"insert into prepared (id, v) values (?, 'it''s \\\\ \\' \"x\"')",
		"insert into nope values (?)",
		"delete from prepared",
		"selec ?",
		"create table made (id int)",
		"drop table prepared",
		"select 'a\\'b', ?",
		"select 1; select 2",
		"",
		"/* nothing */",
	} {
		want, got := prepare(ctx, shared.Native, query), prepare(ctx, shared.DataAPI, query)
		if got = strings.Replace(got, "MySQL server version", "MariaDB server version", 1); got != want {
			t.Errorf("%q:\ngot  %s\nwant %s", query, got, want)
		}
	}
	if _, err := shared.Native.Exec("select * from prepared"); err != nil {
		t.Error(err)
	}
	if _, err := shared.Native.Exec("select * from made"); err == nil {
		t.Error("a prepared CREATE TABLE has run")
	}
}

func prepare(ctx context.Context, db *sql.DB, query string) string {
	s, err := db.PrepareContext(ctx, query)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint("prepared ", s.Close())
}
