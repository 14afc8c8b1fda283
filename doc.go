// Package auroradataapi is a database/sql driver for Amazon Aurora over the RDS
// Data API: SQL over HTTPS with IAM, without a network path to the cluster.
// It speaks to Aurora PostgreSQL and Aurora MySQL (Serverless v2 and provisioned).
//
// A program written for pgx's database/sql driver, for lib/pq (see "Code for lib/pq")
// or for go-sql-driver/mysql runs on it after changing the driver's name and the data
// source name: values, column types, errors and SQLSTATEs are those that the native
// driver gives, but for what is said here. What is said of statements, results,
// transactions and errors is about PostgreSQL and pgx unless it names another; what is
// otherwise on MySQL is in the last sections, "MySQL" and "Sessions of MySQL".
//
// # Opening
//
// Import the package and open a database by URL,
//
//	db, err := sql.Open("auroradataapi", "postgresql+auroradataapi:///postgres"+
//		"?aurora_cluster_arn=arn:aws:rds:…&secret_arn=arn:aws:secretsmanager:…")
//
// or by the driver's name "postgresql+auroradataapi" and a URL or key=value
// settings (see [ParseDSN]), or from a [Config] with [NewConnector] and
// [sql.OpenDB]. For Aurora MySQL it is mysql in place of postgresql. User,
// password, host and port of a URL are accepted and ignored. Opening makes no
// call; the AWS configuration is loaded with the first connection.
//
// The keys of a DSN, and the environment variables that stand in for those that
// are missing:
//
//	aurora_cluster_arn      AURORA_CLUSTER_ARN ARN of the cluster
//	secret_arn              AURORA_SECRET_ARN  ARN or name of the secret
//	database                                   database; the path of a URL
//	region                                     AWS region; default: the cluster's
//	profile                                    profile of the AWS configuration
//	endpoint                                   URL of the Data API, for an emulator
//	resume_timeout                             wait for a paused cluster: 90s, off; default 1m
//	default_query_exec_mode                    describe (default), exec or simple; PostgreSQL
//	describe_quietly                           true or false (default), see below; PostgreSQL
//	streaming                                  auto (default), always or never, see Large results
//	transaction_keep_alive                     true or false (default), see Transactions
//	resolve_commits                            true or false (default), see Exactly once; PostgreSQL
//	cancel_statements                          true or false (default), see Cancellation; PostgreSQL
//	compat                                     pgx (default) or pq, see Code for lib/pq; PostgreSQL
//	parse_time                                 true (default) or false, see MySQL
//	loc                                        time zone of dates; default UTC, see MySQL
//
// Credentials, proxies, certificates and endpoints (AWS_ENDPOINT_URL_RDS_DATA)
// are the AWS SDK's business. IAM must allow the rds-data actions on the
// cluster and secretsmanager:GetSecretValue on the secret.
//
// A Lambda function gets its credentials from the environment. Built with the
// tag auroradataapi.env,
//
//	go build -tags lambda.norpc,auroradataapi.env
//
// it does without the SDK's package config, which loads shared files and knows
// all other sources of credentials: 2.2 MB less, and a millisecond less to
// start. Endpoints of the environment count as ever; what such a program does
// not read, such as a profile or AWS_CA_BUNDLE, is an error when it is set. A
// [Config] with an AWSConfig or a Client works with the tag like without.
//
// # Statements and arguments
//
// Placeholders are $1, $2, …, which may be repeated and come in any order, or
// :name with arguments from [sql.Named]; one statement uses one kind. A string,
// a comment, a dollar-quoted body, a cast (::) and a slice ([1:2]) are read as
// PostgreSQL reads them, and sent so that the service's own scanner, which
// replaces :b in $$a :b$$, leaves them alone.
//
// A text may have several statements, which are run in order and in one
// transaction, but for BEGIN, COMMIT and ROLLBACK among them, as with
// PostgreSQL's simple protocol: the service takes one statement in a call. Exec
// returns the result of the last; Query returns the result sets, for
// NextResultSet, of those that have rows. Such a text takes no arguments,
// except in mode simple.
//
// Block comments in front of a statement and behind it are sent, so that the server
// shows what tools such as sqlcommenter write there, and nothing is asked anew of a
// text of which they alone are others. Left out are those that the service's scanner
// might misread, and all other comments.
//
// The service binds an argument with a type of its own choice, a string as text
// for example, where a native driver lets the server infer the type. There are
// three ways around that, the modes of default_query_exec_mode
// ([QueryExecMode]):
//
//	describe  asks the server for the types, once for each SQL text; the default
//	simple    writes the arguments into the text, of which the server infers types
//	exec      takes the types from the Go types of the arguments
//
// Use describe unless calls count for more: what works with pgx works with it.
// Use simple for a program that runs each text but once and must not make
// another call: it is pgx's simple protocol, and works nearly as often. Use
// exec for SQL that has a cast wherever one is needed. A pgx.QueryExecMode in
// front of the arguments chooses for one statement, as with pgx, and a
// pgx.NamedArgs there puts its values in place of @name.
//
// In mode describe every value goes as pgx sends it to the type that the server
// infers, with a cast: a string is the type's text, whatever the type (uuid, an
// enum, jsonb, interval, …), a slice an array or JSON, a map or a struct JSON,
// a time.Time the instant in a timestamptz and the wall clock of its location
// in a timestamp, and NULL has the type too. What pgx refuses is an error that
// names the argument and the types. Pointers are followed, a driver.Valuer is
// asked for its value.
//
// That costs one call more when a connector meets a statement with arguments
// for the first time, two in a transaction, and none afterwards; what it costs
// the server is a line of level ERROR with SQLSTATE ADA01 in its log, since
// outside a transaction the answer can come back only as an error. With
// describe_quietly=true, and for a text that has no room in that question,
// there are four calls more and no such line. The types of 1024 texts are
// remembered, without comments around them, apart for each search path and role
// that SET gave (one that a function gave in a larger query goes unnoticed).
// They are forgotten when a CREATE, ALTER or DROP goes through the connector.
// When types have changed otherwise, then what fails for it outside a
// transaction is described and run once more, having had no effect; in a
// transaction it is an error, and the next time the driver asks again. Prepare
// asks as well, so that it finds errors; in the other modes it makes no call.
// [Connector.SaveDescriptions] and [Connector.LoadDescriptions] carry what is
// remembered to another process, such as a Lambda function that starts.
//
// In mode simple each argument becomes the constant that pgx's simple protocol
// makes of it: NULL, or a text in quotes without a type. Hence a []byte is the
// text of a bytea, and a map or a struct is an error: pass the result of
// json.Marshal. Text and arguments have room for 65,536 characters together
// ([ErrRequestTooLarge]), and a text of several statements may have arguments.
// What logs statements, such as the server's log, has the values in it. In mode
// describe CALL, EXPLAIN, DECLARE and CREATE TABLE AS get their arguments in
// this way too, as long as there is room: they cannot be described.
//
// In mode exec, and for the rest of what cannot be described in mode describe,
// the types follow from the Go types alone, never from what a string contains:
//
//	bool                       bool
//	int, int8, int64, uint…    int8; numeric above the greatest int64
//	int16                      int2
//	int32                      int4
//	float64                    float8
//	float32                    float4
//	string                     text
//	[]byte                     bytea
//	json.RawMessage            json
//	time.Time                  timestamptz, cut off to microseconds
//	time.Duration              interval
//	[16]byte                   uuid
//	net.IP, netip.Addr         inet
//	netip.Prefix               cidr
//	big.Int                    numeric
//	[]string, […]              text[], and so on for slices of the other types
//	nil, nil pointers          NULL, and so are the zero netip.Addr and netip.Prefix
//
// A named type counts as its underlying type. Where PostgreSQL wants another
// type and does not convert by itself, a cast in the SQL text says so:
//
//	db.QueryRow("select name from users where id = $1::uuid", id)
//
// These types can make a difference without an error: a time.Time in a column
// without a time zone is the wall clock in UTC, since the service's sessions
// are in UTC; a []byte in a text column becomes its hexadecimal form; a float64
// in an integer column is rounded and not cut off; and a float64 compared with
// a float4 column is compared as float8.
//
// The service makes a parameter of its own of each occurrence of a placeholder.
// Where PostgreSQL must see that two expressions are the same (GROUP BY, or
// ORDER BY with DISTINCT), an argument that occurs more than once is therefore
// sent as a constant with its type, in every mode. One that has no room in the
// text is not, and then the server may say 42803.
//
// The service takes a text of 65,536 characters. A longer one without arguments
// goes as a parameter that the server executes: rows and lists that a program has
// written into an INSERT, UPDATE, DELETE, MERGE or a query, up to 4 MiB. That takes
// five calls with a transaction of the driver's own, and three or four in one of the
// program's; what it returns is read at once, and so at most 1 MiB, and a type
// that the service refuses is an error. Positions of errors are lost. On MySQL it is
// INSERT, REPLACE, UPDATE and DELETE that go so.
//
// # Results
//
// Scanned into an any, values are bool, int64, float64, string, []byte (bytea,
// json, jsonb, xml), time.Time (date, timestamp, timestamptz) or nil; a numeric
// is a string and never went through a float; an array is PostgreSQL's text of
// it, for the array scanners of pgtype or lib/pq. Two things differ from
// pgx/stdlib: a timestamptz is in UTC instead of the local time zone, and a
// type that pgx calls by its OID has its name in ColumnType.DatabaseTypeName.
// The service writes json and jsonb anew, without white space; a number in them
// that is beyond a double is an error, and one with more digits may lose some.
// Cast to text what must stay as it is.
//
// The service refuses
// types such as interval, money, xml, point, hstore and composites, arrays of
// more than one dimension and infinite dates. These the driver has PostgreSQL
// cast to text, and makes of the text what pgx gives; the columns are described
// as those that they are. A query is run as it is and, if it is refused, once
// more with the columns cast that are concerned: two calls more the first time,
// none afterwards. A statement that modifies rows and returns some runs only
// once. Therefore the driver asks for its columns before, which is one call
// more the first time, or none if its arguments are described and the server is
// PostgreSQL 16 or later. Statements that have no arguments, and differ in what
// does not concern the columns, such as the values of an INSERT, share the answer.
//
// Where it cannot be helped, the error matches [ErrUnsupportedResult] and names
// column, type and cast to write: in a statement that modifies rows without
// having been described (in the modes exec and simple, or because a value is
// refused and not a type), in a query that calls a function which might do
// something, and in what is no query (FETCH, CALL, EXPLAIN). The next time such
// a query or statement runs, its columns are cast. In an array that was not
// cast, bounds other than 1 are lost.
//
// # Large results
//
// The service refuses a result above 1 MiB. A query that only reads, and calls no
// function that may do something (see "Statements with effects"), is then read from
// a cursor, page by page: SELECT, WITH, VALUES and TABLE, with arguments or
// prepared, in a text of several statements, with FOR UPDATE; and so are SHOW and
// EXPLAIN without ANALYZE. Results have any size, and so have rows. What the rows
// are is fixed when the query begins, whatever is written while they are read. Two
// pages of 1 MiB each are held in memory, that which is read and one fetched ahead;
// of a row above 1 MiB it is all of it, and in that json keeps its white space.
//
// In a transaction the cursor is in that, and other statements may run between the
// rows. Outside of one it is in a transaction of the driver's own, with the
// connection's settings, that is kept alive as long as the rows are open and rolled
// back behind them. So close rows that are not read to their end. A Commit or a
// ROLLBACK TO before the end is an error of the rows behind the page at hand.
//
// A result that fits takes one call as ever. A larger one takes, the first time,
// the call that is refused, then begin (and settings), DECLARE, one FETCH for each
// page and a rollback that nobody waits for; from then on the SQL text is known to
// be large, and the first call and the search for the size of a page are saved. A
// page that was too large after all costs two calls, a row above 1 MiB two and one
// for each megabyte. Exec does not fetch rows: the server counts them.
//
// Config.Streaming, or a [Streaming] in front of the arguments of a query, says
// that every query is read in this way, or none. A result that is not read so is
// the error [ErrResultTooLarge]. A text of several statements that has large
// results is committed when all of them are read or closed.
//
// # Statements with effects
//
// INSERT, UPDATE, DELETE and MERGE with RETURNING, WITH that modifies, and SELECT of
// functions that may do something cannot be run again when their result turns out
// to be too large. Where it may be, they are sent as part of a query that looks at
// the result first. Outside a transaction they fail if it is too large, before
// anything has happened, and run again in a transaction of the driver's own; so
// does a query of functions the first time, since what a function does is not
// always undone. In a transaction the server keeps the rows. They are read page by
// page in any case, of any number and size, and Exec counts them. The server's log
// has an ERROR line for the statement that failed, with the driver's name in it.
//
// Such a statement runs once and to its end, however much of its rows is read. The
// transaction of the driver's own is committed when they have been read or are
// closed: an error of the commit is that of [database/sql.Rows.Err] or Close. If the
// context ends before, it is rolled back.
//
// A query may have effects that its text does not show: through a view, an operator,
// a function written as t.f or one with the name of a harmless one. So what is run
// once more outside a transaction may only read. The first time the result of such a
// query is too large, or of a type that the service refuses, is an error that is
// [ErrOutcomeUnknown]; after that it is a statement with effects. In a transaction it
// runs twice then.
//
// What certainly returns little is sent as it is: INSERT of given rows, SELECT of
// nextval and of other functions that return one value. If that is too large all
// the same, and for CALL, EXECUTE and FETCH, ErrResultTooLarge says that the
// statement has run; outside a transaction it is [ErrOutcomeUnknown] too. The
// server tells which functions are volatile, with the types of arguments; declare
// as STABLE or IMMUTABLE what does nothing, and calls of it are queries that only
// read.
//
// # Bulk
//
// [CopyFrom] writes rows into a table, as pgx's does with the protocol's COPY,
// and [ExecBatch] runs a statement for many sets of arguments. Both work on a
// [sql.DB], [sql.Conn] and [sql.Tx], and take an [iter.Seq], of which they hold
// no more than the requests under way:
//
//	rows := func(yield func([]any) bool) {
//		for scanner.Scan() && yield([]any{scanner.Text()}) {
//		}
//	}
//	n, err := auroradataapi.CopyFrom(ctx, db, []string{"lines"}, []string{"line"}, rows,
//		&auroradataapi.BulkOptions{SourceErr: scanner.Err})
//
// Rows travel as one array for each column, in as few requests of 4 MiB as they
// have room in, and in one transaction: all are written or none. [BulkOptions]
// says how to commit each request by itself, with several under way at once, how
// to be told of progress, and how to get generated keys. Whatever the mode of
// arguments, the server is asked for the types, once for each text, so that what
// is stored is what INSERT … VALUES ($1, …) would store. As by that, a column
// GENERATED ALWAYS is not written: ExecBatch takes an INSERT … OVERRIDING SYSTEM
// VALUE.
//
// ExecBatch inserts all sets of INSERT … VALUES ($1, …) like CopyFrom, so that
// constraints are checked at the end of each request. Any other statement runs
// in a block of PL/pgSQL, one set after the other, which takes three calls for
// each request; the rows travel in settings of the transaction. It is not the
// service's BatchExecuteStatement, which tells neither how many rows were
// affected nor which set an error is about, and of which it is not known whether
// it is atomic.
//
// An error names the row ([BulkError]). The driver finds that of an INSERT by
// inserting parts of the request again in a transaction that it rolls back, some
// 35 calls for 10,000 rows; sequences advance, and what triggers do outside of
// the database they do again.
//
// An INSERT of many rows in one statement, VALUES ($1, $2), ($3, $4), …, as the
// mappers of objects write it, is sent in the same way in mode describe if it has
// 16 placeholders or more and nothing but placeholders in its rows: its text then
// has no limit but PostgreSQL's, 65,535 arguments.
//
// COPY … FROM STDIN works as with lib/pq, prepared in a transaction of PostgreSQL
// and executed with the values of each row, and without any at the end. Rows are
// sent as arrays whenever a request is full; a value goes as its text, whatever its
// column is, []byte as the hex of a bytea. Until the end the connection takes
// nothing else, and the transaction is not committed. An error names all rows of
// its request, and no option of COPY is taken but NULL and FORMAT text.
//
// On MySQL, rows travel as one document of JSON, of which JSON_TABLE makes rows
// again; numbers, text and bytes stay what they are, so that what is stored is what
// a statement for each row would store. What differs from PostgreSQL:
//
//   - The server is asked nothing. A value of another kind than those before it in
//     its column, such as a string after a number, begins a new request.
//   - Keys are returned of the AUTO_INCREMENT column alone, and the rows go as
//     VALUES then, of which a request takes some thousands.
//   - ExecBatch does the same for all sets of INSERT and REPLACE … VALUES (?, …),
//     with IGNORE and ON DUPLICATE KEY UPDATE too. Any other statement goes to
//     BatchExecuteStatement, in a transaction, which does not tell how many rows
//     were affected: ExecBatch returns -1. With BulkOptions.Affected the sets run
//     one by one, a call for each, and are counted.
//   - After an error in a transaction of the program's the rows are taken back, and
//     the transaction goes on; the row is named there as well.
//   - Where sql_mode is not strict, NULL for a column that is NOT NULL becomes the
//     default value of its type, as in any INSERT of many rows.
//
// An INSERT of many rows whose text is too long for the service is sent as a
// document if none of them is given a key; programs count keys up from the first,
// and in that form they might not follow one another: ErrRequestTooLarge.
//
// # Transactions
//
// BeginTx begins a transaction of the service, with isolation level and access
// mode; so does BEGIN as text on a [sql.Conn], whose driver connection (Raw) has the
// method TxStatus() byte of pgconn.PgConn. In it, savepoints, SET LOCAL,
// temporary tables, PREPARE and cursors work. Outside of one, every statement
// is committed on its own, and the service forgets the session after each.
//
// What cannot work is an error that says what to do instead:
//
//	PREPARE TRANSACTION
//		a prepared transaction outlives the service's own, which could no longer
//		end it: use COMMIT
//	LISTEN
//		the Data API cannot deliver notifications: poll a table, or listen on a
//		direct connection
//	COPY
//		the Data API has no COPY protocol: read with SELECT; write with
//		auroradataapi.CopyFrom or ExecBatch, or with the aws_s3 extension
//	PREPARE, outside a transaction
//		a prepared statement is forgotten after the call: use Prepare of
//		database/sql, or PREPARE in a transaction (BeginTx)
//	temporary objects, DECLARE … WITH HOLD, LOAD, outside a transaction
//		what it leaves in the session is forgotten after the call: use it in a
//		transaction (BeginTx)
//
// The service rolls back a transaction that was not used for three minutes
// ([ErrTransactionNotFound]). Commit after a failed statement asks first
// whether the transaction is still alive, and returns [ErrTxCommitRollback] if
// not. After a statement other than a query whose outcome is unknown it rolls
// back and returns the same, unless ROLLBACK TO has undone the statement. With
// transaction_keep_alive=true an idle transaction is used every two minutes, so
// that it lives up to the service's other limit, 24 hours.
//
// # Session locks
//
// An advisory lock of the session, such as pg_advisory_lock takes for migration
// tools, belongs to the connection, as natively: to a [sql.Conn], or to
// whichever connection of the pool ran the statement. Unlocking, DISCARD ALL
// and closing the connection give it back. It lives in a transaction that the
// driver keeps beside those of the program, so that these run as always under
// it, also those that cannot run in a transaction. A wait for a lock lasts as
// long as its context lets it. What is to be known:
//
//   - The first lock takes five calls, a further one two; while a lock is held,
//     each statement outside a transaction, and each commit, takes one more,
//     which checks that the lock is still there.
//   - If it is not, because the server was restarted or the lock is 24 hours
//     old, nothing runs: the error matches [ErrSessionLockLost], and the
//     connection is discarded. So it is when the context of a statement about
//     locks ends while that runs.
//   - A statement that takes a lock can have no other effect: INSERT … WHERE
//     pg_try_advisory_lock(1) is an error, 25006. Functions with xact in their
//     name, for transactions, do not know the locks of the session of the same
//     connection, and would wait for them.
//   - The functions are found in the text of the statement, outside of strings:
//     a lock that a function or a DO block of the program's takes is lost after
//     it.
//   - In a transaction of the program's such a lock ends with that transaction,
//     unless the connection held one before.
//   - A program that dies keeps its locks for three minutes.
//
// # Settings
//
// What SET and RESET do holds for the connection, as with a native driver: also
// when it goes back to the pool, and from a transaction if that is committed.
// The driver remembers it and sets it again in front of what comes later. The
// same goes for SET ROLE, SET SESSION AUTHORIZATION, SET SESSION
// CHARACTERISTICS, and for set_config(name, value, false) that is a column of a
// SELECT without a FROM or another clause. It has a price: as long as something is set on a connection, each
// statement outside a transaction takes four calls instead of one, and each
// transaction one more. What programs need always is better set for good (ALTER
// ROLE … SET, ALTER DATABASE … SET), and what they need for some statements
// with SET LOCAL in a transaction.
//
// A statement that cannot run in a transaction, such as CREATE INDEX
// CONCURRENTLY, VACUUM or CREATE DATABASE, runs without the settings, with a
// warning to the [Config]'s Logger; with search_path, a role or a session
// authorization set it is an error if its meaning depends on that: RESET it
// first. A procedure that commits (CALL) fails with SQLSTATE 2D000 as long as
// something is set. The driver does not see settings that functions make, nor
// set_config in a larger query: they end with the call or the transaction. A
// setting of a program's own (app.user) that was RESET is unknown again, where
// PostgreSQL remembers it with an empty value. standard_conforming_strings
// cannot be off but for a transaction (SET LOCAL).
//
// # Errors
//
// What the service or the database says is an [*Error], with the fields of
// pgx's PgError as far as the service passes them on: it leaves out Detail for
// constraint violations, for example. Conditions are tested with errors.Is.
// Code that asks errors.As for a *pgconn.PgError or a *pq.Error finds one in
// it, filled as far as the service goes (see [Error.As]); as JSON it has pgx's
// keys.
//
// # Exactly once
//
// A call is sent again in two cases only. It certainly has not run: the cluster
// was paused, the service throttled, or the request did not get out as a whole.
// Or running it twice cannot matter: a query outside a transaction that only
// reads and calls none but well-known functions of the database, of which the
// answer was lost, is sent up to three times. (What a view, an operator or a
// function written as t.f does is not looked into; in a transaction no
// statement is sent again.) In all other cases, if the answer is lost, the
// service fails or the database server goes down, the error matches
// [ErrOutcomeUnknown].
//
// A lost COMMIT is sent again, since the service says whether the transaction
// is still open; if it is not, nobody knows how it ended. With
// resolve_commits=true PostgreSQL is asked, by the transaction's number
// (pg_xact_status): Commit then returns nil, or [ErrTxCommitRollback] if the
// transaction was rolled back. That takes up to a minute more, and one call more
// before the commit of each transaction in which a statement may have changed
// something. It stays unknown if the server does not answer in that time, has
// forgotten the number, which it does after many millions of transactions, or is
// another one: after a failover to another region or a restore, numbers mean
// nothing. A statement outside a transaction has no number to ask for: what must
// be resolved goes into a transaction.
//
// [RunTx] runs a transaction and, if nothing of it was committed for certain,
// runs it again: after conflicts with others (SQLSTATE 40001 and 40P01; errors 1213
// and 1205 of MySQL), while the cluster resumes or the service throttles, and after a
// lost connection.
//
// # Cancellation
//
// If the context of a statement ends, the caller gets its error at once, and the
// statement runs on: the service has no operation to cancel one, and stops it
// after 45 seconds itself. With cancel_statements=true the driver has PostgreSQL
// cancel it (pg_cancel_backend), in a call of its own that nobody waits for but
// [Connector.Close]. The statement is found by a mark, a comment with a random
// number that each statement then has in front, unless it has no room for 44
// more characters; one that has ended meanwhile is not found, so that no other
// is canceled in its place (but for the moment between looking and signaling,
// which PostgreSQL's own protocol has too). The database user needs no privilege
// for this. That the service leaves comments in what it gives to the server is
// known; that the server then shows them in pg_stat_activity is PostgreSQL's
// way, and was not tried on the service. The error matches [ErrOutcomeUnknown]
// as ever: the statement may have been done before it was canceled.
//
// # Code for lib/pq
//
// With compat=pq ([CompatPQ]) code that was written for github.com/lib/pq runs as
// it is, where without it pgx is the measure:
//
//   - A value is a []byte, of the same text, for each type that has no Go type of
//     its own: numeric, uuid, interval, enums, arrays and the rest; only text,
//     varchar and char are strings. A time or timetz is a time.Time on the first
//     day of the year 0. A timestamptz is in the zone that SET TIME ZONE gave the
//     connection, else in UTC. A float4 is what its text reads as, 1.1.
//     ColumnType has lib/pq's answers.
//   - An argument goes as its text, whatever the type: 1 and true for a text
//     column, bytes as the text of a uuid; only for a bytea are string and []byte
//     its octets. A slice is an array. What lib/pq refuses, such as [16]byte, a map
//     or a big.Int, is refused.
//   - An error of the database reads "pq: … (23505)" and names the column or the
//     line in the text; a Commit in a transaction that has failed matches
//     pq.ErrInFailedTransaction by errors.Is. errors.As finds a *pq.Error with and
//     without compat.
//
// What remains to be done is err.(*pq.Error), of which errors.As is the form that
// works. Three things cannot be as with lib/pq: an instant is in UTC where the zone
// comes from the database, the role or SET LOCAL, or has a name that Go does not
// know; a statement whose context has ended has the context's error and not
// SQLSTATE 57014, since nobody knows whether it has run; and infinity is []byte
// also after pq.EnableInfinityTs.
//
// # MySQL
//
// A URL with the scheme mysql+auroradataapi, the driver of that name, or a [Config]
// with EngineMySQL opens a database of Aurora MySQL:
//
//	db, err := sql.Open("auroradataapi", "mysql+auroradataapi:///orders"+
//		"?aurora_cluster_arn=arn:aws:rds:…&secret_arn=arn:aws:secretsmanager:…")
//
// The measure is go-sql-driver/mysql with parseTime=true and loc=UTC, which the
// options parse_time and loc change. The options default_query_exec_mode,
// describe_quietly, resolve_commits and cancel_statements are for PostgreSQL: with
// MySQL they are an error. Placeholders are ? or, with [sql.Named], :name.
// Arguments are converted and refused as there: an integer or a bool goes as a
// number, a time.Time as text in loc, a []byte as characters if it is UTF-8 and as
// bytes if not, and a slice, a map or a struct is an error. MySQL converts them to
// what it needs, so that no types are asked for. Prepare has the server prepare the
// statement, once for each SQL text, and runs nothing.
//
// Values are those of the text protocol for a statement without arguments and of the
// binary protocol for one that was prepared or has arguments, which differ for BIGINT
// UNSIGNED alone: uint64 there, and here int64 or, above its range, digits. Some
// values the service returns in part or not at all: of BIT and TINYINT(1) only
// whether they are 0, no zero dates, no TIME below 0 or above 24 hours, no GEOMETRY, no
// BIGINT UNSIGNED above the range of int64. A query with such columns that only reads
// is run once more, as a part of a query that casts them to bytes, and from then on at
// once; it may call no functions but MySQL's own. Of other statements, such as CALL,
// a TINYINT(1) and a BIT(1) are 0 or 1, and a BIT of more bits is an error. ENUM and
// SET are called CHAR.
//
// A result above 1 MiB (see "Large results") is copied into a temporary table and
// read from there, page by page; a query that calls no functions but MySQL's own is
// run again for that, outside of a transaction in one of the driver's own, at READ
// COMMITTED, where the copy is a snapshot and locks nothing. It takes the privilege CREATE
// TEMPORARY TABLES, a database, and room for the result at the server. A query that may
// have effects is not run again: it fails with ErrResultTooLarge, once, and its text is
// copied from then on, which runs it once.
//
// In a transaction of the program's the copy of a query with ORDER BY reads what is
// committed and locks it, as MySQL's INSERT … SELECT does, unless the transaction is
// READ COMMITTED; a query without, and without GROUP_CONCAT, goes into a variable of the
// session, which sees the transaction's snapshot, as long as there is room in
// max_allowed_packet; there group_concat_max_len does not cut off what a view
// concatenates. After SET sql_select_limit a large result is an error. A
// transaction that is read only has no temporary tables: there a large result with
// ORDER BY is an error. So is one that has an ORDER BY and more columns than a row of
// InnoDB, which is about 180 of characters.
//
// LastInsertId is the first key that an INSERT has generated. RowsAffected counts the
// rows that the service counts, which are thought to be those that an UPDATE has found,
// as with clientFoundRows=true, and not only those that it has changed.
//
// The statements of a text are run one by one, and not in a transaction of their own.
// If one fails, those before it have taken effect, and Query gives their results
// before NextResultSet fails. Of a procedure that returns several results, CALL gives
// one, the first as far as is known.
//
// An error of the database reads as in go-sql-driver/mysql, "Error 1062 (23000):
// Duplicate entry …", has [Error.Number], and errors.As finds a *mysql.MySQLError in
// it. SQL texts are read in MySQL's default sql_mode: a backslash escapes, and double
// quotes are those of strings.
//
// # Sessions of MySQL
//
// A connection remembers what a session of MySQL does: SET of system and of user
// variables, SET NAMES, SET ROLE, SET TRANSACTION for the next transaction and
// for all, USE, autocommit. As natively, that stays when a transaction is rolled
// back. A variable that gets the value of an expression (SET @a = NOW(), SELECT
// … INTO @a, @a := …, CALL p(@a)) is read in the same session, with its type and
// collation, which takes four calls outside a transaction. As long as something
// is set, a statement outside a transaction takes four calls; a system variable
// that is set back, as in SET FOREIGN_KEY_CHECKS = 1, counts as not set, for
// which the driver asks once what its value is in a session that begins.
//
// A statement that commits by itself (CREATE TABLE and the rest of MySQL's list)
// has the driver commit the transaction first; then it runs outside of one, as
// do those behind it, and Commit and Rollback have nothing left to do. As
// natively, a syntax error commits nothing: the server reads the text before. A
// temporary table is gone when its transaction is over, also in this way: DROP
// TABLE still finds it, and any other statement that commits and is about it is
// an error, lest it finds another table of that name.
// BEGIN in a transaction commits it, and AND CHAIN works anywhere. An error of
// a statement leaves the transaction as it is, but for a deadlock (1213), by
// which the database rolls it back: then what follows in it is an error, where
// a native driver would run it outside of any transaction, and Commit returns
// [ErrTxCommitRollback]. Isolation levels are those of go-sql-driver/mysql. If
// the service's BeginTransaction leaves no room for SET TRANSACTION, they take
// three calls instead of one, since another transaction begins in its session.
//
// LAST_INSERT_ID() returns what the last INSERT of the connection has generated,
// for which it takes four calls outside a transaction. An INSERT with a value of
// its own for such a column changes it as well, which it does not natively. What
// GET_LOCK takes lives in a transaction beside the program's, as described for
// session locks, and outlives the program's, as natively. A wait of more than 40
// seconds is made of several. A lock that is taken among other things (SELECT
// GET_LOCK('a', 1) + 1) counts as held until RELEASE_ALL_LOCKS() or the end of
// the connection. CONNECTION_ID() is that of the service's session.
//
// What cannot work over MySQL is an error, too:
//
//	LOCK TABLES
//		it ends the service's transaction, and the session that would keep its
//		locks: use SELECT … FOR UPDATE in a transaction, or GET_LOCK; leave it
//		out of a dump (mysqldump --skip-add-locks)
//	FLUSH TABLES … WITH READ LOCK
//		no session would keep its lock: read in a transaction at REPEATABLE READ
//	LOAD DATA LOCAL
//		the Data API cannot send a file: write with auroradataapi.CopyFrom or
//		ExecBatch, or use LOAD DATA FROM S3
//	XA START, END, PREPARE
//		the service's transaction is none that XA can prepare: use BeginTx and
//		COMMIT
//	COMMIT RELEASE, ROLLBACK RELEASE
//		the service keeps no session that could end: leave RELEASE out, or close
//		the connection
//	SET … GET_LOCK
//		the service keeps a lock only in a transaction of the driver's: take it
//		by a SELECT of its own
//	PREPARE, EXECUTE, DEALLOCATE PREPARE, outside a transaction
//		a prepared statement is forgotten after the call: use Prepare of
//		database/sql, or PREPARE in a transaction (BeginTx)
//	CREATE TEMPORARY TABLE, outside a transaction
//		the table is forgotten after the call: make it in a transaction
//		(BeginTx) that also uses it
//	HANDLER, outside a transaction
//		an open table is forgotten after the call: use it in a transaction
//		(BeginTx), or SELECT
//	SHOW WARNINGS, SHOW ERRORS, GET DIAGNOSTICS, FOUND_ROWS(), ROW_COUNT(), outside a transaction
//		what a statement leaves behind is forgotten after the call: ask in the
//		same transaction (BeginTx), or use RowsAffected
//
// # Concurrency
//
// A [Connector], like the [sql.DB] on it, may be used by several goroutines at
// once; so may an [*Error] and a [Config], which nothing changes.
//
// Up to 256 HTTP connections are kept for calls to come, for 90 seconds, where
// the AWS SDK keeps ten; an HTTP client of the program's own keeps what it is
// made for.
package auroradataapi
