//go:build unix

package localserver

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// SocketFolder makes the folder of a socket of that name, apart from the data
// because the path of a unix socket has to be short. It belongs to the server's
// account.
func (s *Server) SocketFolder(socket string) (string, error) {
	parent, err := s.temporaryParent(len("/" + socket))
	if err != nil {
		return "", err
	}
	dir, err := s.folder(parent)
	if err != nil {
		return "", err
	}
	return dir, s.account.Own(dir)
}

// folder makes a new private folder in parent that is gone when the server is.
func (s *Server) folder(parent string) (string, error) {
	dir, err := s.guard.folder(parent)
	if dir != "" {
		s.folders = append(s.folders, dir)
	}
	return dir, err
}

// maxSocketPath is the shortest limit among the systems: 104 bytes with the
// final zero on macOS and the BSDs, 108 on Linux.
const maxSocketPath = 103

// temporaryParent chooses where to make a folder that may hold a socket name of
// the given length (0: any): the system's temporary folder, or /tmp when that
// is too deep or closed to the server's account.
func (s *Server) temporaryParent(socket int) (string, error) {
	tried := []string{os.TempDir(), "/tmp"}
	for _, parent := range tried {
		parent, err := filepath.Abs(parent)
		if err != nil {
			return "", err
		}
		length := len(parent) + len("/"+folderPrefix) + folderRandom + socket
		if s.account.reaches(parent) && (socket == 0 || length <= maxSocketPath) {
			return parent, nil
		}
	}
	return "", fmt.Errorf("find a temporary folder: neither %s", strings.Join(tried, " nor "))
}

// PrivateFolder makes dir if need be and checks that nobody else could have put
// data of theirs there: a server's data can hold programs.
func PrivateFolder(dir string) error {
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
