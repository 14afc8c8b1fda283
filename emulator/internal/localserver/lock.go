//go:build unix

package localserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	// lockInterval is the time between two looks at a lock.
	lockInterval = 10 * time.Millisecond
	// lockPatience is how long a server may take to end whose process is gone, and
	// ownedPatience one whose process is there, if only as a zombie.
	lockPatience  = 15 * time.Second
	ownedPatience = time.Second
)

// lockSuffix ends the name of the file that says whose a data folder is. It is
// next to the folder, which is made and replaced as a whole, and stays there.
const lockSuffix = ".lock"

// lock takes a data folder for this process. What inherits the file holds the lock
// as well: it is free when the last of them is gone. That of a process that was
// killed is waited for, since its server is about to stop.
func lock(ctx context.Context, dir string) (*os.File, error) {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(dir+lockSuffix, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	err = awaitLock(ctx, file)
	if err == nil {
		err = sign(file)
	}
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("data folder %s: %w", dir, err)
	}
	return file, nil
}

func awaitLock(ctx context.Context, file *os.File) error {
	ctx, cancel := context.WithTimeoutCause(ctx, lockPatience, errors.New("it is in use by a server whose process is gone, and which does not end"))
	defer cancel()
	ticker := time.NewTicker(lockInterval)
	defer ticker.Stop()
	for owned := time.Duration(0); ; owned += lockInterval {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return err
		}
		if owner := ownerOfLock(file); owner != 0 && owned >= ownedPatience {
			return fmt.Errorf("it is in use by another server, that of process %d", owner)
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-ticker.C:
		}
	}
}

// ownerOfLock gives the process in the lock, or 0 if there is none or it is gone.
func ownerOfLock(file *os.File) int {
	text, err := io.ReadAll(io.NewSectionReader(file, 0, 20))
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || pid <= 0 || errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return 0
	}
	return pid
}

// sign writes this process into the lock.
func sign(file *os.File) error {
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err := file.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	return err
}
