//go:build unix

package pgserver

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// socketFolder makes the folder of the socket, apart from the data because the
// path of a unix socket has to be short.
func (b *builder) socketFolder() (string, error) {
	parent, err := b.temporaryParent(len(socketName))
	if err != nil {
		return "", err
	}
	dir, err := b.guard.folder(parent)
	if err != nil {
		return "", err
	}
	return dir, b.account.own(dir)
}

var socketName = "/.s.PGSQL." + strconv.Itoa(Port)

// maxSocketPath is the shortest limit among the systems: 104 bytes with the
// final zero on macOS and the BSDs, 108 on Linux.
const maxSocketPath = 103

// temporaryParent chooses where to make a folder that may hold a socket name of
// the given length (0: any): the system's temporary folder, or /tmp when that
// is too deep or closed to the server's account.
func (b *builder) temporaryParent(socket int) (string, error) {
	tried := []string{os.TempDir(), "/tmp"}
	for _, parent := range tried {
		parent, err := filepath.Abs(parent)
		if err != nil {
			return "", err
		}
		length := len(parent) + len("/"+folderPrefix) + folderRandom + socket
		if b.account.reaches(parent) && (socket == 0 || length <= maxSocketPath) {
			return parent, nil
		}
	}
	return "", fmt.Errorf("find a temporary folder: neither %s", strings.Join(tried, " nor "))
}

// privateFolder makes dir if need be and checks that nobody else could have put
// a cluster of theirs there: a cluster can hold programs.
func privateFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if owner := ownerOf(info); owner == nil || int(owner.uid) != os.Geteuid() || info.Mode().Perm()&0o022 != 0 {
		return fmt.Errorf("cache folder %s: others may write to it", dir)
	}
	return nil
}
