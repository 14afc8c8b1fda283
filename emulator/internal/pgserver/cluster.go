//go:build unix

package pgserver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/localserver"
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
//
// Shared memory that parallel workers use is in files of the cluster, since what a
// killed server has in /dev/shm nobody removes.
const temporarySettings = durableSettings + `
dynamic_shared_memory_type = 'mmap'
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = '256MB'
`

// builder makes clusters.
type builder struct {
	server         *localserver.Server
	binaries       binaries
	cacheDir       string
	inMemory       bool
	user, password string
	random         bool // the password, and to be kept with kept data
	setup          string
}

// durableCluster makes sure that there is a kept cluster of our version.
func (b *builder) durableCluster(ctx context.Context, dir string) error {
	err := b.server.KeptData(versionFile, b.checkVersion, func(dir string) error {
		if err := b.initialise(ctx, dir, durableSettings); err != nil {
			return err
		}
		if err := b.keepPassword(dir); err != nil {
			return err
		}
		return b.setPassword(ctx, dir)
	})
	if err != nil {
		return err
	}
	return b.readPassword(dir)
}

// passwordFile is in kept clusters whose superuser has a random password.
const passwordFile = "auroradataapi.password"

func (b *builder) keepPassword(dir string) error {
	if !b.random {
		return nil
	}
	path := filepath.Join(dir, passwordFile)
	if err := os.WriteFile(path, []byte(b.password), 0o600); err != nil {
		return err
	}
	return b.server.Account().Own(path)
}

// readPassword finds the password that an earlier server was given.
func (b *builder) readPassword(dir string) error {
	if !b.random {
		return nil
	}
	text, err := os.ReadFile(filepath.Join(dir, passwordFile))
	if err != nil {
		return fmt.Errorf("read the password of %q: %w", b.user, err)
	}
	b.password = string(text)
	return nil
}

// checkVersion looks at the version of a cluster.
func (b *builder) checkVersion(text string) error {
	if major := strings.TrimSpace(text); major != b.binaries.major {
		return fmt.Errorf("is of PostgreSQL %s, but the server in %s is PostgreSQL %s", major, b.binaries.dir, b.binaries.major)
	}
	return nil
}

// temporaryCluster makes a cluster in a temporary folder. A template has no
// password, so each copy gets one of its own.
func (b *builder) temporaryCluster(ctx context.Context) (string, error) {
	recipe := []string{b.binaries.dir, b.binaries.version, b.user, b.setup, temporarySettings}
	recipe = append(recipe, locales...)
	dir, err := b.server.TemporaryData(localserver.Template{
		CacheDir: b.cacheDir, Name: "postgresql-" + b.binaries.major, Recipe: append(recipe, initdbArgs...),
		Build:    func(dir string) error { return b.initialise(ctx, dir, temporarySettings, "--no-sync") },
		InMemory: b.inMemory,
	})
	if err != nil {
		return "", err
	}
	return dir, b.setPassword(ctx, dir)
}

// initialise makes a cluster in an empty folder. Its superuser has no password
// yet, so nobody can log in.
func (b *builder) initialise(ctx context.Context, dir, settings string, args ...string) error {
	if err := b.initdb(ctx, dir, args); err != nil {
		return err
	}
	if err := localserver.ReplaceFile(filepath.Join(dir, "pg_hba.conf"), loginRules); err != nil {
		return err
	}
	if err := localserver.AppendFile(filepath.Join(dir, "postgresql.conf"), settings); err != nil {
		return err
	}
	return b.setUp(ctx, dir)
}

// databases are those of new data that can be used.
var databases = []string{"template1", "postgres"}

func (b *builder) setUp(ctx context.Context, dir string) error {
	if b.setup == "" {
		return nil
	}
	for _, database := range databases {
		if err := b.runAlone(ctx, dir, database, b.setup, "-j"); err != nil {
			return fmt.Errorf("set up the database %s: %w", database, err)
		}
	}
	return nil
}

func (b *builder) initdb(ctx context.Context, dir string, args []string) error {
	args = append([]string{"--pgdata=" + dir, "--username=" + b.user}, append(args, initdbArgs...)...)
	var out []byte
	var err error
	for _, locale := range locales {
		cmd := b.server.Command(ctx, dir, b.binaries.initdb(), append(args, "--locale="+locale)...)
		out, err = cmd.CombinedOutput()
		if err == nil {
			return nil
		}
		if !bytes.Contains(out, []byte("invalid locale")) {
			break
		}
	}
	return fmt.Errorf("run initdb: %w: %s", err, localserver.LastLines(string(out), 5))
}

// setPassword gives the superuser its password before there is a server that
// could be logged into.
func (b *builder) setPassword(ctx context.Context, dir string) error {
	err := b.runAlone(ctx, dir, "template1", "ALTER ROLE CURRENT_USER PASSWORD "+literal(b.password)+"\n")
	if err != nil {
		return fmt.Errorf("set the password of %q: %w", b.user, err)
	}
	return nil
}

// runAlone runs statements in PostgreSQL's single-user mode, which reads them from
// standard input, so that no password is on a command line.
func (b *builder) runAlone(ctx context.Context, dir, database, statements string, options ...string) error {
	args := append([]string{"--single", "-D", dir, "-c", "log_min_error_statement=panic"}, options...)
	cmd := b.server.Command(ctx, dir, b.binaries.postgres(), append(args, database)...)
	cmd.Stdin = strings.NewReader(statements)
	out, err := cmd.CombinedOutput()
	if err == nil && bytes.Contains(out, []byte("ERROR:")) {
		err = errors.New("refused") // single-user mode ends well even so
	}
	if err != nil {
		return fmt.Errorf("%w: %s", err, localserver.LastLines(string(out), 5))
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
