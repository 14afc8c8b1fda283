package awscli_test

import (
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

func TestExecuteStatement(t *testing.T) {
	t.Parallel()
	const sql = `select 7 as n, 9007199254740993::int8, 'é' as t, null::text, true, 1.5::float8, '\x00ff'::bytea,
		12.30::numeric(10,2), timestamptz '2024-02-29 13:14:15.5+02', array[1, 2]`
	wantJSON(t, execute(t, sql), `{
		"records": [[
			{"longValue": 7}, {"longValue": 9007199254740993}, {"stringValue": "é"}, {"isNull": true}, {"booleanValue": true},
			{"doubleValue": 1.5}, {"blobValue": "AP8="}, {"stringValue": "12.30"}, {"stringValue": "2024-02-29 11:14:15.500"},
			{"arrayValue": {"longValues": [1, 2]}}
		]],
		"numberOfRecordsUpdated": 0
	}`)
}

// TestPGTables is the first thing that people try.
func TestPGTables(t *testing.T) {
	t.Parallel()
	records := execute(t, "select * from pg_catalog.pg_tables")["records"].([]any)
	if len(records) < 60 {
		t.Errorf("got %d tables, want at least the 60 of the catalog", len(records))
	}
	if n := len(records[0].([]any)); n != 8 {
		t.Errorf("got %d fields, want 8", n)
	}
}

func TestFormatRecordsAsJSON(t *testing.T) {
	t.Parallel()
	got := execute(t, `select 1 as n, 'a"b' as t, null::text as nothing, 1.5::float8 as f`, "--format-records-as", "JSON")
	wantJSON(t, parse(t, got["formattedRecords"].(string)), `[{"n": 1, "t": "a\"b", "nothing": null, "f": 1.5}]`)
	if got["records"] != nil {
		t.Errorf("got records as well: %v", got)
	}
}

func TestIncludeResultMetadata(t *testing.T) {
	t.Parallel()
	execute(t, "create table described (id serial primary key, name varchar(40) not null)")
	got := execute(t, "select id, name as label from described", "--include-result-metadata")
	wantJSON(t, got["columnMetadata"], `[
		{"name": "id", "type": 4, "typeName": "serial", "label": "id", "schemaName": "", "tableName": "described",
			"isAutoIncrement": true, "isSigned": true, "isCurrency": false, "isCaseSensitive": false,
			"nullable": 0, "precision": 10, "scale": 0, "arrayBaseColumnType": 0},
		{"name": "label", "type": 12, "typeName": "varchar", "label": "label", "schemaName": "", "tableName": "described",
			"isAutoIncrement": false, "isSigned": false, "isCurrency": false, "isCaseSensitive": true,
			"nullable": 0, "precision": 40, "scale": 0, "arrayBaseColumnType": 0}
	]`)
}

func TestParameters(t *testing.T) {
	t.Parallel()
	got := execute(t, "select :n + 1, :s || '!', :u, :d::date - 1, :nothing::text is null", "--parameters", `[
		{"name": "n", "value": {"longValue": 41}},
		{"name": "s", "value": {"stringValue": "é"}},
		{"name": "u", "value": {"stringValue": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"}, "typeHint": "UUID"},
		{"name": "d", "value": {"stringValue": "2024-03-01"}, "typeHint": "DATE"},
		{"name": "nothing", "value": {"isNull": true}}
	]`)
	wantJSON(t, got["records"], `[[
		{"longValue": 42}, {"stringValue": "é!"}, {"stringValue": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"},
		{"stringValue": "2024-02-29"}, {"booleanValue": true}
	]]`)
}

func TestResultSetOptions(t *testing.T) {
	t.Parallel()
	got := execute(t, "select 1.5::numeric, 2::int8", "--result-set-options", "decimalReturnType=DOUBLE_OR_LONG,longReturnType=STRING")
	wantJSON(t, got["records"], `[[{"doubleValue": 1.5}, {"stringValue": "2"}]]`)
}

func TestTransactions(t *testing.T) {
	t.Parallel()
	execute(t, "create table transacted (n int)")
	for _, c := range []struct {
		end, status string
		rows        string
	}{
		{"rollback-transaction", "Rollback Complete", "0"},
		{"commit-transaction", "Transaction Committed", "1"},
	} {
		t.Run(c.end, func(t *testing.T) {
			id := mustRDSData(t, "begin-transaction", "--database", testcluster.Database)["transactionId"].(string)
			inserted := mustRDSData(t, "execute-statement", "--transaction-id", id, "--sql", "insert into transacted values (1)")
			wantJSON(t, inserted["numberOfRecordsUpdated"], "1")
			ended := ended(t, c.end, id)
			wantJSON(t, ended["transactionStatus"], `"`+c.status+`"`)
			wantJSON(t, execute(t, "select count(*) from transacted")["records"], `[[{"longValue": `+c.rows+`}]]`)
		})
	}
}

// ended ends a transaction. The command has no --database.
func ended(t *testing.T, command, id string) map[string]any {
	t.Helper()
	return mustRDSData(t, command, "--transaction-id", id)
}

func TestBatchExecuteStatement(t *testing.T) {
	t.Parallel()
	execute(t, "create table batched (n int, t text)")
	got := mustRDSData(t, "batch-execute-statement", "--database", testcluster.Database,
		"--sql", "insert into batched values (:n, :t)", "--parameter-sets", `[
			[{"name": "n", "value": {"longValue": 1}}, {"name": "t", "value": {"stringValue": "a"}}],
			[{"name": "n", "value": {"longValue": 2}}, {"name": "t", "value": {"isNull": true}}]
		]`)
	wantJSON(t, got, `{"updateResults": [{"generatedFields": []}, {"generatedFields": []}]}`)
	wantJSON(t, execute(t, "select n, t from batched order by n")["records"],
		`[[{"longValue": 1}, {"stringValue": "a"}], [{"longValue": 2}, {"isNull": true}]]`)
}

func TestErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, sql string
		args      []string
		want      string
	}{
		{
			"of the database", "select * from nope", nil,
			`An error occurred (DatabaseErrorException) when calling the ExecuteStatement operation: ` +
				`ERROR: relation "nope" does not exist; Position: 15; SQLState: 42P01`,
		},
		{
			"of the service", "select interval '1 day'", nil,
			"An error occurred (UnsupportedResultException) when calling the ExecuteStatement operation: " +
				"The result contains the unsupported data type INTERVAL.",
		},
		{
			"of a transaction that is none", "select 1", []string{"--transaction-id", "none"},
			"An error occurred (TransactionNotFoundException) when calling the ExecuteStatement operation: " +
				"Transaction none is not found",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			args := append([]string{"--sql", c.sql}, c.args...)
			if c.args == nil {
				args = append(args, "--database", testcluster.Database)
			}
			_, complaint := rdsData(t, "execute-statement", args...)
			if !strings.Contains(complaint, c.want) {
				t.Errorf("got  %s\nwant %s", strings.TrimSpace(complaint), c.want)
			}
		})
	}
}
