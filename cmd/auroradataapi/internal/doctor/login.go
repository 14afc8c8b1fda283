package doctor

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi"
)

// login is what came of logging in.
type login struct {
	noDatabase error         // the database that was named is not there
	resumed    time.Duration // how long the cluster took for it, if it was paused
}

// openDatabase is the database as a program has it.
func (v *visit) openDatabase() (*sql.DB, error) {
	config := v.Config
	config.Engine, config.ClusterARN, config.SecretARN = v.engine(), v.arn, v.secret
	if config.Endpoint == "" {
		config.AWSConfig = &v.account.Config
	}
	connector, err := auroradataapi.NewConnector(config)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

// The database's own errors about a login: of PostgreSQL by SQLSTATE, of MySQL by
// number.
var (
	wrongPassword = []string{"28P01", "28000"}
	noDatabase    = []string{"3D000"}
)

const (
	wrongPasswordMySQL = 1045
	noDatabaseMySQL    = 1049
	notGrantedMySQL    = 1044
)

// checkLogin logs in, and waits for a cluster that was paused.
func (v *visit) checkLogin(ctx context.Context) Finding {
	if v.mute || slices.Contains(v.denied, "rds-data:ExecuteStatement") {
		return because("permissions")
	}
	err := v.ask(ctx)
	var e *auroradataapi.Error
	errors.As(err, &e)
	switch {
	case err == nil:
		return ok("as %s", v.user)
	case errors.Is(err, auroradataapi.ErrResuming):
		return fail("the cluster was paused and has not resumed: %v", err).with(v.auroradataapi("wait"))
	case e == nil:
		return fail("%v", err)
	case slices.Contains(noDatabase, e.Code), e.Number == noDatabaseMySQL, e.Number == notGrantedMySQL:
		v.login.noDatabase = err
		return ok("as %s", v.user)
	case slices.Contains(wrongPassword, e.Code), e.Number == wrongPasswordMySQL:
		return fail("the database refuses the password of the secret: %v", err).with(v.correctPassword())
	}
	return v.refused(e)
}

// ask asks for the number 1.
func (v *visit) ask(ctx context.Context) error {
	db, err := v.openDatabase()
	if err != nil {
		return err
	}
	defer db.Close()
	err = db.PingContext(ctx)
	v.login.resumed = time.Since(v.pausedAt)
	return err
}

// correctPassword is the command that lets secret and database agree: RDS makes a new
// password where it manages it, and elsewhere the secret gets the right one.
func (v *visit) correctPassword() string {
	if v.cluster != nil && v.cluster.ManagedSecret != "" && v.cluster.ManagedSecret == v.secret {
		return v.aws("rds", "modify-db-cluster", "--db-cluster-identifier", v.cluster.ID, "--rotate-master-user-password", "--apply-immediately")
	}
	return v.putSecret()
}

// refused is the failure for an answer of the service.
func (v *visit) refused(e *auroradataapi.Error) Finding {
	finding := fail("%s", strings.TrimPrefix(e.Error(), "auroradataapi: "))
	switch e.Exception {
	case "HttpEndpointNotEnabledException":
		return v.renamed(finding)
	case "DatabaseNotFoundException", "DatabaseUnavailableException":
		return finding.with(v.auroradataapi("wait"))
	case "AccessDeniedException", "ForbiddenException":
		return v.forbidden("aurora-data-api-secret", e, statement{"secretsmanager:GetSecretValue", v.secretPattern()})
	}
	return finding
}

// renamed is what is behind an endpoint that is said to be enabled and is not: it is
// enabled for the cluster's former name (AuroraUserGuide "data-api.troubleshooting").
func (v *visit) renamed(finding Finding) Finding {
	if v.cluster == nil {
		return finding.with(v.aws("rds", "enable-http-endpoint", "--resource-arn", v.arn))
	}
	finding.Detail += "; a cluster that was renamed is to be disabled and enabled again"
	if v.isOlder() {
		return finding.with(v.aws("rds", "modify-db-cluster", "--db-cluster-identifier", v.cluster.ID, "--no-enable-http-endpoint", "--apply-immediately"), v.enable())
	}
	return finding.with(v.aws("rds", "disable-http-endpoint", "--resource-arn", v.arn), v.enable())
}

// checkDatabase says which database it is.
func (v *visit) checkDatabase(ctx context.Context) Finding {
	if err := v.login.noDatabase; err != nil {
		return fail("%v", err).with(v.otherDatabase()...)
	}
	db, err := v.openDatabase()
	if err != nil {
		return fail("%v", err)
	}
	defer db.Close()
	question := "select current_database()"
	if v.engine() == auroradataapi.EngineMySQL {
		question = "select database()"
	}
	var name sql.NullString
	if err := db.QueryRowContext(ctx, question).Scan(&name); err != nil {
		return fail("%v", err)
	}
	if !name.Valid {
		return ok("none is chosen")
	}
	return ok("%s", name.String)
}

// otherDatabase are the commands that choose the database of the cluster, and that
// make the one that was chosen.
func (v *visit) otherDatabase() (commands []string) {
	if v.cluster != nil && v.cluster.Database != "" && v.cluster.Database != v.Config.Database {
		commands = append(commands, v.auroradataapi("doctor", "--database", v.cluster.Database))
	}
	name := v.Config.Database
	if name == "" {
		name = v.user // that PostgreSQL takes
	}
	if v.engine() == auroradataapi.EngineMySQL {
		return append(commands, v.auroradataapi("query", "create database `"+strings.ReplaceAll(name, "`", "``")+"`"))
	}
	return append(commands, v.auroradataapi("query", "--database", "postgres", `create database "`+strings.ReplaceAll(name, `"`, `""`)+`"`))
}

// checkPause says how long the cluster took to resume.
func (v *visit) checkPause(context.Context) Finding {
	scales := ""
	if v.cluster != nil && v.cluster.PausesAfter > 0 {
		scales = "; it pauses after " + (time.Duration(v.cluster.PausesAfter) * time.Second).String() + " without use"
	}
	if v.pausedAt.IsZero() {
		return ok("it was not paused%s", scales)
	}
	return ok("it was paused and has resumed in %s%s", v.login.resumed.Round(time.Millisecond), scales)
}

// How often the latency is measured, and from when on it is worth a warning: within
// a region a call takes some 20 ms.
const (
	latencyCalls = 5
	slow         = 500 * time.Millisecond
)

// checkLatency measures how long an answer takes on a connection that is open.
func (v *visit) checkLatency(ctx context.Context) Finding {
	db, err := v.openDatabase()
	if err != nil {
		return fail("%v", err)
	}
	defer db.Close()
	var took []time.Duration
	for range latencyCalls {
		began := time.Now()
		if err := db.PingContext(ctx); err != nil {
			return fail("%v", err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	median := took[len(took)/2].Round(100 * time.Microsecond)
	if median >= slow {
		return warn("%s for select 1, the median of %d: is this machine far from region %s?", median, latencyCalls, v.account.Config.Region)
	}
	return ok("%s for select 1, the median of %d", median, latencyCalls)
}
