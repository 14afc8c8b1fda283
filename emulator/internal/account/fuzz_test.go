package account_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
)

// FuzzLoad: what can be read can be written and read again as the same.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(`{"Format":1,"Clusters":[{"Identifier":"shop","Scaling":{"MaxCapacity":1}}],"Secrets":[{"Name":"s","Versions":[{"ID":"v","Octets":"AP8="}]}]}`))
	f.Add([]byte(`{"Format":1,"Instances":[null]}`))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text []byte) {
		first, second := filepath.Join(dir, "first"), filepath.Join(dir, "second")
		if err := os.WriteFile(first, text, 0o600); err != nil {
			t.Fatal(err)
		}
		state, err := account.Load(first)
		if err != nil {
			return
		}
		a := account.New(names, state)
		noText := (*json.MarshalerError)(nil)
		if err := a.Keep(second); errors.As(err, &noText) {
			t.Skip("a time that has no text") // of a year above 9999
		} else if err != nil {
			t.Fatal(err)
		}
		again, err := account.Load(second)
		if err != nil || !reflect.DeepEqual(normal(again), normal(state)) {
			t.Fatalf("%v: got %+v, want %+v", err, again, state)
		}
	})
}

// normal does without the difference between a list that is empty and none.
func normal(s *account.State) *account.State {
	for i := range s.Secrets {
		for n := range s.Secrets[i].Versions {
			if v := &s.Secrets[i].Versions[n]; len(v.Octets) == 0 {
				v.Octets = nil
			}
		}
	}
	return s
}
