package emulator

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// accountFile is where the account is kept in Server.DataDir. No cluster can have
// that name.
const accountFile = "account.json"

// auroraEngines are the engines as RDS calls them.
var auroraEngines = map[Engine]string{PostgreSQL: account.AuroraPostgreSQL, MySQL: account.AuroraMySQL}

func (s *Server) names() account.Names { return account.Names{Region: s.region(), ID: s.account()} }

// openAccount gives the account as it was kept, with the clusters and secrets of
// the settings in it. It is not written before the servers have started, which
// nobody else can be running then.
func (s *Server) openAccount(clusters []Cluster, secrets []Secret, now time.Time) (*account.Account, error) {
	state := &account.State{}
	if s.DataDir != "" {
		var err error
		if state, err = account.Load(filepath.Join(s.DataDir, accountFile)); err != nil {
			return nil, err
		}
	}
	dropFormer(state, clusters)
	for i, c := range clusters {
		if err := s.give(state, c, now); err != nil {
			return nil, err
		}
		s.setMaster(state.Cluster(c.ID), secrets, i)
	}
	for _, secret := range secrets {
		giveSecret(state, secret, len(s.Secrets) > 0, now)
	}
	return account.New(s.names(), state), nil
}

// dropFormer takes out the clusters of former settings. Their data stays.
func dropFormer(state *account.State, clusters []Cluster) {
	for _, former := range slices.Clone(state.Clusters) {
		if former.Given && !slices.ContainsFunc(clusters, func(c Cluster) bool { return c.ID == former.Identifier }) {
			for _, i := range state.Members(&former) {
				state.DropInstance(i.Identifier)
			}
			state.DropCluster(former)
		}
	}
}

// give puts a cluster of the settings into the account, with an instance. What the
// account knows of it already stays.
func (s *Server) give(state *account.State, c Cluster, now time.Time) error {
	engine, ok := auroraEngines[c.engine()]
	if !ok {
		return fmt.Errorf("cluster %s: %w", c.ID, unknownEngine(c.Engine))
	}
	known := state.Cluster(c.ID)
	if known != nil && known.Engine != engine {
		return fmt.Errorf("cluster %s: %s has it with the engine %s", c.ID, s.DataDir, known.Engine)
	}
	if known == nil {
		known = newGiven(state, c, engine, now)
	}
	known.Given, known.Folder, known.EngineMode = true, "", engineMode(c.Personality)
	if s.keeps(c) {
		known.Folder = c.ID
	}
	return nil
}

func newGiven(state *account.State, c Cluster, engine string, now time.Time) *account.Cluster {
	made := account.Cluster{
		Identifier: c.ID, ResourceID: account.NewResourceID("cluster-"), Engine: engine, Status: account.Available, Created: now,
	}
	made.Enable(!c.EndpointDisabled)
	if engineMode(c.Personality) == account.Provisioned {
		made.Scaling = &account.Scaling{MinCapacity: 0.5, MaxCapacity: 1}
		state.Instances = append(state.Instances, account.Instance{
			Identifier: c.ID + "-instance-1", ResourceID: account.NewResourceID("db-"), Cluster: made.ResourceID,
			Class: "db.serverless", Status: account.Available, Created: now,
		})
	}
	state.Clusters = append(state.Clusters, made)
	return &state.Clusters[len(state.Clusters)-1]
}

func engineMode(p Personality) string {
	if p == V1 {
		return account.Serverless
	}
	return account.Provisioned
}

// setMaster says who the master user is: that of the settings, where they have one.
// The user of a secret that was made up is so until its password is changed.
func (s *Server) setMaster(c *account.Cluster, secrets []Secret, i int) {
	switch {
	case len(s.Secrets) > 0:
		c.MasterUsername, c.MasterPassword = secrets[0].Username, secrets[0].Password
	case c.MasterPassword == "":
		c.MasterUsername, c.MasterPassword = secrets[i].Username, secrets[i].Password
	}
}

// keeps says whether the data of a cluster of the settings is below DataDir.
func (s *Server) keeps(c Cluster) bool { return s.DataDir != "" && c.DSN == "" && c.DataDir == "" }

// giveSecret puts a secret of the settings into the account. A value that was said
// outright becomes the current one.
func giveSecret(state *account.State, secret Secret, outright bool, now time.Time) {
	text := credentialsJSON(secret)
	version := account.Version{ID: account.NewUUID(), Text: &text, Stages: []string{account.Current}, Created: now}
	known := state.SecretNamed(secret.Name)
	if known == nil {
		made := account.Secret{Name: secret.Name, Suffix: secretSuffix(secret.Name), Created: now}
		made.Add(version)
		state.Secrets = append(state.Secrets, made)
		return
	}
	current := known.Staged(account.Current)
	if outright && (current == nil || !current.Holds(&text, nil)) {
		known.Add(version)
	}
}

// credentialsJSON is the text of a secret, as Secrets Manager keeps that of a
// database's user.
func credentialsJSON(secret Secret) string {
	text, _ := json.Marshal(struct { // texts are always written
		Username string `json:"username,omitempty"`
		Password string `json:"password,omitempty"`
	}{secret.Username, secret.Password})
	return string(text)
}

// resolve finds the cluster and the secret that a request names.
func (s *service) resolve(r *dataapi.Request) (*cluster, *Secret, error) {
	cluster, err := s.findCluster(r.ResourceARN)
	if err != nil {
		return nil, nil, err
	}
	secret, err := s.findSecret(r.SecretARN)
	return cluster, secret, err
}

// findCluster finds a cluster by its ARN, case and all. The AWS page
// "data-api.troubleshooting" says that an ARN that does not match is answered
// like an endpoint that is not enabled, and so is a cluster that was renamed
// since. That one without an instance is not found is in the service's model; the
// texts, and the answer while it is being created, are guesses.
func (s *service) findCluster(arn string) (*cluster, error) {
	state, names := s.state.View(), s.state.Names()
	id, ours := strings.CutPrefix(arn, names.Cluster(""))
	c := state.Cluster(id)
	if !ours || c == nil || !c.AnswersAs(id) {
		id = arn[strings.LastIndexByte(arn, ':')+1:]
		return nil, dataapi.Errorf(dataapi.HTTPEndpointNotEnabled, "HttpEndpoint is not enabled for cluster %s", id)
	}
	if c.EngineMode == account.Provisioned && len(state.Members(c)) == 0 {
		return nil, dataapi.Errorf(dataapi.DatabaseNotFound, "DB cluster %s has no DB instance.", id)
	}
	running := s.fleet.running(c.ResourceID)
	if running == nil {
		return nil, dataapi.Errorf(dataapi.DatabaseUnavailable, "DB cluster %s is not available: its status is %s.", id, c.Status)
	}
	return running, nil
}
