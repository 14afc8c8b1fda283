package main

import (
	"strings"
	"testing"
)

// Nothing is asked for by name, and nothing is there.
func TestNoServer(t *testing.T) {
	empty := t.TempDir()
	tests := []struct {
		name string
		l    localCommand
		want string
	}{
		{"the one asked for", localCommand{Engine: "mysql", MysqlBin: empty}, "find MySQL or MariaDB"},
		{"the other one, of a folder", localCommand{Engine: "mysql", PostgresqlBin: empty}, "find PostgreSQL"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := test.l.engines(t.Context())
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "install it with: ") {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}
