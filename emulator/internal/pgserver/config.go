package pgserver

import (
	"cmp"
	"errors"
	"log/slog"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/localserver"
)

// Port is the number in the name of every private server's socket. Nothing
// listens on it: there is no TCP listener, and each server has a socket folder
// of its own.
const Port = 5432

// Config says which server to start. User is required; the zero
// value of everything else runs a temporary server.
type Config struct {
	// BinDir is the folder that holds postgres and initdb. Empty means to look
	// around, see [Start].
	BinDir string

	// DataDir is the folder of the cluster's data. Empty means a temporary one
	// that is removed on Close. A given folder is made on first use with
	// durable settings, is kept, and is used again by later servers.
	DataDir string

	// AwaitsInit has new data in DataDir count as unfinished until Finish is
	// called: data that was not finished is made anew by the next server.
	AwaitsInit bool

	// InMemory has temporary data in memory, where Linux has room for it and TMPDIR
	// is not set.
	InMemory bool

	// CacheDir holds the template clusters that temporary servers are copied
	// from. Empty means the folder auroradataapi in [os.UserCacheDir], or in
	// [os.TempDir] when the user has no cache folder.
	CacheDir string

	// User is the superuser that owns the cluster. The name may not start with
	// "pg_" nor hold quotes, dollar signs, backslashes and line breaks, which
	// initdb cannot cope with.
	User string

	// Setup is SQL that User runs in each database of new data, which are template1
	// and postgres: statements that end in a semicolon and an empty line, and have
	// no such end in them.
	Setup string

	// Password is User's password. On a given DataDir it counts when the cluster
	// is made; later it must be the right one. Empty means a random one, which a
	// given DataDir keeps for later servers.
	Password string

	// Logger receives the server's log, line by line, at debug level. Nil
	// means that nothing is logged.
	Logger *slog.Logger
}

// complete returns c with defaults filled in and paths made absolute.
func (c Config) complete() (Config, error) {
	if !localserver.IsText(c.User) || strings.ContainsAny(c.User, "\"$'\\\n") {
		return c, errors.New("user is missing or holds a character that no superuser's name may have")
	}
	if c.Password != "" && !localserver.IsText(c.Password) {
		return c, errors.New("password is not text")
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	c.CacheDir = cmp.Or(c.CacheDir, localserver.DefaultCacheDir())
	return c, localserver.MakeAbsolute(&c.BinDir, &c.DataDir, &c.CacheDir)
}
