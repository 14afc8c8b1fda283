package pgserver

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/localserver"
)

// binEnv names the environment variable that gives the folder of the binaries
// when Config.BinDir does not.
const binEnv = "AURORADATAAPI_POSTGRESQL_BIN"

// installed are the places where packages put versions side by side.
var installed = []string{
	"/usr/lib/postgresql/*/bin",                               // Debian, Ubuntu
	"/usr/pgsql-*/bin",                                        // packages of postgresql.org for Fedora and its kin
	"/opt/homebrew/opt/postgresql@*/bin",                      // Homebrew on Apple silicon
	"/usr/local/opt/postgresql@*/bin",                         // Homebrew on Intel
	"/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",         // Homebrew on Linux
	"/Applications/Postgres.app/Contents/Versions/[0-9]*/bin", // Postgres.app
}

// binaries are the programs of one PostgreSQL installation.
type binaries struct {
	dir     string
	version string // as `postgres --version` prints it
	number  string // the number in it, such as "15.8"
	major   string // as in the PG_VERSION file of a cluster, such as "15"
}

func (b binaries) postgres() string { return filepath.Join(b.dir, "postgres") }
func (b binaries) initdb() string   { return filepath.Join(b.dir, "initdb") }

// Find tells whether there are programs that Start could run, for binDir as in
// [Config]. Its error is Start's.
func Find(ctx context.Context, binDir string) error {
	_, err := findBinaries(ctx, binDir)
	return err
}

// findBinaries takes the folder that it is told to take, or else the first
// place that has both programs.
func findBinaries(ctx context.Context, binDir string) (binaries, error) {
	places := searchPlaces(ctx)
	if told := cmp.Or(binDir, os.Getenv(binEnv)); told != "" {
		absolute, err := filepath.Abs(told)
		if err != nil {
			return binaries{}, err
		}
		places = slices.Values([]string{absolute})
	}
	var seen []string
	for dir := range places {
		b := binaries{dir: dir}
		if localserver.IsProgram(b.postgres()) && localserver.IsProgram(b.initdb()) {
			return b.identify(ctx)
		}
		seen = append(seen, dir)
	}
	return binaries{}, notFound(seen)
}

// searchPlaces yields folders in order of preference.
func searchPlaces(ctx context.Context) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, look := range []func(context.Context) []string{pathPlaces, pgConfigPlaces, installedPlaces} {
			for _, dir := range look(ctx) {
				if !yield(dir) {
					return
				}
			}
		}
	}
}

// pathPlaces is where PATH finds postgres, first behind its symbolic links
// because initdb may not be linked.
func pathPlaces(context.Context) []string {
	postgres, err := exec.LookPath("postgres")
	if err != nil {
		return nil
	}
	places := []string{filepath.Dir(postgres)}
	if real, err := filepath.EvalSymlinks(postgres); err == nil && filepath.Dir(real) != places[0] {
		places = append([]string{filepath.Dir(real)}, places...)
	}
	return places
}

func pgConfigPlaces(ctx context.Context) []string {
	out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output()
	if err != nil {
		return nil
	}
	return []string{strings.TrimSpace(string(out))}
}

func installedPlaces(context.Context) []string { return localserver.Installed(installed...) }

var versionOutput = regexp.MustCompile(`^postgres \(PostgreSQL\) (([0-9]+)\S*)`)

// identify asks the server for its version.
func (b binaries) identify(ctx context.Context) (binaries, error) {
	out, err := exec.CommandContext(ctx, b.postgres(), "--version").Output()
	if err != nil {
		return b, fmt.Errorf("ask %s for its version: %w", b.postgres(), err)
	}
	b.version = strings.TrimSpace(string(out))
	match := versionOutput.FindStringSubmatch(b.version)
	if match == nil {
		return b, fmt.Errorf("ask %s for its version: unexpected answer %q", b.postgres(), b.version)
	}
	b.number, b.major = match[1], match[2]
	return b, nil
}
