package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/terminal"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// localCommand runs the emulator.
type localCommand struct {
	Command []string `arg:"" optional:"" help:"Command to run, behind --. The emulator lives as long as it."`

	Addr   string `default:"127.0.0.1:0" placeholder:"HOST:PORT" help:"Address to listen on. Port 0 is a free one. Default: ${default}."`
	Region string `default:"us-east-1" placeholder:"NAME" help:"Region in the ARNs. Default: ${default}."`

	Engine        string   `enum:",postgresql,mysql" default:"" placeholder:"ENGINE" help:"Engine of the cluster that AURORA_CLUSTER_ARN and AURORA_SECRET_ARN name, postgresql or mysql. Default: postgresql where its server is there."`
	Cluster       []string `sep:"none" placeholder:"NAME[:ENGINE]" help:"Cluster to answer for, each on a server of its own, of --engine unless it says postgresql or mysql. Repeat for more; the environment names the first. Default: local, of PostgreSQL, and local-mysql, if their servers are there."`
	Personality   []string `sep:"none" placeholder:"[NAME=]v1" help:"Generation of the service that answers for all clusters, or for one: v2, or v1, that of Aurora Serverless v1. Default: v2."`
	DSN           string   `name:"dsn" env:"AURORADATAAPI_POSTGRESQL_DSN" placeholder:"DSN" help:"Use this PostgreSQL server for its clusters instead of private ones. Its password is better left to $$PGPASSWORD or ~/.pgpass."`
	MysqlDSN      string   `name:"mysql-dsn" env:"AURORADATAAPI_MYSQL_DSN" placeholder:"DSN" help:"Use this MySQL server for its clusters: user:password@tcp(host:port)/. Its password is better left to the environment variable $$AURORADATAAPI_MYSQL_DSN."`
	Data          string   `type:"path" placeholder:"DIR" help:"Keep the clusters and secrets in DIR/account.json and the data of each cluster in DIR/NAME, and use them again. Default: temporary folders."`
	PostgresqlBin string   `env:"AURORADATAAPI_POSTGRESQL_BIN" placeholder:"DIR" help:"Folder with postgres and initdb. Default: look on the PATH and where packages put them."`
	MysqlBin      string   `env:"AURORADATAAPI_MYSQL_BIN" placeholder:"DIR" help:"Folder with mysqld or mariadbd. Default: look on the PATH and where packages put them, for MySQL first."`

	Secret []string `sep:"none" placeholder:"NAME=USER:PASSWORD" help:"Secret to log in with. Repeat for more; the environment names the first, and private servers have its user as master user. NAME=@FILE keeps the password out of the list of processes. Default: rds-db-credentials/CLUSTER for each cluster, with its master user (postgres, admin) or the user of the DSN."`

	StatementTimeout       time.Duration `placeholder:"TIME" help:"How long a statement may run. Default: 45s, as on AWS."`
	TransactionIdleTimeout time.Duration `placeholder:"TIME" help:"How long a transaction may go unused. Default: 3m, as on AWS."`

	Fault     []emulator.Fault `sep:"none" placeholder:"KIND[:KEY=VALUE,…]" help:"Make something go wrong. Repeat for more; the first that strikes a call counts."`
	FaultSeed uint64           `default:"1" placeholder:"N" help:"Number that faults with a probability follow from. Default: ${default}."`
	Latency   time.Duration    `placeholder:"TIME" help:"Delay each call, as a distance does."`
	Control   string           `placeholder:"HOST:PORT" help:"Address to control faults at, by HTTP. Without HOST it is 127.0.0.1; port 0 is a free one. Default: none."`

	initialising
	watching
	guarding

	Verbose bool `short:"v" help:"Log calls and the servers' messages to standard error."`
}

// Help is the rest of the manual of the command.
func (*localCommand) Help() string {
	return `It answers as the RDS Data API of AWS does, as strictly, from real servers, PostgreSQL and MySQL (or MariaDB): those that it starts for itself and that are gone when it ends, however it ends, or yours. Both engines are served at once where both are there.

With a command, it runs that with the environment below, passes signals on, and exits with its status: 127 if there is no such command, 128 and the signal's number if a signal killed it. A key such as Ctrl-C reaches the command by itself.

    auroradataapi local -- go test ./...
    auroradataapi local --engine mysql -- go test ./...
    auroradataapi local --cluster orders:mysql -- go test ./...     # MySQL alone

Without one, it prints the environment for a shell, closes standard output and works until SIGINT, SIGTERM or SIGHUP.

    eval "$(auroradataapi local &)"       # returns when it listens
    auroradataapi query 'select 1'
    kill "$AURORADATAAPI_LOCAL_PID"

The environment is AWS_ENDPOINT_URL_RDS_DATA, AWS_ENDPOINT_URL_SECRETS_MANAGER, AWS_ENDPOINT_URL_RDS and AWS_ENDPOINT_URL_STS for the AWS SDKs and the AWS CLI from 2.13 (older ones need --endpoint-url), AWS_REGION, AWS_DEFAULT_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AURORA_CLUSTER_ARN and AURORA_SECRET_ARN for this driver and AURORADATAAPI_ENGINE for auroradataapi query, which follow --engine, AURORA_POSTGRESQL_CLUSTER_ARN, AURORA_POSTGRESQL_SECRET_ARN, AURORA_MYSQL_CLUSTER_ARN and AURORA_MYSQL_SECRET_ARN for programs that use both, and AURORADATAAPI_LOCAL_POSTGRESQL_DSN and AURORADATAAPI_LOCAL_MYSQL_DSN for clients that go to the servers themselves. AWS_PROFILE and AWS_SESSION_TOKEN, which would get in the way, are removed, and with --tls AWS_CA_BUNDLE and NODE_EXTRA_CA_CERTS added.

A file for --secret NAME=@FILE holds the JSON of a secret, such as {"username":"app","password":"…"}.

Nothing goes wrong by itself. The kinds of --fault are:

    pause         the clusters are paused, for calls=N calls or time=15s, and
                  then by the next call again, unless times=1 is there
    throttle      ThrottlingException
    busy          Transaction is still running a query
    expire        the call's transaction is gone
    delay         the call takes time=10ms more
    error-before  status=500, 503 or 504, and the call does not run
    error-after   the same, and it has run
    drop-before   the connection is reset, and the call does not run
    drop-after    the same, and it has run
    drop-middle   the connection is reset in the middle of the answer
    short         the answer's body ends before its length
    truncate      the answer's JSON is cut off

Any kind takes op=NAME (repeat for more), such as op=ExecuteStatement, after=N calls that pass, times=N calls that it strikes at most, and p=0.1, the probability. Calls that come one after the other meet the same faults each time; --verbose names them.

    auroradataapi local --fault pause:calls=3,times=1 --fault drop-after:op=ExecuteStatement,p=0.1 -- go test ./...

With --control the same can be done while it runs, at AURORADATAAPI_LOCAL_CONTROL of the environment: GET /faults tells all, POST /faults with {"fault": "KIND:KEY=VALUE,…"} adds one, DELETE /faults/ID takes it back; POST /pause, /resume, /expire (all transactions, or {"transactionId": "…"}) and /reset do as they say.

    curl --json '{"fault": "throttle:times=5"}' $AURORADATAAPI_LOCAL_CONTROL/faults

The emulator runs any SQL for anyone who reaches its address, which other machines and web pages do not. With --policy it allows what an IAM policy allows and no more, as AWS does: what is missing is found before it is deployed.

    auroradataapi local --policy role.json -- go test ./...

The file of --credentials has a list of {"accessKeyId": "…", "secretAccessKey": "…"}, each with "policies": policies as they are, files next to it, and names, and if need be with "principal", "sessionToken" and "expires".`
}

// Run starts the emulator and stops it in the end.
func (l *localCommand) Run(ctx context.Context, p process) (err error) {
	starting, stop := untilSignal(ctx, stopSignals)
	defer stop()
	if err := l.check(); err != nil {
		return usageError{err}
	}
	engines, err := l.engines(findServers(starting))
	if err != nil {
		return interruption(starting, err)
	}
	server, err := l.server(p, engines)
	if err != nil {
		return usageError{err}
	}
	closeLog, err := l.watching.apply(server, p)
	if err != nil {
		return err
	}
	defer closeLog()
	if err := server.Start(starting); err != nil {
		return interruption(starting, err)
	}
	end := server.Close // nobody calls any more when a command has ended
	if len(l.Command) == 0 {
		end = func() error { return l.shutDown(server) }
	}
	defer func() {
		failure := end()
		if err == nil {
			err = failure
		} else if failure != nil {
			p.note("%v", failure)
		}
	}()
	if len(l.Command) > 0 {
		return p.runCommand(l.Command, withEnviron(p.environ, environOf(server)), func() error {
			stop()
			return interrupted(starting)
		})
	}
	return l.serve(starting, p, server)
}

// serve waits for a signal.
func (l *localCommand) serve(ctx context.Context, p process, server *emulator.Server) error {
	l.introduce(p, server)
	exports := append(environOf(server), "AURORADATAAPI_LOCAL_PID="+strconv.Itoa(os.Getpid()))
	if err := writeExports(p.stdout, p.environ, exports); err != nil {
		return err
	}
	if err := closeOutput(p.stdout); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// environOf is the environment for programs that use the server.
func environOf(server *emulator.Server) []string {
	return append(server.Environ(), engineEnv+"="+string(cmp.Or(server.Clusters[0].Engine, emulator.PostgreSQL)))
}

// closeOutput lets a shell's $(…) return while we go on. A terminal stays open.
func closeOutput(w io.Writer) error {
	closer, ok := w.(io.Closer)
	if !ok || terminal.Is(w) {
		return nil
	}
	return closer.Close()
}

func (l *localCommand) introduce(p process, server *emulator.Server) {
	p.note("Data API at %s", server.URL())
	for _, c := range server.Clusters {
		p.note("cluster %s, %s: %s", c.ID, cmp.Or(server.Software(c.ID), string(c.Engine)), server.ClusterARN(c.ID))
	}
	for _, name := range secretNames(server) {
		p.note("secret %s: %s", name, server.SecretARN(name))
	}
	if url := server.ControlURL(); url != "" {
		p.note("control of faults at %s", url)
	}
	p.note("stop it with Ctrl-C or kill %d", os.Getpid())
}

// secretNames are those of the secrets that were given, or else of those that
// the server makes for its clusters.
func secretNames(server *emulator.Server) []string {
	var names []string
	for _, s := range server.Secrets {
		names = append(names, s.Name)
	}
	if len(names) > 0 {
		return names
	}
	for _, c := range server.Clusters {
		names = append(names, "rds-db-credentials/"+c.ID)
	}
	return names
}

// check looks for flags that make no sense.
func (l *localCommand) check() error {
	if l.Grace < 0 || l.StatementTimeout < 0 || l.TransactionIdleTimeout < 0 || l.Latency < 0 {
		return errors.New("a time is negative")
	}
	if l.DSN != "" && l.Data != "" {
		return errors.New("--dsn and --data exclude each other")
	}
	if l.MysqlDSN != "" && l.Data != "" {
		return errors.New("--mysql-dsn and --data exclude each other")
	}
	return nil
}

// server returns the emulator that the flags describe.
func (l *localCommand) server(p process, engines []emulator.Engine) (*emulator.Server, error) {
	server := &emulator.Server{
		Addr: l.Addr, Region: l.Region,
		StatementTimeout: l.StatementTimeout, TransactionIdleTimeout: l.TransactionIdleTimeout,
		Faults: l.faults(), FaultSeed: l.FaultSeed, ControlAddr: l.Control, DataDir: l.Data,
	}
	if l.Verbose {
		server.Logger = p.logger()
	}
	var err error
	if server.Clusters, err = l.clusters(engines); err != nil {
		return nil, err
	}
	if err := l.personalities(server.Clusters); err != nil {
		return nil, err
	}
	if err := l.initialising.apply(server.Clusters); err != nil {
		return nil, err
	}
	if err := l.guarding.apply(server); err != nil {
		return nil, err
	}
	server.Secrets, err = l.secrets()
	return server, err
}

// faults are those of --fault, behind the delay of --latency.
func (l *localCommand) faults() []emulator.Fault {
	if l.Latency == 0 {
		return l.Fault
	}
	return append([]emulator.Fault{{Kind: emulator.FaultDelay, Time: l.Latency}}, l.Fault...)
}

func (l *localCommand) secrets() ([]emulator.Secret, error) {
	var secrets []emulator.Secret
	for _, text := range l.Secret {
		secret, err := parseSecret(text)
		if err != nil {
			return nil, err
		}
		secrets = append(secrets, secret)
	}
	return secrets, nil
}
