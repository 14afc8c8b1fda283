//go:build unix

package localserver

import (
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// Account is the operating system's user that a server runs as. Nil means the
// caller's own.
type Account struct {
	name     string
	uid, gid uint32
}

// ChooseAccount is nil unless the caller is root: what comes in over SQL should
// not run with root's rights, and PostgreSQL refuses to. Root takes the owner of
// kept, a file of the data from an earlier run, which may be absent, else the
// account of that name or, on machines without it, nobody.
func ChooseAccount(kept, name string) (*Account, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	if info, err := os.Stat(kept); err == nil {
		if owner := ownerOf(info); owner != nil && owner.uid != 0 {
			return owner, nil
		}
	}
	a, err := lookupAccount(name)
	if err != nil {
		a, err = lookupAccount("nobody")
	}
	if err != nil {
		return nil, fmt.Errorf("find an account to run as instead of root: %w", err)
	}
	return a, nil
}

func lookupAccount(name string) (*Account, error) {
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
	return &Account{name: name, uid: uint32(uid), gid: uint32(gid)}, nil
}

// ownerOf is nil when the system does not say.
func ownerOf(file fs.FileInfo) *Account {
	stat, ok := file.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	return &Account{name: "uid " + strconv.FormatUint(uint64(stat.Uid), 10), uid: stat.Uid, gid: stat.Gid}
}

func (a *Account) credential() *syscall.Credential {
	if a == nil {
		return nil
	}
	return &syscall.Credential{Uid: a.uid, Gid: a.gid}
}

// Own hands one file or folder to the account.
func (a *Account) Own(path string) error {
	if a == nil {
		return nil
	}
	return os.Lchown(path, int(a.uid), int(a.gid))
}

// OwnTree hands a folder and everything in it to the account.
func (a *Account) OwnTree(dir string) error {
	if a == nil {
		return nil
	}
	return filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return a.Own(path)
	})
}

// reaches tells whether the account may pass through every folder down to and
// including dir.
func (a *Account) reaches(dir string) bool {
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
func (a *Account) mayPass(folder fs.FileInfo) bool {
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
