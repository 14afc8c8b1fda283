package mysqlflow

import (
	"context"
	"database/sql"
	"fmt"
	"testing"
	"time"
)

// columnCases are columns of a table with one value each, besides NULL.
var columnCases = []struct{ definition, literal string }{
	{"tinyint(1)", "1"},
	{"tinyint(1)", "0"},
	{"tinyint(1)", "-7"},
	{"tinyint(1) unsigned", "200"},
	{"bool", "true"},
	{"tinyint", "-5"},
	{"tinyint unsigned", "250"},
	{"smallint", "-300"},
	{"smallint unsigned", "65000"},
	{"mediumint", "-70000"},
	{"mediumint unsigned", "70000"},
	{"int", "-42"},
	{"int unsigned", "4000000000"},
	{"bigint", "-9007199254740993"},
	{"bigint unsigned", "18446744073709551615"},
	{"bigint unsigned", "7"},
	{"decimal(10,2)", "12.30"},
	{"decimal(10,2) unsigned", "12.30"},
	{"decimal(65,30)", "1.5"},
	{"float", "1.1"},
	{"float", "16777216"},
	{"float(7,4)", "999.00009"},
	{"double", "1.1"},
	{"double", "1e300"},
	{"bit(1)", "b'1'"},
	{"bit(1)", "b'0'"},
	{"bit(8)", "b'00110001'"},
	{"bit(10)", "b'1010101010'"},
	{"bit(64)", "b'1'"},
	{"char(5)", "'abc'"},
	{"varchar(20)", "'héllo'"},
	{"varchar(20) character set latin1", "'é'"},
	{"tinytext", "'t'"},
	{"text", "'text'"},
	{"mediumtext", "'m'"},
	{"longtext", "'l'"},
	{"binary(4)", "x'0001'"},
	{"varbinary(8)", "x'00ff'"},
	{"tinyblob", "x'01'"},
	{"blob", "x'01ff'"},
	{"mediumblob", "x''"},
	{"longblob", "x'01'"},
	{"date", "'2024-02-29'"},
	{"date", "'0000-00-00'"},
	{"date", "'2024-00-00'"},
	{"datetime", "'2024-02-29 13:14:15'"},
	{"datetime(3)", "'2024-02-29 13:14:15.120'"},
	{"datetime(6)", "'2024-02-29 13:14:15.123456'"},
	{"datetime(6)", "'2024-02-29 13:14:15'"},
	{"datetime", "'0000-00-00 00:00:00'"},
	{"timestamp", "'2024-02-29 13:14:15'"},
	{"timestamp(3)", "'2024-02-29 13:14:15.123'"},
	{"time", "'13:14:15'"},
	{"time", "'-838:59:59'"},
	{"time(6)", "'13:14:15.123456'"},
	{"time(1)", "'13:14:15.1'"},
	{"time(2)", "'25:14:15.1'"},
	{"year", "2024"},
	{"json", `'{"a": 1}'`},
	{"geometry", "ST_GeomFromText('POINT(1 2)')"},
	{"point", "ST_GeomFromText('POINT(1 2)')"},
}

// different are the cases in which the service, or the server, leaves no way to what
// go-sql-driver/mysql gives.
var different = map[string]string{
	"tinyint(1) unsigned 200": "the service says of no TINYINT(1) whether it is unsigned",
}

func TestValues(t *testing.T) {
	ctx := context.Background()
	for i, c := range columnCases {
		t.Run(fmt.Sprintf("%s %s", c.definition, c.literal), func(t *testing.T) {
			t.Parallel()
			table := fmt.Sprintf("v%d", i)
			conn, err := shared.Native.Conn(ctx)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			for _, statement := range []string{
				"set session sql_mode = ''",
				fmt.Sprintf("create table %s (id int primary key, v %s null)", table, c.definition),
				fmt.Sprintf("insert into %s values (1, %s), (2, null)", table, c.literal),
				"set session sql_mode = default",
			} {
				if _, err := conn.ExecContext(ctx, statement); err != nil {
					t.Fatalf("%s: %v", statement, err)
				}
			}
			query := "select v from " + table + " order by id"
			for range 2 { // the second time, what is remembered counts
				reason := different[c.definition+" "+c.literal]
				compare(t, reason, query)
				compare(t, reason, "select v, v from "+table+" where id < ? order by id desc", 7)
			}
		})
	}
}

// compare has both drivers run a query and compares what they give, which differs if
// there is a reason.
func compare(t *testing.T, reason, query string, args ...any) {
	t.Helper()
	want, got := observe(shared.Native, query, args...), observe(shared.DataAPI, query, args...)
	switch {
	case got == want && reason != "":
		t.Errorf("%s %v: equal, although %s", query, args, reason)
	case got != want && reason == "":
		t.Errorf("%s %v:\ngot  %s\nwant %s", query, args, got, want)
	}
}

// observe writes down what a query gives.
func observe(db *sql.DB, query string, args ...any) string {
	rows, err := db.Query(query, args...)
	if err != nil {
		return err.Error()
	}
	defer rows.Close()
	text := ""
	types, err := rows.ColumnTypes()
	if err != nil {
		return err.Error()
	}
	for _, c := range types {
		nullable, ok := c.Nullable()
		precision, scale, hasScale := c.DecimalSize()
		length, hasLength := c.Length()
		text += fmt.Sprintln(c.Name(), c.DatabaseTypeName(), c.ScanType(), nullable, ok, precision, scale, hasScale, length, hasLength)
	}
	values, pointers := make([]any, len(types)), make([]any, len(types))
	for i := range values {
		pointers[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(pointers...); err != nil {
			return text + err.Error()
		}
		for _, v := range values {
			text += fmt.Sprintf("%T %#v %v\n", v, v, v)
		}
	}
	if err := rows.Err(); err != nil {
		text += err.Error()
	}
	return text
}

// TestSortedBits: bits that wait in a temporary table to be sorted are what they are.
func TestSortedBits(t *testing.T) {
	ctx := context.Background()
	for _, statement := range []string{
		"create table sorted (id int primary key, d varchar(20), n int)", "insert into sorted values (1, 'a', 2), (2, 'b', 1)",
		"alter table sorted add three bit(3) default 5, add eight bit(8) default 53, add great bit(64) default 258",
	} {
		if _, err := shared.Native.ExecContext(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		compare(t, "", "select *, 1 from sorted order by n")
		compare(t, "", "select distinct three, eight from sorted order by n limit ?", 5)
		compare(t, "", "select sql_no_cache three from sorted order by n")
	}
}

// TestForms compares the forms of times that the options of a DSN ask for.
func TestForms(t *testing.T) {
	tests := []struct {
		name      string
		parseTime bool
		loc       string
	}{
		{"text", false, "UTC"},
		{"New York", true, "America/New_York"},
		{"text in New York", false, "America/New_York"},
	}
	const query = "select cast('2024-02-29' as date) a, timestamp('2024-02-29 13:14:15.5') b, cast('2024-02-29' as date) + interval 1 day c, cast('13:14:15.12' as time(2)) d"
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			native, dataAPI := openForm(t, tt.parseTime, tt.loc)
			for _, args := range [][]any{nil, {time.Date(2024, 2, 29, 13, 14, 15, 0, time.UTC)}} {
				query := query
				if args != nil {
					query += " where timestamp('2024-01-01') < ?"
				}
				if want, got := observe(native, query, args...), observe(dataAPI, query, args...); got != want {
					t.Errorf("%v:\ngot  %s\nwant %s", args, got, want)
				}
			}
			var want, got string
			at := time.Date(2024, 2, 29, 13, 14, 15, 123456000, time.UTC)
			if err := native.QueryRow("select concat(?)", at).Scan(&want); err != nil {
				t.Fatal(err)
			}
			if err := dataAPI.QueryRow("select concat(?)", at).Scan(&got); err != nil || got != want {
				t.Errorf("sent as %s, %v, want %s", got, err, want)
			}
		})
	}
}
