//go:build unix

package localserver

import (
	"log/slog"
	"slices"
	"testing"
)

func TestNewestFirst(t *testing.T) {
	got := []string{"/opt/postgresql@9/bin", "/opt/postgresql@17/bin", "/opt/postgresql@15/bin", "/opt/postgresql/bin"}
	slices.SortFunc(got, newestFirst)
	want := []string{"/opt/postgresql@17/bin", "/opt/postgresql@15/bin", "/opt/postgresql@9/bin", "/opt/postgresql/bin"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestServerLog(t *testing.T) {
	tests := []struct {
		name   string
		pieces []string
		want   string
	}{
		{"nothing", nil, ""},
		{"lines in pieces", []string{"a", "b\nc", "\n"}, "ab; c"},
		{"line without end", []string{"a\nb"}, "a; b"},
		{"blank lines", []string{"a\n\n \nb\n"}, "a; b"},
		{"the last ones", []string{"1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n"}, "3; 4; 5; 6; 7; 8; 9; 10"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			log := serverLog{name: "PostgreSQL", logger: slog.New(slog.DiscardHandler)}
			for _, piece := range test.pieces {
				if n, err := log.Write([]byte(piece)); n != len(piece) || err != nil {
					t.Fatalf("Write: got %d, %v", n, err)
				}
			}
			if got := log.last(); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestServerEnviron(t *testing.T) {
	got := serverEnviron([]string{"PATH=/bin", "PGDATA=/x", "MYSQL_HOME=/x", "UMASK=0", "LANG=de_DE", "LC_ALL=de_DE", "TZ=Asia/Tokyo", "LD_LIBRARY_PATH=/lib"})
	want := []string{"LC_ALL=C", "PATH=/bin", "LD_LIBRARY_PATH=/lib"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAccountReaches(t *testing.T) {
	stranger := &Account{uid: 1 << 30, gid: 1 << 30}
	closed := t.TempDir() // Go makes its parent for the caller only
	if stranger.reaches(closed) {
		t.Errorf("a stranger reaches %s", closed)
	}
	if !stranger.reaches("/") {
		t.Error("a stranger does not reach /")
	}
	var caller *Account
	if !caller.reaches(closed) {
		t.Errorf("the caller does not reach %s", closed)
	}
}
