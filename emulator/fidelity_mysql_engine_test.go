package emulator_test

import "testing"

const mysqlPage = "AuroraUserGuide AuroraMySQL.MySQL80"

// lacks gives the step for what MariaDB answers with an error, and MySQL with want.
func lacks(sql, message, want string) step {
	return either(databaseError(sql, message), gives(sql, want))
}

// near is the beginning of MariaDB's syntax error at a text.
func near(text string) string {
	return "You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server version for the right syntax to use near '" +
		text + "' at line 1; Error code: 1064; SQLState: 42000"
}

var mysqlEngineClaims = []claim{
	{
		id: "mysql-engine-version", claim: "Aurora MySQL with the Data API is 3.07 or later, which is MySQL 8.0.",
		source: "AuroraUserGuide Concepts.Aurora_Fea_Regions_DB-eng.Feature.Data_API", grade: documented, verdict: differs,
		note:  "The server is the one found on the machine, MySQL before MariaDB, or the one named by the DSN; `SELECT version()` tells.",
		check: callsMySQL(runs("select version()")),
	},
	{
		id: "mysql-engine-functions", claim: "Aurora has functions and settings of its own: `aurora_version()`, `@@aurora_version`.",
		source: mysqlPage, grade: documented, verdict: differs, note: "There are none.",
		check: callsMySQL(databaseError("select @@aurora_version", "Unknown system variable 'aurora_version'; Error code: 1193; SQLState: HY000")),
	},
	{
		id: "mysql-engine-master", claim: "The master user has no SUPER and may create databases and users.",
		source: "AuroraUserGuide UsingWithRDS.MasterAccounts", grade: documented, verdict: same, note: "On a private server. A DSN brings its own users.",
		check: callsMySQL(
			gives("select count(*) from information_schema.user_privileges where privilege_type = 'SUPER' and grantee = concat('''', replace(current_user(), '@', '''@'''), '''')", `{"longValue":0}`),
			runs("create database fidelity_master"), runs("drop database fidelity_master"), runs("create user fidelity_master identified by 'x'"), runs("drop user fidelity_master")),
	},
	{
		id: "mysql-engine-json", claim: "JSON is a type of its own, with normalised text.",
		source: mysqlPage, grade: documented, verdict: differs, note: "MariaDB keeps the text in a LONGTEXT as it was written, `typeName` included.",
		check: transactsMySQL(
			runs("create temporary table t (a json)"), runs(`insert into t values ('{"b":1,  "a":2}')`),
			either(
				several(gives("select a from t", `{"stringValue":"{\"b\":1,  \"a\":2}"}`), describes("select a from t", `{"typeName":"LONGTEXT","type":-1}`)),
				several(gives("select a from t", `{"stringValue":"{\"a\": 2, \"b\": 1}"}`), describes("select a from t", `{"typeName":"JSON","type":-1}`)))),
	},
	{
		id: "mysql-engine-json-arrow", claim: "The operators -> and ->> reach into JSON.",
		source: mysqlPage, grade: documented, verdict: differs, note: "MariaDB has a syntax error.",
		check: callsMySQL(either(
			databaseError(`select a->'$.b' from (select '{"b":1}' as a) t`, near(`>'$.b' from (select '{"b":1}' as a) t`)),
			gives(`select a->'$.b' from (select json_object('b', 1) as a) t`, `{"stringValue":"1"}`))),
	},
	{
		id: "mysql-engine-collation", claim: "The collations `utf8mb4_0900_…` exist, and one of them is the default.",
		source: mysqlPage, grade: documented, verdict: differs, note: "MariaDB does not know them (1273): dumps of Aurora want a rewrite.",
		check: callsMySQL(lacks("select 'a' collate utf8mb4_0900_ai_ci = 'A'", "Unknown collation: 'utf8mb4_0900_ai_ci'; Error code: 1273; SQLState: HY000", `{"longValue":1}`)),
	},
	{
		id: "mysql-engine-returning", claim: "INSERT … RETURNING is a syntax error.",
		source: mysqlPage, grade: documented, verdict: differs, note: "MariaDB takes it.",
		check: transactsMySQL(
			runs("create temporary table t (n int)"),
			either(gives("insert into t values (1) returning n", `{"longValue":1}`), fails("insert into t values (1) returning n", "DatabaseErrorException",
				"You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near 'returning n' at line 1; Error code: 1064; SQLState: 42000"))),
	},
	{
		id: "mysql-engine-check", claim: "A violated CHECK is the error 3819.",
		source: mysqlPage, grade: documented, verdict: differs, note: "With MariaDB it is 4025.",
		check: transactsMySQL(
			runs("create temporary table t (n int, constraint positive check (n > 0))"),
			either(
				databaseError("insert into t values (0)", "CONSTRAINT `positive` failed for `test`.`t`; Error code: 4025; SQLState: 23000"),
				databaseError("insert into t values (0)", "Check constraint 'positive' is violated.; Error code: 3819; SQLState: HY000"))),
	},
	{
		id: "mysql-engine-lateral", claim: "There are LATERAL, VALUES ROW(…), REGEXP_LIKE and UUID_TO_BIN.",
		source: mysqlPage, grade: documented, verdict: differs, note: "MariaDB 10.11 has none of them.",
		check: callsMySQL(either(
			databaseError("select uuid_to_bin(uuid())", "FUNCTION test.uuid_to_bin does not exist; Error code: 1305; SQLState: 42000"),
			gives("select length(uuid_to_bin(uuid()))", `{"longValue":16}`))),
	},
	{
		id: "mysql-engine-rounding", claim: "A fraction that a DATETIME has no room for is rounded.",
		source: mysqlPage, grade: documented, verdict: differs, note: "MariaDB cuts it off.",
		check: transactsMySQL(
			runs("create temporary table t (a datetime)"), runs("insert into t values ('2024-02-29 01:02:03.9')"),
			either(gives("select a from t", `{"stringValue":"2024-02-29 01:02:03"}`), gives("select a from t", `{"stringValue":"2024-02-29 01:02:04"}`))),
	},
	{
		id: "mysql-engine-literals", claim: "An integer constant is a BIGINT.",
		source: mysqlPage, grade: documented, verdict: differs, note: "MariaDB makes an INT of a short one.",
		check: callsMySQL(either(describes("select 1", `{"typeName":"INT","type":4}`), describes("select 1", `{"typeName":"BIGINT","type":-5}`))),
	},
	{
		id: "mysql-engine-recursion", claim: "A recursive query of more than 1000 rounds is the error 3636.",
		source: mysqlPage, grade: documented, verdict: differs, note: "MariaDB ends it after 1000 rounds, without an error: set max_recursive_iterations before.",
		check: callsMySQL(either(
			gives(manyRounds, `{"longValue":1001}`),
			databaseError(manyRounds, "Recursive query aborted after 1001 iterations. Try increasing @@cte_max_recursion_depth to a larger value.; Error code: 3636; SQLState: HY000"))),
	},
	{
		id: "mysql-engine-more", claim: "MariaDB has sequences, system-versioned tables, CREATE OR REPLACE TABLE, BEGIN NOT ATOMIC, EXECUTE IMMEDIATE and the types UUID and INET6, which Aurora has not.",
		source: mysqlPage, grade: documented, verdict: differs, note: "With MariaDB they work here: do not use them.",
		check: transactsMySQL(either(
			several(runs("create or replace temporary table t (n int)"), runs("begin not atomic set @a = 1; end"), runs("execute immediate 'do 1'")),
			runs("select 1"))),
	},
}

// manyRounds counts the rows of a query with too many rounds.
const manyRounds = "with recursive r as (select 1 as n union all select n + 1 from r where n < 2000) select count(*) from r"

// several gives the step that takes several.
func several(steps ...step) step {
	return func(t *testing.T, c caller) {
		t.Helper()
		for _, s := range steps {
			s(t, c)
		}
	}
}
