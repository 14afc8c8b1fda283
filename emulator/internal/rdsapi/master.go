package rdsapi

import (
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
	"github.com/auroradataapi/auroradataapi/emulator/internal/awsquery"
)

// reserved are names that the engines keep for themselves, as far as a new server
// would stumble over them.
var reserved = map[string][]string{
	account.AuroraPostgreSQL: {"admin", "rdsadmin", "rds_superuser", "public", "none"},
	account.AuroraMySQL:      {"rdsadmin", "root", "mysql"},
}

// maxUsername and maxPassword are the limits of each engine.
var (
	maxUsername = map[string]int{account.AuroraPostgreSQL: 63, account.AuroraMySQL: 32}
	maxPassword = map[string]int{account.AuroraPostgreSQL: 99, account.AuroraMySQL: 41}
)

const minPassword = 8

var wellFormedUser = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)

// checkMaster checks the master user of a new cluster and its password, or that
// RDS is to manage it.
func checkMaster(c *account.Cluster, f awsquery.Form) error {
	if err := checkUser(c); err != nil {
		return err
	}
	managed, err := f.Bool("ManageMasterUserPassword")
	if err != nil {
		return err
	}
	switch {
	case managed && c.MasterPassword != "":
		return bothPasswords()
	case managed:
		return checkDatabase(c)
	case c.MasterPassword == "":
		return blank("MasterUserPassword")
	}
	if err := checkPassword(c.Engine, c.MasterPassword); err != nil {
		return err
	}
	return checkDatabase(c)
}

func checkUser(c *account.Cluster) error {
	name := c.MasterUsername
	switch {
	case name == "":
		return blank("MasterUsername")
	case slices.Contains(reserved[c.Engine], strings.ToLower(name)) || strings.HasPrefix(name, "pg_"):
		return awsquery.Errorf("InvalidParameterValue", "MasterUsername %s cannot be used as it is a reserved word used by the engine", name)
	case !wellFormedUser.MatchString(name) || len(name) > maxUsername[c.Engine]:
		return awsquery.Errorf("InvalidParameterValue", "The parameter MasterUsername is not a valid identifier: it begins with a letter, "+
			"has letters, digits and underscores only, and at most %d of them.", maxUsername[c.Engine])
	}
	return nil
}

func checkDatabase(c *account.Cluster) error {
	if c.DatabaseName != "" && (!wellFormedUser.MatchString(c.DatabaseName) || len(c.DatabaseName) > 63) {
		return awsquery.Errorf("InvalidParameterValue", "DatabaseName must begin with a letter and contain only alphanumeric characters.")
	}
	return nil
}

func checkPassword(engine, password string) error {
	const invalid = "The parameter MasterUserPassword is not a valid password"
	forbidden := func(r rune) bool { return r < ' ' || r > '~' || strings.ContainsRune(`/@" `, r) }
	switch {
	case len(password) < minPassword:
		return awsquery.Errorf("InvalidParameterValue", invalid+" because it is shorter than %d characters.", minPassword)
	case len(password) > maxPassword[engine]:
		return awsquery.Errorf("InvalidParameterValue", invalid+" because it is longer than %d characters.", maxPassword[engine])
	case strings.ContainsFunc(password, forbidden):
		return awsquery.Errorf("InvalidParameterValue", invalid+`. Only printable ASCII characters besides '/', '@', '"', ' ' may be used.`)
	}
	return nil
}

func blank(parameter string) error {
	return awsquery.Errorf("InvalidParameterValue", "The parameter %s must be provided and must not be blank.", parameter)
}

func bothPasswords() error {
	return awsquery.Errorf("InvalidParameterCombination", "You can't specify MasterUserPassword when ManageMasterUserPassword is enabled.")
}

// newPassword makes the password of a managed master user.
func newPassword() string { return strings.ReplaceAll(account.NewUUID(), "-", "")[:28] }

// manage makes the secret that RDS manages for a cluster, and names it in c. The
// form of its name and that it holds these two alone is as in AuroraUserGuide
// rds-secrets-manager.
func (a *API) manage(s *account.State, c *account.Cluster, key string) {
	names, now := a.Account.Names(), a.Now()
	c.ManagedSecret = "rds!cluster-" + account.NewUUID()
	secret := account.Secret{
		Name: c.ManagedSecret, Suffix: account.NewSuffix(), KMSKeyID: cmp.Or(key, names.Key()), Created: now, Owner: "rds",
		Description: "The secret associated with the primary RDS DB cluster: " + names.Cluster(c.Identifier),
		Tags: []account.Tag{
			{Key: "aws:rds:primaryDBClusterArn", Value: names.Cluster(c.Identifier)},
			{Key: "aws:secretsmanager:owningService", Value: "rds"},
		},
	}
	secret.Add(a.credentials(c))
	s.Secrets = append(s.Secrets, secret)
}

// credentials gives the version of a managed secret with the password of the
// master user.
func (a *API) credentials(c *account.Cluster) account.Version {
	text, _ := json.Marshal(map[string]string{"username": c.MasterUsername, "password": c.MasterPassword}) // texts are always written
	value := string(text)
	return account.Version{ID: account.NewUUID(), Text: &value, Stages: []string{account.Current}, Created: a.Now()}
}
