package emulator_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"
)

// TestResponseMembers shows which members each kind of statement answers with.
func TestResponseMembers(t *testing.T) {
	table(t, "response_members", "n serial, v text")
	tests := []struct {
		name string
		sql  string
		ask  string // more members of the request
		want string // the body
	}{
		{name: "query", sql: "select 1 as n, null as x", want: `{"numberOfRecordsUpdated":0,"records":[[{"longValue":1},{"isNull":true}]]}`},
		{name: "no rows", sql: "select 1 where false", want: `{"numberOfRecordsUpdated":0,"records":[]}`},
		{name: "no columns", sql: "select", want: `{"numberOfRecordsUpdated":0,"records":[[]]}`},
		{name: "insert", sql: "insert into response_members (v) values ('a'), ('b')", want: `{"generatedFields":[],"numberOfRecordsUpdated":2}`},
		{name: "insert returning", sql: "insert into response_members (v) values ('<&>') returning v", want: `{"numberOfRecordsUpdated":0,"records":[[{"stringValue":"<&>"}]]}`},
		{name: "update", sql: "update response_members set v = 'c'", want: `{"generatedFields":[],"numberOfRecordsUpdated":3}`},
		{name: "delete", sql: "delete from response_members where n = 1", want: `{"generatedFields":[],"numberOfRecordsUpdated":1}`},
		{name: "insert with metadata", sql: "insert into response_members (v) values ('a')", ask: `"includeResultMetadata":true`, want: `{"generatedFields":[],"numberOfRecordsUpdated":1}`},
		{name: "insert as JSON", sql: "insert into response_members (v) values ('a')", ask: `"formatRecordsAs":"JSON"`, want: `{"generatedFields":[],"numberOfRecordsUpdated":1}`},
		{name: "definition", sql: "comment on table response_members is 'x'", want: `{"generatedFields":[],"numberOfRecordsUpdated":0}`},
		{name: "create table as", sql: "create temp table scratch as select 1", want: `{"generatedFields":[],"numberOfRecordsUpdated":0}`},
		{name: "comment alone", sql: "-- nothing", want: `{"generatedFields":[],"numberOfRecordsUpdated":0}`},
		{name: "trailing semicolon", sql: "select 1; ", want: `{"numberOfRecordsUpdated":0,"records":[[{"longValue":1}]]}`},
		{name: "metadata without rows", sql: "select true as b where false", ask: `"includeResultMetadata":true`,
			want: `{"columnMetadata":[{"arrayBaseColumnType":0,"isAutoIncrement":false,"isCaseSensitive":false,"isCurrency":false,"isSigned":false,"label":"b","name":"b","nullable":1,"precision":1,"scale":0,"schemaName":"","tableName":"","type":-7,"typeName":"bool"}],"numberOfRecordsUpdated":0,"records":[]}`},
		{name: "JSON", sql: "select 1 as n, 'a' as s", ask: `"formatRecordsAs":"JSON","includeResultMetadata":true`, want: `{"formattedRecords":"[{\"n\":1,\"s\":\"a\"}]","numberOfRecordsUpdated":0}`},
		{name: "JSON without rows", sql: "select 1 as n where false", ask: `"formatRecordsAs":"JSON"`, want: `{"formattedRecords":"[]","numberOfRecordsUpdated":0}`},
		{name: "options", sql: "select 1 as n, 1.5 as d", ask: `"resultSetOptions":{"longReturnType":"STRING","decimalReturnType":"DOUBLE_OR_LONG"}`, want: `{"numberOfRecordsUpdated":0,"records":[[{"stringValue":"1"},{"doubleValue":1.5}]]}`},
		{name: "options by default", sql: "select 1 as n, 1.5 as d", ask: `"resultSetOptions":{"longReturnType":"LONG","decimalReturnType":"STRING"},"formatRecordsAs":"NONE"`, want: `{"numberOfRecordsUpdated":0,"records":[[{"longValue":1},{"stringValue":"1.5"}]]}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			status, _, body := postJSON(t, "/Execute", executeBody(test.sql, test.ask))
			if status != 200 || body != test.want {
				t.Errorf("answer is %d %s\nwant 200 %s", status, body, test.want)
			}
		})
	}
}

// TestSizeLimit shows the count on both sides of the limit: rows × (2 + 4 ×
// columns) and the octets of the values.
func TestSizeLimit(t *testing.T) {
	const one = 1<<20 - 2 - 4
	execute(t, shared, statement(shared, "select repeat('x', :n::int)", param("n", long(one))))
	const message = "The result exceeds the size limit 1 MB."
	refuse(t, shared, statement(shared, "select repeat('x', :n::int)", param("n", long(one+1))), "UnsupportedResultException", message)
	const row = 2 + 4 + 1
	if out := execute(t, shared, statement(shared, "select true from generate_series(1, :n)", param("n", long((1<<20)/row)))); len(out.Records) != (1<<20)/row {
		t.Errorf("%d records came", len(out.Records))
	}
	refuse(t, shared, statement(shared, "select true from generate_series(1, :n)", param("n", long((1<<20)/row+1))), "UnsupportedResultException", message)
	refuse(t, shared, statement(shared, "select generate_series(1, 2000000000)"), "UnsupportedResultException", message)
}

func TestDatabaseErrors(t *testing.T) {
	table(t, "database_errors", "id int primary key, name text not null, positive int check (positive > 0)")
	table(t, "database_errors_child", "id int references database_errors")
	execute(t, shared, statement(shared, "insert into database_errors values (1, 'a')"))
	execute(t, shared, statement(shared, "insert into database_errors_child values (1)"))
	tests := []struct {
		name    string
		sql     string
		params  []types.SqlParameter
		code    string
		message string
	}{
		{name: "syntax", sql: "SELEKT 1", message: `ERROR: syntax error at or near "SELEKT"; Position: 1; SQLState: 42601`},
		{name: "no table", sql: "SELECT * FROM no_such_table_xyz", message: `ERROR: relation "no_such_table_xyz" does not exist; Position: 15; SQLState: 42P01`},
		{name: "position after rewriting", sql: "select :parameter, nowhere", params: []types.SqlParameter{param("parameter", long(1))},
			message: `ERROR: column "nowhere" does not exist; Position: 12; SQLState: 42703`},
		{name: "not null", sql: "insert into database_errors values (2, null)", message: `ERROR: null value in column "name" of relation "database_errors" violates not-null constraint; SQLState: 23502`},
		{name: "unique", sql: "insert into database_errors values (1, 'b')", message: `ERROR: duplicate key value violates unique constraint "database_errors_pkey"; SQLState: 23505`},
		{name: "check", sql: "insert into database_errors values (3, 'c', -1)", message: `ERROR: new row for relation "database_errors" violates check constraint "database_errors_positive_check"; SQLState: 23514`},
		{name: "foreign key", sql: "delete from database_errors", message: `ERROR: update or delete on table "database_errors" violates foreign key constraint "database_errors_child_id_fkey" on table "database_errors_child"; SQLState: 23503`},
		{name: "raised", sql: "do $$ begin raise exception 'a' using detail = 'b', hint = 'c', errcode = 'ADA01'; end $$",
			message: "ERROR: a; Detail: b; Hint: c; Where: PL/pgSQL function inline_code_block line 1 at RAISE; SQLState: ADA01"},
		{name: "copy out", sql: "copy database_errors to stdout", message: "execute: unexpected message: CopyOutResponse"},
		{name: "copy in", sql: "copy database_errors from stdin", message: "execute: unexpected message: CopyInResponse"},
		{name: "two statements", sql: "select 1; select 2", code: "ValidationException", message: "Multistatements aren't supported."},
		{name: "empty", sql: "", code: "ValidationException", message: "SQL is empty"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.code == "" {
				test.code = "DatabaseErrorException"
			}
			refuse(t, shared, statement(shared, test.sql, test.params...), test.code, test.message)
			execute(t, shared, statement(shared, "select 1"))
		})
	}
}
