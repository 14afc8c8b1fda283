package mysqlserver

import (
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// Product is a kind of server.
type Product string

// The products that speak MySQL's protocol. Aurora MySQL 3 is made of MySQL 8.0;
// MariaDB is a relative of older MySQL.
const (
	MySQL   Product = "MySQL"
	MariaDB Product = "MariaDB"
)

// binary is the program of one installation.
type binary struct {
	program string // its path
	product Product
	version string // such as "8.0.36" or "10.11.6"
}

// oldest are the first versions that have what Aurora MySQL 3 has and programs
// use: common table expressions, window functions, JSON_TABLE, roles.
var oldest = map[Product]string{MySQL: "8.0.20", MariaDB: "10.6.0"}

// versionOutput finds the version in an answer such as
// "mysqld  Ver 8.0.36 for Linux on x86_64 (MySQL Community Server - GPL)".
var versionOutput = regexp.MustCompile(`\bVer ([0-9]+\.[0-9]+\.[0-9]+)(\S*)`)

// identify asks a program what it is: Debian's mysqld is MariaDB's.
func identify(ctx context.Context, program string) (binary, error) {
	b := binary{program: program, product: MySQL}
	out, err := exec.CommandContext(ctx, program, "--no-defaults", "--version").Output()
	if err != nil {
		return b, fmt.Errorf("ask %s for its version: %w", program, err)
	}
	answer := strings.TrimSpace(string(out))
	match := versionOutput.FindStringSubmatch(answer)
	if match == nil {
		return b, fmt.Errorf("ask %s for its version: unexpected answer %q", program, answer)
	}
	b.version = match[1]
	if strings.Contains(match[2], string(MariaDB)) {
		b.product = MariaDB
	}
	return b, nil
}

func (b binary) isTooOld() bool { return isOlder(b.version, oldest[b.product]) }

func (b binary) String() string { return string(b.product) + " " + b.version }

// isOlder compares versions number by number.
func isOlder(version, than string) bool {
	numbers, limits := strings.Split(version, "."), strings.Split(than, ".")
	for i := range min(len(numbers), len(limits)) {
		n, _ := strconv.Atoi(numbers[i]) // digits alone, by the pattern
		limit, _ := strconv.Atoi(limits[i])
		if n != limit {
			return n < limit
		}
	}
	return false
}
