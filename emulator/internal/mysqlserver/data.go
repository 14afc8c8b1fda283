//go:build unix

package mysqlserver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/localserver"
)

// productFile is in all data of private servers and says what has made it.
const productFile = "auroradataapi.txt"

// builder makes data.
type builder struct {
	server   *localserver.Server
	binary   binary
	cacheDir string
	inMemory bool
	kept     bool // the data, after Close
}

// dataFolder makes sure that there is data.
func (b *builder) dataFolder(ctx context.Context, dir string) (string, error) {
	build := func(dir string) error { return b.initialise(ctx, dir) }
	if b.kept {
		return dir, b.server.KeptData(productFile, b.checkProduct, build)
	}
	return b.server.TemporaryData(localserver.Template{
		CacheDir: b.cacheDir, Name: strings.ToLower(string(b.binary.product)) + "-" + b.binary.version,
		Recipe: append([]string{b.binary.program}, b.storageOptions()...), Build: build, InMemory: b.inMemory,
	})
}

// checkProduct refuses data that only another product can read. Whether another
// version can is what the server itself knows.
func (b *builder) checkProduct(text string) error {
	if product, _, _ := strings.Cut(text, " "); Product(product) != b.binary.product {
		return fmt.Errorf("is of %s, but %s is %s", strings.TrimSpace(text), b.binary.program, b.binary)
	}
	return nil
}

// initialise makes data in an empty folder. MySQL's has a user root without a
// password, whom the first start removes before it lets anybody in.
func (b *builder) initialise(ctx context.Context, dir string) error {
	var err error
	if b.binary.product == MariaDB {
		err = b.initialiseMariaDB(ctx, dir)
	} else {
		err = b.run(ctx, dir, "", "--initialize-insecure")
	}
	if err != nil {
		return err
	}
	return b.write(filepath.Join(dir, productFile), b.binary.String()+"\n")
}

// initialiseMariaDB does the part of mariadb-install-db that matters: that
// script wants a program which Debian has in another package. The SQL file
// makes the tables of the database mysql and no user that could log in.
func (b *builder) initialiseMariaDB(ctx context.Context, dir string) error {
	share, err := b.binary.share()
	if err != nil {
		return err
	}
	tables, err := os.ReadFile(share.tables)
	if err != nil {
		return err
	}
	system := filepath.Join(dir, "mysql")
	if err := os.Mkdir(system, 0o700); err != nil {
		return err
	}
	if err := b.server.Account().Own(system); err != nil {
		return err
	}
	return b.run(ctx, dir, "USE mysql;\n"+string(tables)+"\n", append(share.options(), "--bootstrap")...)
}

// run has the server's program read statements and end.
func (b *builder) run(ctx context.Context, dir, input string, options ...string) error {
	args := slices.Concat([]string{"--no-defaults"}, options, []string{"--datadir=" + dir, "--tmpdir=" + dir}, b.storageOptions())
	cmd := b.server.Command(ctx, dir, b.binary.program, args...)
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("make data with %s: %w: %s", b.binary.program, err, localserver.LastLines(string(out), 5))
	}
	return nil
}

// write makes a file that only the server's account can read.
func (b *builder) write(path, text string) error {
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return err
	}
	return b.server.Account().Own(path)
}

// makeVoid makes an empty folder that nobody can write to.
func (b *builder) makeVoid(dir string) error {
	if err := os.Mkdir(dir, 0o500); err != nil {
		return err
	}
	return b.server.Account().Own(dir)
}

// share is where MariaDB has its messages and its SQL.
type share struct{ base, dir, tables string }

// share finds the folder next to the program's own. Newer versions have
// "mariadb" in names where older ones have "mysql".
func (b binary) share() (share, error) {
	program, err := filepath.EvalSymlinks(b.program)
	if err != nil {
		return share{}, err
	}
	base := filepath.Dir(filepath.Dir(program))
	for _, dir := range []string{"share/mariadb", "share/mysql", "share"} {
		for _, name := range []string{"mariadb_system_tables.sql", "mysql_system_tables.sql"} {
			tables := filepath.Join(base, dir, name)
			if _, err := os.Stat(tables); err == nil {
				return share{base: base, dir: filepath.Join(base, dir), tables: tables}, nil
			}
		}
	}
	return share{}, errors.New("find MariaDB's SQL files: no mariadb_system_tables.sql or mysql_system_tables.sql below " + filepath.Join(base, "share"))
}

// options tell a MariaDB that was unpacked in some folder where its files are.
func (s share) options() []string {
	return []string{"--basedir=" + s.base, "--lc-messages-dir=" + s.dir, "--character-sets-dir=" + filepath.Join(s.dir, "charsets")}
}
