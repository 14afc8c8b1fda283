package emulator

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/localserver"
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
func (s *Server) openAccount(ctx context.Context, clusters []Cluster, secrets []Secret, now time.Time) (*account.Account, error) {
	state := &account.State{}
	if s.DataDir != "" {
		var err error
		if state, err = account.Load(filepath.Join(s.DataDir, accountFile)); err != nil {
			return nil, err
		}
	}
	if err := s.finishDeletions(ctx, state); err != nil {
		return nil, err
	}
	dropFormer(state, clusters)
	for i, c := range clusters {
		known, err := s.give(state, c, now)
		if err != nil {
			return nil, err
		}
		s.setMaster(known, secrets, i)
	}
	slices.SortStableFunc(state.Clusters, func(a, b account.Cluster) int { return cmp.Compare(rank(clusters, a), rank(clusters, b)) })
	for _, secret := range secrets {
		giveSecret(state, secret, len(s.Secrets) > 0, now)
	}
	return account.New(s.names(), state), nil
}

// finishDeletions takes out the clusters whose deletion was cut short, and what is
// left of their data.
func (s *Server) finishDeletions(ctx context.Context, state *account.State) error {
	for _, c := range slices.Clone(state.Clusters) {
		if c.Status != account.Deleting {
			continue
		}
		if c.Folder != "" {
			if err := localserver.RemoveData(ctx, filepath.Join(s.DataDir, c.Folder)); err != nil {
				return fmt.Errorf("cluster %s: finish its deletion: %w", c.Identifier, err)
			}
		}
		state.DropCluster(c)
	}
	return nil
}

// rank is the place of a cluster: the settings' first, in their order.
func rank(clusters []Cluster, c account.Cluster) int {
	if i := slices.IndexFunc(clusters, func(given Cluster) bool { return given.ID == c.Given }); i >= 0 {
		return i
	}
	return len(clusters)
}

// dropFormer takes out the clusters of former settings. Their data stays.
func dropFormer(state *account.State, clusters []Cluster) {
	for _, former := range slices.Clone(state.Clusters) {
		if former.Given == "" || slices.ContainsFunc(clusters, func(c Cluster) bool { return c.ID == former.Given }) {
			continue
		}
		for _, i := range state.Members(&former) {
			state.DropInstance(i.Identifier)
		}
		state.DropCluster(former)
	}
}

// give puts a cluster of the settings into the account. What the account knows of
// it already stays, but for what the settings say: its name, for one.
func (s *Server) give(state *account.State, c Cluster, now time.Time) (*account.Cluster, error) {
	engine, ok := auroraEngines[c.engine()]
	if !ok {
		return nil, fmt.Errorf("cluster %s: %w", c.ID, unknownEngine(c.Engine))
	}
	known := given(state, c.ID)
	switch other := state.Cluster(c.ID); {
	case known == nil && other != nil, known != nil && other != nil && other != known:
		return nil, fmt.Errorf("cluster %s: %s has another one of that name, which was made by a request", c.ID, s.DataDir)
	case known == nil:
		state.Clusters = append(state.Clusters, account.Cluster{
			ResourceID: account.NewResourceID("cluster-"), Engine: engine, Created: now, Given: c.ID, HTTPEndpoint: !c.EndpointDisabled,
		})
		known = &state.Clusters[len(state.Clusters)-1]
	case known.Engine != engine:
		return nil, fmt.Errorf("cluster %s: %s has it with the engine %s", c.ID, s.DataDir, known.Engine)
	}
	known.Identifier, known.EndpointName, known.Folder = c.ID, c.ID, ""
	if s.DataDir != "" && c.DSN == "" && c.DataDir == "" {
		known.Folder = c.ID
	}
	changeMode(state, known, engineMode(c.Personality), now)
	return known, nil
}

// given finds a cluster of the settings in the account.
func given(state *account.State, id string) *account.Cluster {
	for i := range state.Clusters {
		if state.Clusters[i].Given == id {
			return &state.Clusters[i]
		}
	}
	return nil
}

// changeMode gives a cluster an engine mode that it did not have, and a
// provisioned one an instance.
func changeMode(state *account.State, c *account.Cluster, mode string, now time.Time) {
	c.Status = account.Available
	if c.EngineMode == mode {
		return
	}
	c.EngineMode = mode
	if mode != account.Provisioned || len(state.Members(c)) > 0 {
		return
	}
	c.Scaling = &account.Scaling{MinCapacity: 0.5, MaxCapacity: 1}
	state.Instances = append(state.Instances, account.Instance{
		Identifier: c.Identifier + "-instance-1", ResourceID: account.NewResourceID("db-"), Cluster: c.ResourceID,
		Class: "db.serverless", Status: account.Available, Created: now,
	})
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
