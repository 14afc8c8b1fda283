package mysqlserver

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"github.com/auroradataapi/auroradataapi/emulator/internal/localserver"
)

// binEnv names the environment variable that gives the folder of the server's
// program when Config.BinDir does not.
const binEnv = "AURORADATAAPI_MYSQL_BIN"

// programs are the names of servers, the preferred one first.
var programs = []string{"mysqld", "mariadbd"}

// installed are the places where packages put servers, beside PATH.
var installed = []string{
	"/opt/homebrew/opt/mysql*/bin",              // Homebrew on Apple silicon
	"/usr/local/opt/mysql*/bin",                 // Homebrew on Intel
	"/home/linuxbrew/.linuxbrew/opt/mysql*/bin", // Homebrew on Linux
	"/usr/local/mysql/bin",                      // packages of mysql.com for macOS
	"/usr/sbin",                                 // Debian, Ubuntu, packages of mysql.com and mariadb.org
	"/usr/libexec",                              // Fedora and its kin
	"/usr/local/libexec",                        // FreeBSD
	"/usr/bin",                                  // Alpine, Arch
	"/opt/homebrew/opt/mariadb*/bin",
	"/usr/local/opt/mariadb*/bin",
	"/home/linuxbrew/.linuxbrew/opt/mariadb*/bin",
}

// Find tells whether there is a server that Start could run, for binDir as in
// [Config]. Its error is Start's.
func Find(ctx context.Context, binDir string) error {
	_, err := findBinary(ctx, binDir)
	return err
}

// findBinary takes the server in the folder that it is told to take, or else the
// first MySQL or, without one, the first MariaDB.
func findBinary(ctx context.Context, binDir string) (binary, error) {
	if told := cmp.Or(binDir, os.Getenv(binEnv)); told != "" {
		return toldBinary(ctx, told)
	}
	var found []binary
	for _, program := range candidates() {
		b, err := identify(ctx, program)
		if ctx.Err() != nil {
			return b, context.Cause(ctx)
		}
		if err != nil || b.isTooOld() {
			continue
		}
		if b.product == MySQL {
			return b, nil
		}
		found = append(found, b)
	}
	if len(found) > 0 {
		return found[0], nil
	}
	return binary{}, notFound(places())
}

// toldBinary takes the server in dir, whose version must do.
func toldBinary(ctx context.Context, dir string) (binary, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return binary{}, err
	}
	for _, name := range programs {
		program := filepath.Join(dir, name)
		if !localserver.IsProgram(program) {
			continue
		}
		b, err := identify(ctx, program)
		if err == nil && b.isTooOld() {
			err = fmt.Errorf("%s is %s, and the oldest that will do is %s", program, b, oldest[b.product])
		}
		return b, err
	}
	return binary{}, notFound([]string{dir})
}

// candidates are the servers on the machine, each once.
func candidates() []string {
	var found []string
	for _, dir := range places() {
		for _, name := range programs {
			program := filepath.Join(dir, name)
			if localserver.IsProgram(program) && !slices.ContainsFunc(found, isSameAs(program)) {
				found = append(found, program)
			}
		}
	}
	return found
}

// isSameAs compares files behind their symbolic links.
func isSameAs(program string) func(string) bool {
	file, err := os.Stat(program)
	return func(other string) bool {
		info, otherErr := os.Stat(other)
		return err == nil && otherErr == nil && os.SameFile(file, info)
	}
}

// places are the folders to look into: PATH's, then the usual ones.
func places() []string {
	var dirs []string
	for _, name := range programs {
		if program, err := exec.LookPath(name); err == nil {
			dirs = append(dirs, filepath.Dir(program))
		}
	}
	for _, dir := range localserver.Installed(installed...) {
		if !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}
