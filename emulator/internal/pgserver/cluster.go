//go:build unix

package pgserver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
)

// versionFile is in every cluster and holds its major version.
const versionFile = "PG_VERSION"

// initdbArgs are the same for every cluster. No login is possible until
// initialise has written the rules: "reject" needs no password, "trust" would
// let everybody in. The small WAL segments save 15 MB.
var initdbArgs = []string{"--auth=reject", "--encoding=UTF8", "--lc-messages=C", "--wal-segsize=1"}

// locales are tried in order; systems without C.UTF-8 have C.
var locales = []string{"C.UTF-8", "C"}

// loginRules let a role in by its own password only.
const loginRules = "# TYPE DATABASE USER METHOD\nlocal all all scram-sha-256\n"

const durableSettings = `
# Settings of a private server.
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
max_connections = 200
shared_buffers = '32MB'
jit = off
`

// temporarySettings give up everything that matters only if the data should
// outlive the machine's next crash.
const temporarySettings = durableSettings + `
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = '256MB'
`

// builder makes clusters.
type builder struct {
	guard          *guard
	binaries       binaries
	account        *account
	cacheDir       string
	user, password string
	logger         *slog.Logger
}

// durableCluster makes sure that dir holds a cluster of our version. A new one
// is built next to it and gets its name when it is complete.
func (b *builder) durableCluster(ctx context.Context, dir string) error {
	parent := filepath.Dir(dir)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return err
	}
	if !b.account.reaches(parent) {
		return fmt.Errorf("data folder %s: %s, which the server runs as instead of root, may not pass through %s",
			dir, b.account.name, parent)
	}
	exists, err := b.checkCluster(dir)
	if exists || err != nil {
		return err
	}
	staged, err := b.guard.folder(parent)
	if err != nil {
		return err
	}
	if err := b.initialise(ctx, staged, durableSettings); err != nil {
		return err
	}
	if err := b.setPassword(ctx, staged); err != nil {
		return err
	}
	if err := os.Rename(staged, dir); err != nil {
		return err
	}
	return syncFolder(parent)
}

// checkCluster tells whether dir already holds a cluster. A folder with
// anything else in it, or of another major version, is an error.
func (b *builder) checkCluster(dir string) (bool, error) {
	text, err := os.ReadFile(filepath.Join(dir, versionFile))
	if err == nil {
		if major := strings.TrimSpace(string(text)); major != b.binaries.major {
			return false, fmt.Errorf("data folder %s is of PostgreSQL %s, but the server in %s is PostgreSQL %s",
				dir, major, b.binaries.dir, b.binaries.major)
		}
		return true, b.account.ownTree(dir)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err == nil && len(entries) > 0 {
		err = fmt.Errorf("data folder %s is not empty and holds no PostgreSQL cluster", dir)
	}
	return false, err
}

// initialise makes a cluster in an empty folder. Its superuser has no password
// yet, so nobody can log in.
func (b *builder) initialise(ctx context.Context, dir, settings string, args ...string) error {
	if err := b.account.own(dir); err != nil {
		return err
	}
	if err := b.initdb(ctx, dir, args); err != nil {
		return err
	}
	if err := replaceFile(filepath.Join(dir, "pg_hba.conf"), loginRules); err != nil {
		return err
	}
	return appendFile(filepath.Join(dir, "postgresql.conf"), settings)
}

func (b *builder) initdb(ctx context.Context, dir string, args []string) error {
	args = append([]string{"--pgdata=" + dir, "--username=" + b.user}, append(args, initdbArgs...)...)
	var out []byte
	var err error
	for _, locale := range locales {
		cmd := b.guard.command(ctx, dir, b.account, b.binaries.initdb(), append(args, "--locale="+locale)...)
		out, err = cmd.CombinedOutput()
		if err == nil {
			return nil
		}
		if !bytes.Contains(out, []byte("invalid locale")) {
			break
		}
	}
	return fmt.Errorf("run initdb: %w: %s", err, lastLines(string(out), 5))
}

// setPassword gives the superuser its password before there is a server that
// could be logged into. It speaks to PostgreSQL's single-user mode on standard
// input, so that the password is on no command line.
func (b *builder) setPassword(ctx context.Context, dir string) error {
	cmd := b.guard.command(ctx, dir, b.account, b.binaries.postgres(),
		"--single", "-D", dir, "-c", "log_min_error_statement=panic", "template1")
	cmd.Stdin = strings.NewReader("ALTER ROLE CURRENT_USER PASSWORD " + literal(b.password) + "\n")
	out, err := cmd.CombinedOutput()
	if err == nil && bytes.Contains(out, []byte("ERROR:")) {
		err = errors.New("refused") // single-user mode ends well even so
	}
	if err != nil {
		return fmt.Errorf("set the password of %q: %w: %s", b.user, err, lastLines(string(out), 5))
	}
	return nil
}

// literal writes s as a string constant of SQL in which every byte is escaped,
// so that no quote, backslash or line break has a meaning.
func literal(s string) string {
	var text strings.Builder
	text.WriteString("E'")
	for i := range len(s) {
		fmt.Fprintf(&text, `\x%02x`, s[i])
	}
	text.WriteString("'")
	return text.String()
}
