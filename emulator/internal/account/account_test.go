package account_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
)

var names = account.Names{Region: "eu-west-1", ID: "210987654321"}

var noon = time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC)

// full is a state with something in every field.
func full() *account.State {
	text := `{"username":"app","password":"x"}`
	secret := account.Secret{Name: "shop", Suffix: "AbCdEf", Description: "d", Tags: []account.Tag{{Key: "k", Value: "v"}}, Created: noon}
	secret.Add(account.Version{ID: "one", Text: &text, Stages: []string{account.Current}, Created: noon})
	secret.Add(account.Version{ID: "two", Octets: []byte{0, 255}, Stages: []string{account.Current, "mine"}, Created: noon})
	return &account.State{
		Clusters: []account.Cluster{{
			Identifier: "shop", ResourceID: "cluster-1", Engine: account.AuroraMySQL, Status: account.Available, Created: noon,
			Scaling: &account.Scaling{MinCapacity: 0.5, MaxCapacity: 8}, Tags: []account.Tag{{Key: "k", Value: "v"}}, Folder: "shop",
		}},
		Instances: []account.Instance{{Identifier: "shop-1", Cluster: "cluster-1", Class: "db.t4g.medium"}},
		Secrets:   []account.Secret{secret},
	}
}

func TestKeep(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new", "account.json")
	a := account.New(names, full())
	if err := a.Keep(file); err != nil {
		t.Fatal(err)
	}
	err := a.Update(func(s *account.State) error {
		s.Cluster("SHOP").Enable(true)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	kept, err := account.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(kept, a.View()) || !kept.Clusters[0].HTTPEndpoint {
		t.Errorf("got  %+v\nwant %+v", kept, a.View())
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v (%v), want it for its owner only", info.Mode(), err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(file)); len(entries) != 1 {
		t.Errorf("got %v next to the file, want nothing else", entries)
	}
}

// TestUpdateFails shows that neither a refused change nor one that cannot be
// written is seen, and that a state does not change once it was given out.
func TestUpdateFails(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gone")
	a := account.New(names, full())
	before := a.View()
	refused := errors.New("refused")
	spoil := func(s *account.State) {
		s.Clusters[0].Identifier, s.Clusters[0].Tags[0].Value, s.Clusters[0].Scaling.MaxCapacity = "x", "x", 1
		s.Secrets[0].Versions[0].Stages[0], s.Secrets[0].Tags[0].Value = "x", "x"
		s.DropInstance("shop-1")
	}
	if err := a.Update(func(s *account.State) error { spoil(s); return refused }); !errors.Is(err, refused) {
		t.Errorf("got %v", err)
	}
	if err := a.Keep(filepath.Join(dir, "account.json")); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir, nil, 0o600); err != nil { // no folder can be made in its place
		t.Fatal(err)
	}
	if err := a.Update(func(s *account.State) error { spoil(s); return nil }); err == nil || !strings.Contains(err.Error(), "write the account") {
		t.Errorf("got %v", err)
	}
	if a.View() != before || !reflect.DeepEqual(before, full()) {
		t.Errorf("the state is %+v", a.View())
	}
}

func TestLoadRefuses(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", "it is not a file of an account"},
		{"something else", `{"secret":"hush"}`, "it is not a file of an account"},
		{"newer", `{"Format":2,"Novelties":[]}`, "written by a newer version (format 2, this one reads 1)"},
		{"unknown member", `{"Format":1,"Novelties":["hush"]}`, "it is damaged"},
		{"wrong type", `{"Format":1,"Clusters":"hush"}`, "it is damaged"},
		{"cut off", `{"Format":1,"Clusters":[{"Identifier":"hush"`, "it is not a file of an account"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "account.json")
			if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := account.Load(file)
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), file) || strings.Contains(err.Error(), "hush") {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
	if state, err := account.Load(filepath.Join(t.TempDir(), "account.json")); err != nil || len(state.Clusters) > 0 {
		t.Errorf("got %v, %v for no file", state, err)
	}
}

func TestSecretReferences(t *testing.T) {
	const arn = "arn:aws:secretsmanager:eu-west-1:210987654321:secret:shop-AbCdEf"
	tests := []struct {
		name, reference string
		found           bool
		resource        string
	}{
		{"name", "shop", true, arn},
		{"ARN", arn, true, arn},
		{"ARN without the ending", strings.TrimSuffix(arn, "-AbCdEf"), true, arn},
		{"name with the ending", "shop-AbCdEf", false, arn},
		{"another ending", strings.TrimSuffix(arn, "AbCdEf") + "abcdef", false, strings.TrimSuffix(arn, "AbCdEf") + "abcdef"},
		{"another account", strings.Replace(arn, "210987654321", "123456789012", 1), false, strings.Replace(arn, "210987654321", "123456789012", 1)},
		{"another region", strings.Replace(arn, "eu-west-1", "us-east-1", 1), false, strings.Replace(arn, "eu-west-1", "us-east-1", 1)},
		{"nothing", "other", false, "arn:aws:secretsmanager:eu-west-1:210987654321:secret:other"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := full()
			if got := s.Secret(names, test.reference); (got != nil) != test.found {
				t.Errorf("got %v", got)
			}
			if got := s.SecretARN(names, test.reference); got != test.resource {
				t.Errorf("got  %s\nwant %s", got, test.resource)
			}
		})
	}
}

// TestVersions shows who has which stage when versions are added.
func TestVersions(t *testing.T) {
	var s account.Secret
	for _, step := range []struct {
		id     string
		stages []string
		want   map[string][]string
	}{
		{"a", []string{account.Current}, map[string][]string{"a": {account.Current}}},
		{"b", []string{account.Current}, map[string][]string{"a": {account.Previous}, "b": {account.Current}}},
		{"c", []string{"mine"}, map[string][]string{"a": {account.Previous}, "b": {account.Current}, "c": {"mine"}}},
		{"d", []string{account.Current, "mine"}, map[string][]string{"b": {account.Previous}, "d": {account.Current, "mine"}}},
	} {
		s.Add(account.Version{ID: step.id, Stages: step.stages})
		got := map[string][]string{}
		for _, v := range s.Versions {
			got[v.ID] = slices.Clone(v.Stages)
		}
		if !reflect.DeepEqual(got, step.want) {
			t.Errorf("after %s: got %v, want %v", step.id, got, step.want)
		}
	}
}

// TestRenamed shows that a renamed cluster answers again when its endpoint was
// disabled and enabled.
func TestRenamed(t *testing.T) {
	c := account.Cluster{Identifier: "old"}
	c.Enable(true)
	if !c.AnswersAs("old") || c.AnswersAs("Old") {
		t.Error("it does not answer by its name")
	}
	c.Identifier = "new"
	c.Enable(true)
	if c.AnswersAs("old") || c.AnswersAs("new") {
		t.Error("it answers although its endpoint was enabled for the former name")
	}
	c.Enable(false)
	c.Enable(true)
	if !c.AnswersAs("new") {
		t.Error("it does not answer by its new name")
	}
}
