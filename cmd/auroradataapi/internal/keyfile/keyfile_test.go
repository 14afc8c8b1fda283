package keyfile_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/keyfile"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// write makes a folder with files and gives the path of the one named keys.json.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "keys.json")
}

func TestRead(t *testing.T) {
	const inline = `{"Statement": []}`
	got, err := keyfile.Read(write(t, map[string]string{
		"keys.json": `[
			{"accessKeyId": "A", "secretAccessKey": "a"},
			{"accessKeyId": "B", "secretAccessKey": "b", "sessionToken": "t", "expires": "2030-01-02T15:04:05Z",
			 "principal": "arn:aws:iam::123456789012:user/b", "policies": ["AmazonRDSDataFullAccess", "b.json", ` + inline + `]}
		]`,
		"b.json": `{"Statement": [1]}`,
	}))
	want := []emulator.Credential{
		{AccessKeyID: "A", SecretAccessKey: "a"},
		{
			AccessKeyID: "B", SecretAccessKey: "b", SessionToken: "t", Expires: time.Date(2030, 1, 2, 15, 4, 5, 0, time.UTC),
			Principal: "arn:aws:iam::123456789012:user/b", Policies: []string{"AmazonRDSDataFullAccess", `{"Statement": [1]}`, inline},
		},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
}

func TestReadRefuses(t *testing.T) {
	const hidden = "hunter2"
	tests := []struct{ name, text, want string }{
		{"no list", `{"accessKeyId": "A"}`, "want a list"},
		{"an empty list", `[]`, "there are no keys"},
		{"an unknown member", `[{"secretKey": "` + hidden + `"}]`, `"secretKey"`},
		{"another type", `[{"secretAccessKey": ["` + hidden + `"]}]`, "secretAccessKey is not of the type"},
		{"not a time", `[{"expires": "` + hidden + `"}]`, "2030-01-02T15:04:05Z"},
		{"no policies", `[{"accessKeyId": "A", "policies": []}]`, "leave it out"},
		{"a file that is not there", `[{"accessKeyId": "A", "policies": ["none.json"]}]`, "none.json"},
		{"a file that is no JSON", `[{"accessKeyId": "A", "policies": ["text.json"]}]`, "text.json: it is no JSON"},
		{"too long", `[{"accessKeyId": "` + strings.Repeat("A", 64<<10) + `"}]`, "more than 64 KiB"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := keyfile.Read(write(t, map[string]string{"keys.json": test.text, "text.json": "text"}))
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), hidden) {
				t.Errorf("got %v, want an error with %q and without %q", err, test.want, hidden)
			}
		})
	}
}

// FuzzRead checks that no file makes Read panic, and that each key of one that it
// takes is there.
func FuzzRead(f *testing.F) {
	f.Add(`[{"accessKeyId": "A", "secretAccessKey": "a", "policies": ["AmazonRDSDataFullAccess", {}]}]`)
	f.Fuzz(func(t *testing.T, text string) {
		keys, err := keyfile.Read(write(t, map[string]string{"keys.json": text}))
		if (err == nil) != (len(keys) > 0) {
			t.Errorf("got %v, %v", keys, err)
		}
	})
}
