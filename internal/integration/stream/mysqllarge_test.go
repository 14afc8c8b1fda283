package stream_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
)

// fillMySQL makes the tables that the queries read from: numbers, and values of all
// types.
func fillMySQL(db *sql.DB) error {
	for _, statement := range []string{
		"create table numbers (i int primary key)",
		"insert into numbers with recursive n (i) as (select 1 union all select i + 1 from n where i < 300) select (a.i - 1) * 300 + b.i from n a, n b where a.i <= 134",
		`create table types (i int primary key, flag tinyint(1), bit1 bit(1), bit10 bit(10), bit64 bit(64), tiny tinyint, utiny tinyint unsigned,
			small smallint, medium mediumint, ubig bigint unsigned, big bigint, filled int(8) unsigned zerofill, price decimal(20,4), fine decimal(65,30),
			f float, d double, rounded double(10,2), c char(5), v varchar(40), latin varchar(40) character set latin1, txt mediumtext, b binary(4), vb varbinary(40), bl blob,
			dt date, at datetime, at6 datetime(6), ts timestamp(3) null, ti time, ti3 time(3), y year, j json, g geometry)`,
		"set statement sql_mode = '' for insert into types " + typesRows,
		"insert into types (i) values (1500)",
	} {
		if _, err := db.Exec(statement); err != nil {
			return fmt.Errorf("%.60s: %w", statement, err)
		}
	}
	return nil
}

// typesRows are values of all types, with those that the service does not return.
const typesRows = `select i, i % 3, i % 2, i % 1024, 18446744073709551615 - i, i % 128, i % 256, -i, i, 18446744073709551615 - i, -i * 1000000007, i, i / 7, i / 7,
	i / 7, i / 7e0, i / 7, 'ab', concat('it''s \\ ', i, char(0), char(26), '€😀"'), concat('é', i), repeat(md5(i), 3), unhex(lpad(hex(i), 8, '0')), unhex(md5(i)), '',
	if(i % 5, '2024-02-29' + interval i day, '0000-00-00'), if(i % 7, '2024-02-29 01:02:03' + interval i second, 0), '2024-02-29 01:02:03.000400' + interval i second,
	'2024-02-29 01:02:03.5' + interval i second, sec_to_time(i * 97 - 2000000), sec_to_time(i / 8), 1950 + i % 100, json_object('i', i), point(i, -i)
	from numbers where i <= 3000 and i <> 1500`

// mysqlResults are queries of MySQL with more than the service returns at once.
var mysqlResults = []struct {
	name  string
	query string
	args  []any
}{
	{name: "narrow rows", query: "select i, concat(i, 'x') from numbers"},
	{name: "arguments", query: "select i, concat(?, i), ? + interval i second from numbers where i <= ?", args: []any{"a", "2024-02-29 12:00:00", 35000}},
	{name: "common table expression", query: "with q as (select i, md5(i) as h from numbers) select * from q order by h"},
	{name: "rows of 5 MB", query: "select i, repeat(char(96 + i), 5000000) from numbers where i <= 2"},
	{name: "row of 2 MB with quotes", query: `select 1, repeat('a"\\(,)''é€😀', 80000), null, ''`},
	{name: "skewed widths", query: "select i, repeat('w', case when i % 37 = 0 then 400000 when i % 41 = 0 then 1200000 else i % 50 end) from numbers where i <= 200 order by i"},
	{name: "random", query: "select i, rand(7), md5(i) from numbers order by i"},
	{name: "1000 columns", query: "select " + mysqlColumns(1000) + " from numbers where i <= 300"},
	{name: "union", query: "select i, 'a' from numbers union all select null, 'b' from numbers"},
	{name: "ordered union with a limit", query: "(select i, md5(i) from numbers order by i limit 30000) union all (select i, 'b' from numbers) order by 1 desc, 2 limit 70000"},
	{name: "values", query: "values (1, repeat('a', 700000)), (2, repeat('b', 700000)), (3, null)"},
	{name: "same names", query: "select i as a, i + 1 as a, md5(i) as a from numbers"},
	{name: "same names, ordered", query: "select i as a, i + 1 as a, md5(i) as a from numbers order by 3"},
	{name: "same names and a limit", query: "select i as a, i + 1 as a, md5(i) as a from numbers order by 1 desc limit 40000"},
	{name: "limit by arguments", query: "select i, md5(i) from numbers order by i desc limit ? offset ?", args: []any{40000, 7}},
	{name: "ties", query: "select i % 10 as a, md5(i) from numbers order by a"},
	{name: "grouped", query: "select md5(i), count(*) from numbers group by i order by null"},
	{name: "for update", query: "select i, md5(i) from numbers order by i for update"},
	{name: "in share mode", query: "select i, md5(i) from numbers order by i desc lock in share mode"},
	{name: "in parentheses", query: "(select i, md5(i) from numbers order by i desc)"},
	{name: "blob of 2 MB", query: "select i, unhex(repeat(md5(i), 130000)) from numbers where i <= 2"},
	{name: "nothing but NULL", query: "select null, null, null from numbers"},
	{name: "types", query: "select * from types order by i"},
	{name: "types, prepared", query: "select * from types where i <> ? order by i desc", args: []any{0}},
	{name: "warnings", query: "select i, 1 / (i % 3), concat('x', i) + 0, cast('7x' as signed), left(md5(i), 3) from numbers order by 1 desc"},
	{name: "unordered types", query: "select * from types"},
	{name: "unordered quotients", query: "select i, 1 / (i % 3), i / 7, i / 3e0, md5(i) from numbers"},
	{name: "types in rows of 2 MB", query: "select *, repeat('x', 2000000) from types where i <= 3 order by i desc"},
}

func mysqlColumns(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("i %% %d", i+1)
	}
	return strings.Join(list, ", ")
}

// mysqlContentOf is contentOf but for the sizes of texts and blobs: the service tells
// of a column's type what it would be in a table.
func mysqlContentOf(ctx context.Context, t *testing.T, db querier, query string, args ...any) content {
	t.Helper()
	c := contentOf(ctx, t, db, query, args...)
	c.types = strings.NewReplacer(" MEDIUM", " ", " LONG", " ", " TINYTEXT", " TEXT", " TINYBLOB", " BLOB").Replace(c.types)
	return c
}

// TestLargeMySQLResults: every value is that of go-sql-driver/mysql, outside of a
// transaction and in one, which reads a snapshot in every other case.
func TestLargeMySQLResults(t *testing.T) {
	for i, r := range mysqlResults {
		t.Run(r.name, func(t *testing.T) {
			ctx := within(t)
			want := mysqlContentOf(ctx, t, mysqlCluster.Native, r.query, r.args...)
			if got := mysqlContentOf(ctx, t, mysqlCluster.DataAPI, r.query, r.args...); got != want {
				t.Errorf("the first time: got %+v, want %+v", got, want)
			}
			level := []sql.IsolationLevel{sql.LevelDefault, sql.LevelReadCommitted}[i%2]
			tx, err := mysqlCluster.DataAPI.BeginTx(ctx, &sql.TxOptions{Isolation: level})
			if err != nil {
				t.Fatal(err)
			}
			defer tx.Rollback()
			if got := mysqlContentOf(ctx, t, tx, r.query, r.args...); got != want {
				t.Errorf("known to be large, in a transaction at level %v: got %+v, want %+v", level, got, want)
			}
			if err := tx.Commit(); err != nil {
				t.Error(err)
			}
		})
	}
}
