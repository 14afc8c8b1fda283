//go:build unix

package pgserver

import (
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is the operating system's user that the server runs as. Nil means the
// caller's own; PostgreSQL refuses to run as root, so root always has one.
type account struct {
	name     string
	uid, gid uint32
}

// accountFor chooses the account for a cluster that lives in dataDir, which may
// be empty or absent. Root takes the owner of an existing cluster, else postgres
// or, on machines without it, nobody.
func accountFor(dataDir string) (*account, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	if owner := clusterOwner(dataDir); owner != nil && owner.uid != 0 {
		return owner, nil
	}
	a, err := lookupAccount("postgres")
	if err != nil {
		a, err = lookupAccount("nobody")
	}
	if err != nil {
		return nil, fmt.Errorf("find an account to run as instead of root: %w", err)
	}
	return a, nil
}

// clusterOwner is nil when there is no cluster in dataDir.
func clusterOwner(dataDir string) *account {
	if dataDir == "" {
		return nil
	}
	info, err := os.Stat(filepath.Join(dataDir, versionFile))
	if err != nil {
		return nil
	}
	return ownerOf(info)
}

func lookupAccount(name string) (*account, error) {
	u, err := user.Lookup(name)
	if err != nil {
		return nil, err
	}
	// A signed parse: some systems print nobody's number as -2.
	uid, err := strconv.ParseInt(u.Uid, 10, 64)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseInt(u.Gid, 10, 64)
	if err != nil {
		return nil, err
	}
	return &account{name: name, uid: uint32(uid), gid: uint32(gid)}, nil
}

// ownerOf is nil when the system does not say.
func ownerOf(file fs.FileInfo) *account {
	stat, ok := file.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	return &account{name: "uid " + strconv.FormatUint(uint64(stat.Uid), 10), uid: stat.Uid, gid: stat.Gid}
}

func (a *account) credential() *syscall.Credential {
	if a == nil {
		return nil
	}
	return &syscall.Credential{Uid: a.uid, Gid: a.gid}
}

// own hands one file or folder to the account.
func (a *account) own(path string) error {
	if a == nil {
		return nil
	}
	return os.Lchown(path, int(a.uid), int(a.gid))
}

// ownTree hands a folder and everything in it to the account.
func (a *account) ownTree(dir string) error {
	if a == nil {
		return nil
	}
	return filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return a.own(path)
	})
}

// reaches tells whether the account may pass through every folder down to and
// including dir.
func (a *account) reaches(dir string) bool {
	if a == nil {
		return true
	}
	for {
		info, err := os.Stat(dir)
		if err != nil || !a.mayPass(info) {
			return false
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return true
		}
		dir = parent
	}
}

// mayPass reads the permission to enter a folder as the kernel does.
func (a *account) mayPass(folder fs.FileInfo) bool {
	mode := folder.Mode().Perm()
	owner := ownerOf(folder)
	switch {
	case owner != nil && owner.uid == a.uid:
		return mode&0o100 != 0
	case owner != nil && owner.gid == a.gid:
		return mode&0o010 != 0
	}
	return mode&0o001 != 0
}
