package emulator_test

var mysqlMetadataClaims = []claim{
	{
		id: "mysql-metadata-names", claim: "The label is the alias, the name is that of the column, and tableName that of its table.",
		source: fixtures, grade: seenEarlier, verdict: same, note: "An expression has no table, and its label for a name.",
		check: transactsMySQL(
			runs("create temporary table t (a int)"),
			describes("select x.a as b, 1 + 1 from t x", `{"label":"b","name":"a","tableName":"t","schemaName":""}`, `{"label":"1 + 1","name":"1 + 1","tableName":""}`)),
	},
	{
		id: "mysql-metadata-boolean", claim: "TINYINT(1) is `BIT`, -7, with the precision 1, as BIT(1) is.",
		source: fixtures, grade: seenEarlier, verdict: same,
		check: transactsMySQL(
			runs("create temporary table t (a tinyint(1), b bit, c bit(6), d tinyint)"),
			describes("select * from t", `{"typeName":"BIT","type":-7,"precision":1,"isSigned":false}`, `{"typeName":"BIT","type":-7,"precision":1}`,
				`{"typeName":"BIT","type":-7,"precision":6}`, `{"typeName":"TINYINT","type":-6,"precision":4,"isSigned":true}`)),
	},
	{
		id: "mysql-metadata-numbers", claim: "Numbers have the names of their types, with UNSIGNED behind, and the precision of the server.",
		source: fixtures, grade: seenEarlier, verdict: same,
		check: transactsMySQL(
			runs("create temporary table t (a int(11) not null, b int(10) unsigned, c bigint(20), d float, e decimal(5,2), f double unsigned)"),
			describes("select * from t",
				`{"typeName":"INT","type":4,"isSigned":true,"nullable":0,"isCaseSensitive":false}`,
				`{"typeName":"INT UNSIGNED","type":4,"precision":10,"isSigned":false,"nullable":1}`,
				`{"typeName":"BIGINT","type":-5,"precision":20}`,
				`{"typeName":"FLOAT","type":7,"precision":12,"scale":31}`,
				`{"typeName":"DECIMAL","type":3,"precision":5,"scale":2,"isCaseSensitive":true}`,
				`{"typeName":"DOUBLE UNSIGNED","type":8,"isSigned":false}`)),
	},
	{
		id: "mysql-metadata-texts", claim: "ENUM and SET are `CHAR`; VARCHAR and TEXT have the precision of their length in characters.",
		source: fixtures, grade: seenEarlier, verdict: same,
		check: transactsMySQL(
			runs("create temporary table t (a enum('x'), b set('x'), c varchar(20), d text, e mediumtext, f varchar(5) collate utf8mb4_bin)"),
			describes("select * from t",
				`{"typeName":"CHAR","type":1}`, `{"typeName":"CHAR","type":1}`, `{"typeName":"VARCHAR","type":12,"precision":20,"isCaseSensitive":false}`,
				`{"typeName":"TEXT","type":-1,"precision":65535}`, `{"typeName":"MEDIUMTEXT","type":-1}`, `{"typeName":"VARCHAR","isCaseSensitive":true}`)),
	},
	{
		id: "mysql-metadata-binaries", claim: "VARBINARY is -3, BLOB -4.",
		source: fixtures, grade: seenEarlier, verdict: same,
		check: transactsMySQL(
			runs("create temporary table t (a varbinary(20), b blob, c binary(2), d tinyblob, e longblob)"),
			describes("select * from t",
				`{"typeName":"VARBINARY","type":-3,"precision":20,"isCaseSensitive":true}`, `{"typeName":"BLOB","type":-4,"precision":65535,"isCaseSensitive":true}`,
				`{"typeName":"BINARY","type":-2,"precision":2}`, `{"typeName":"TINYBLOB","type":-3}`, `{"typeName":"LONGBLOB","type":-4,"precision":2147483647}`)),
	},
	{
		id: "mysql-metadata-dates", claim: "Dates and times have the precision of their text.",
		source: fixtures, grade: seenEarlier, verdict: same,
		check: transactsMySQL(
			runs("create temporary table t (a date, b time, c time(3), d datetime, e datetime(3), f timestamp(6) null, g year)"),
			describes("select * from t",
				`{"typeName":"DATE","type":91,"precision":10,"isSigned":false,"isCaseSensitive":false}`, `{"typeName":"TIME","type":92,"precision":10}`,
				`{"typeName":"TIME","type":92,"precision":14}`, `{"typeName":"DATETIME","type":93,"precision":19}`, `{"typeName":"DATETIME","type":93,"precision":23}`,
				`{"typeName":"TIMESTAMP","type":93,"precision":26}`, `{"typeName":"YEAR","type":91,"precision":4}`)),
	},
	{
		id: "mysql-metadata-key", claim: "isAutoIncrement is true for an AUTO_INCREMENT column.",
		source: fixtures, grade: seenEarlier, verdict: same,
		check: transactsMySQL(
			runs("create temporary table t (id int auto_increment primary key)"),
			describes("select id from t", `{"isAutoIncrement":true,"nullable":0,"isCurrency":false,"arrayBaseColumnType":0}`)),
	},
	{
		id: "mysql-metadata-today", claim: "Is metadata on the current generation the same?",
		verdict: unknown, note: "It is taken to be. Type names alone were seen: `BIGINT UNSIGNED`, `FLOAT`, `DATE`, `DATETIME`, `TIMESTAMP`, `YEAR`.",
		check: callsMySQL(describes("select cast(1 as unsigned)", `{"label":"cast(1 as unsigned)"}`)),
	},
}

var mysqlAnswerClaims = []claim{
	{
		id: "mysql-generated", claim: "An INSERT answers with the id that it has generated.",
		source: calling, grade: documented, verdict: same,
		check: transactsMySQL(
			runs("create temporary table t (id int auto_increment primary key, n int)"),
			answers("/Execute", members{"sql": "insert into t (n) values (7)"}, `{"generatedFields":[{"longValue":1}],"numberOfRecordsUpdated":1}`),
			answers("/Execute", members{"sql": "insert into t (id, n) values (:id, 7)", "parameters": []members{with("id", "isNull", true)}}, `{"generatedFields":[{"longValue":2}],"numberOfRecordsUpdated":1}`)),
	},
	{
		id: "mysql-generated-many", claim: "How many ids does an INSERT of several rows answer with?",
		verdict: unknown, note: "All of an INSERT … VALUES, as Connector/J counts them; the first where a row may count twice, as with ON DUPLICATE KEY UPDATE, and of an INSERT … SELECT, whose ids need not follow each other.",
		check: transactsMySQL(
			runs("create temporary table t (id int auto_increment primary key, n int unique)"),
			answers("/Execute", members{"sql": "insert into t (n) values (1), (2), (3)"}, `{"generatedFields":[{"longValue":1},{"longValue":2},{"longValue":3}],"numberOfRecordsUpdated":3}`),
			answers("/Execute", members{"sql": "insert into t (n) select n + 10 from t where n < 3"}, `{"generatedFields":[{"longValue":4}],"numberOfRecordsUpdated":2}`),
			answers("/Execute", members{"sql": "insert into t (n) values (1) on duplicate key update n = 9"}, `{"generatedFields":[{"longValue":1}],"numberOfRecordsUpdated":2}`)),
	},
	{
		id: "mysql-updated", claim: "UPDATE and DELETE generate nothing and count their rows.",
		source: fixtures, grade: seenEarlier, verdict: same,
		check: transactsMySQL(
			runs("create temporary table t (n int)"), runs("insert into t values (1), (1), (2)"),
			answers("/Execute", members{"sql": "update t set n = 3 where n = 1"}, `{"generatedFields":[],"numberOfRecordsUpdated":2}`),
			answers("/Execute", members{"sql": "delete from t"}, `{"generatedFields":[],"numberOfRecordsUpdated":3}`)),
	},
	{
		id: "mysql-found", claim: "Does UPDATE count the rows that it finds, or those that it changes?",
		verdict: unknown, note: "Those that it finds, as Connector/J and sqlx have it.",
		check: transactsMySQL(runs("create temporary table t (n int)"), runs("insert into t values (1), (2)"), updates("update t set n = 1", 2), updates("update t set n = 1", 2)),
	},
	{
		id: "mysql-batch", claim: "A batch answers with what each set has generated.",
		source: difference, grade: documented, verdict: same,
		check: transactsMySQL(
			runs("create temporary table t (id int auto_increment primary key, n int)"),
			answers("/BatchExecute", members{"sql": "insert into t (n) values (:n)", "parameterSets": [][]members{{with("n", "longValue", 1)}, {with("n", "isNull", true)}}},
				`{"updateResults":[{"generatedFields":[{"longValue":1}]},{"generatedFields":[{"longValue":2}]}]}`),
			answers("/BatchExecute", members{"sql": "insert into t (n) values (1)", "parameterSets": [][]members{{}}}, `{"updateResults":[{"generatedFields":[{"longValue":3}]}]}`),
			answers("/BatchExecute", members{"sql": "insert into t (n) values (1)"}, `{"updateResults":[]}`)),
	},
	{
		id: "mysql-batch-atomic", claim: "Is a batch outside a transaction atomic?",
		verdict: unknown, note: "No: every set commits by itself, and those before the one that fails stay.",
		check: checkMySQLBatch,
	},
	{
		id: "mysql-json", claim: "formatRecordsAs JSON gives one document.",
		source: jsonPage, grade: documented, verdict: same,
		check: callsMySQL(
			formats("select 1 as a, 10e0 as b, 1.50 as c, null as d, x'00ff' as e, 'é' as f", `[{"a":1,"b":10.0,"c":"1.50","d":null,"e":"AP8=","f":"é"}]`),
			formats("select 4+7, count(*) from dual", `[{"4+7":11,"count(*)":1}]`)),
	},
	{
		id: "mysql-options", claim: "decimalReturnType and longReturnType change what decimals and longs are.",
		source: operations, grade: documented, verdict: same, note: "TINYINT(1) and YEAR are no longs.",
		check: transactsMySQL(
			runs("create temporary table t (a tinyint(1), b year, c int, d decimal(5,2))"), runs("insert into t values (1, 2021, 7, 1.50)"),
			givesWith(members{"longReturnType": "STRING", "decimalReturnType": "DOUBLE_OR_LONG"}, "select * from t",
				`{"booleanValue":true},{"stringValue":"2021"},{"stringValue":"7"},{"doubleValue":1.5}`)),
	},
}
