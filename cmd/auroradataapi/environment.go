package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/shellword"
)

// misleading are variables of the AWS SDKs that would draw a program away from
// the emulator's credentials, or send it those of an account, and those that
// name clusters of an emulator around this one.
var misleading = []string{
	"AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN",
	"AURORA_POSTGRESQL_CLUSTER_ARN", "AURORA_POSTGRESQL_SECRET_ARN", "AURORADATAAPI_LOCAL_POSTGRESQL_DSN",
	"AURORA_MYSQL_CLUSTER_ARN", "AURORA_MYSQL_SECRET_ARN", "AURORADATAAPI_LOCAL_MYSQL_DSN",
}

// withEnviron returns an environment with variables added and the misleading
// ones removed.
func withEnviron(environ, added []string) []string {
	changed := slices.DeleteFunc(slices.Clone(environ), func(entry string) bool {
		return slices.Contains(misleading, variable(entry))
	})
	return append(changed, added...)
}

// writeExports writes what makes the same change in a shell.
func writeExports(w io.Writer, environ, added []string) error {
	for _, entry := range environ {
		if name := variable(entry); slices.Contains(misleading, name) {
			added = append([]string{name}, added...)
		}
	}
	for _, entry := range added {
		name, value, ok := strings.Cut(entry, "=")
		line := "unset " + name
		if ok {
			line = "export " + name + "=" + shellword.Quote(value)
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

func variable(entry string) string {
	name, _, _ := strings.Cut(entry, "=")
	return name
}
