package mysqlserver

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/emulator/internal/localserver"
)

// Login is a user's name and password. Neither may be empty.
type Login struct{ User, Password string }

// Config says which server to start. Administrator and Master are required; the
// zero value of everything else runs a temporary server.
type Config struct {
	// BinDir is the folder that holds mysqld or mariadbd. Empty means to look
	// around, see [Start].
	BinDir string

	// DataDir is the folder of the server's data. Empty means a temporary one
	// that is removed on Close. A given folder is made on first use with durable
	// settings, is kept, and is used again by later servers.
	DataDir string

	// AwaitsInit has new data in DataDir count as unfinished until Finish is
	// called: data that was not finished is made anew by the next server.
	AwaitsInit bool

	// InMemory has temporary data in memory, where Linux has room for it and TMPDIR
	// is not set.
	InMemory bool

	// CacheDir holds the templates that temporary servers are copied from. Empty
	// means the folder auroradataapi in [os.UserCacheDir], or in [os.TempDir]
	// when the user has no cache folder.
	CacheDir string

	// Administrator has all privileges.
	Administrator Login

	// Master is what the master user is on Aurora: it has no SUPER and no FILE
	// privilege, but may make databases and users.
	Master Login

	// Logger receives the server's log, line by line, at debug level. Nil
	// means that nothing is logged.
	Logger *slog.Logger
}

// maxUser is how long a user's name may be, in characters. MariaDB takes 128.
const maxUser = 32

// complete returns c with defaults filled in and paths made absolute.
func (c Config) complete() (Config, error) {
	for who, login := range map[string]Login{"administrator": c.Administrator, "master user": c.Master} {
		if !localserver.IsText(login.User) || !localserver.IsText(login.Password) {
			return c, fmt.Errorf("the %s's name or password is missing or not text", who)
		}
		if utf8.RuneCountInString(login.User) > maxUser {
			return c, fmt.Errorf("the %s's name is longer than the %d characters that MySQL takes", who, maxUser)
		}
	}
	if c.Administrator.User == c.Master.User {
		return c, fmt.Errorf("the master user has the administrator's name, %s", c.Master.User)
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	c.CacheDir = cmp.Or(c.CacheDir, localserver.DefaultCacheDir())
	if err := localserver.MakeAbsolute(&c.BinDir, &c.DataDir, &c.CacheDir); err != nil {
		return c, errors.Join(errors.New("find the current folder"), err)
	}
	return c, nil
}
