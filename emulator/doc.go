// Package emulator is the RDS Data API of Amazon Aurora on this machine, over a
// real PostgreSQL or MySQL server: the same requests, answers, errors and limits, so that
// what passes here passes on AWS. Programs reach it by setting the endpoint of
// any AWS SDK, the AWS command line or the driver.
//
// # Running
//
// In a test RunT gives a fresh database of its own, ready to be used through the
// driver:
//
//	db := emulator.RunT(t, &emulator.Fixture{SQL: "create table stock (item text, pieces int)"}).DB
//
// For clusters of one's own the zero Server runs. In a test:
//
//	s := emulator.StartT(t, &emulator.Server{})
//	client := rdsdata.New(rdsdata.Options{BaseEndpoint: aws.String(s.URL()), ...})
//	... ResourceArn: s.ClusterARN("local"), SecretArn: s.SecretARN("rds-db-credentials/local") ...
//
// Elsewhere Start and Close do the same, and Environ gives the environment for
// other programs. A server is also an http.Handler.
//
// A cluster of MySQL is one whose Engine is MySQL, and a server may have clusters
// of both engines:
//
//	s := emulator.StartT(t, &emulator.Server{Clusters: []emulator.Cluster{{ID: "local", Engine: emulator.MySQL}}})
//
// The database comes from where Cluster says: a DSN, or else a private server made
// of the programs on the machine, which is reached by a unix socket only and is
// gone when the process is. For MySQL that is MySQL, or else MariaDB; what MariaDB
// lacks is in docs/fidelity.md. Calls log in with the user and password of the
// secret they name. A private server has one user, that of the first secret;
// create others by SQL.
//
// # What it emulates
//
// The generation of the service that Aurora Serverless v2 and provisioned
// clusters have: ExecuteStatement, BatchExecuteStatement, BeginTransaction,
// CommitTransaction and RollbackTransaction. ExecuteSql is refused, as the service
// refuses it.
//
// RDS, Secrets Manager and STS answer at the same address, as far as an account is
// set up with them: clusters that are created are servers of their own, endpoints
// are enabled and disabled, secrets are made and changed, and calls see it at
// once. Server.DataDir keeps all of it for the next start.
//
// A [Cluster] of the [Personality] V1 is answered for as Aurora Serverless v1 was,
// the older generation, which AWS has retired.
//
// It is strict. Placeholders are found by the service's own weak scanner, which
// takes :b in $$a :b c$$ for one. A string is bound as text, not as something
// unknown, so that a uuid column refuses it. A result above 1 MiB, a request
// above 4 MiB, a second statement, the schema parameter, arrays as parameters
// and most of PostgreSQL's types as results are refused. Nothing lasts from call
// to call outside a transaction. In one, a second call at the same time is
// refused, and three minutes without a call, or 24 hours, end it. A statement is
// cancelled after 45 seconds, or with continueAfterTimeout left running.
//
// # Access
//
// Without more, a server answers the programs of its own machine, whatever they
// sign with. With Server.Credentials requests have to be signed, and each key may
// do what its policies allow:
//
//	Credentials: []emulator.Credential{{AccessKeyID: "AKIDAPP", SecretAccessKey: "…", Policies: []string{"AmazonRDSDataFullAccess"}}}
//
// Signatures are dated by Server.Clock and good for five minutes; a ManualClock
// has to show the time of the clients. Server.TLS has the port speak HTTPS, and
// Server.AllowRemote opens it to other machines.
//
// # What is known and what is not
//
// The service has no public specification. Comments in the code name the AWS
// page or the public report that a behaviour comes from, and say of the rest
// that it is a guess. A guess is made on the strict side: a client should not
// come to count on it. The guesses that a client can notice most easily:
//
//   - A hint takes only the documented formats: a second has no fraction or one
//     of three digits.
//   - A batch outside a transaction commits each parameter set by itself.
//   - A COMMIT or ROLLBACK sent as a statement runs, and ends the transaction's
//     id as well.
//   - CommitTransaction of an aborted transaction answers "Transaction
//     Committed" although PostgreSQL has rolled it back. A client has to
//     remember that a statement failed.
//   - The texts of most validation errors, and of unknown secrets and
//     transactions.
//   - On MySQL a transaction's id ends with the transaction, also by DDL or by a
//     deadlock; dates such as 0000-00-00, a TIME beyond a day, spatial values and
//     a BIGINT UNSIGNED above 2^63-1 are refused.
//
// # Faults
//
// Nothing goes wrong by itself. A Fault makes it, and is given in Server.Faults,
// by Inject, on the command line or by the control port:
//
//	remove, err := s.Inject(emulator.Fault{Kind: emulator.FaultDropAfter, Operations: []string{"ExecuteStatement"}, Times: 1})
//	auroradataapi local --fault pause:calls=3,times=1 --fault throttle:p=0.1 --fault-seed 7 -- go test ./...
//
// Faults are decided by a seed, so that what has gone wrong goes wrong again;
// Injected counts those that have struck, and the log names the calls.
//
// The control port of Server.ControlAddr takes and gives JSON. Faults are in the
// text that ParseFault reads, and errors are {"error": "…"} with status 400 or
// 404.
//
//	GET    /faults       what is in force: {"seed": 7, "paused": false, "faults": [{"id": 1, "fault": "throttle:p=0.1",
//	                     "seen": 20, "struck": 2}], "injected": {"throttle": 2}}
//	POST   /faults       Inject: {"fault": "throttle:p=0.1"}; answers like an element of the list above
//	DELETE /faults/ID    takes one back
//	POST   /pause        Pause
//	POST   /resume       Resume
//	POST   /expire       ExpireTransactions: {"transactionId": "…"}, or all without; answers {"expired": 1}
//	POST   /reset        ResetFaults: {"seed": 8}, or the seed as it is without
//
// # Watching
//
// OnCall is told of each call, without values; Status and Ready say how the server
// and the database servers behind it are doing; Monitor answers GET at the port, where
// the command line has /ready, /version and /metrics. Shutdown ends the server after
// the calls that are under way.
//
// # Time
//
// Timeouts, expiry, delays and pauses follow Server.Clock. A ManualClock lets a test pass 24
// hours in no time.
package emulator
