package auroradataapi_test

import (
	command "os/exec"
	"slices"
	"strings"
	"testing"
)

const (
	module    = "github.com/auroradataapi/auroradataapi"
	sdkConfig = "github.com/aws/aws-sdk-go-v2/config"
	sdkClient = "github.com/aws/aws-sdk-go-v2/service/rdsdata"
)

// linked returns what a program links that imports some packages, sorted.
func linked(t *testing.T, tags string, packages ...string) []string {
	t.Helper()
	arguments := append([]string{"list", "-deps", "-tags", tags}, packages...)
	list := command.CommandContext(t.Context(), "go", arguments...)
	var stderr strings.Builder
	list.Stderr = &stderr
	output, err := list.Output()
	if err != nil {
		t.Fatalf("go %s: %v: %s", strings.Join(arguments, " "), err, &stderr)
	}
	packages = slices.DeleteFunc(strings.Fields(string(output)), isInternalOfGo)
	slices.Sort(packages)
	return packages
}

// isInternalOfGo reports whether a package belongs to others of the standard
// library, and changes with each version of it.
func isInternalOfGo(name string) bool {
	elements := strings.Split(name, "/")
	return !strings.Contains(elements[0], ".") && (slices.Contains(elements, "internal") || elements[0] == "vendor")
}

// without returns what is in a list and not in another.
func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(name string) bool { return slices.Contains(other, name) })
}

// TestLinked: beyond what the plain SDK links for the same task, its configuration
// and its client, a program links these packages and no others. A package that is
// to come in addition is worth a look at the size of the binary.
func TestLinked(t *testing.T) {
	want := []string{
		"database/sql",
		"database/sql/driver",
		module,
		module + "/internal/engine",
		module + "/internal/mysql",
		module + "/internal/postgres",
		module + "/internal/sqltext",
		module + "/internal/wire",
		"github.com/aws/aws-sdk-go-v2/aws/arn",
		"log/slog",
	}
	slices.Sort(want)
	got := without(linked(t, "", module), linked(t, "", sdkConfig, sdkClient))
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestLinkedWithEnvironmentOnly: with the build tag, nothing is linked that loads
// configurations and credentials from elsewhere.
func TestLinkedWithEnvironmentOnly(t *testing.T) {
	got := linked(t, "auroradataapi.env", module)
	for _, name := range got {
		for _, unwanted := range []string{sdkConfig, "github.com/aws/aws-sdk-go-v2/credentials", "github.com/aws/aws-sdk-go-v2/service/s", "encoding/xml", "os/exec"} {
			if strings.HasPrefix(name, unwanted) {
				t.Errorf("links %s", name)
			}
		}
	}
	if !slices.Contains(got, sdkClient) {
		t.Error("does not link the client")
	}
}
