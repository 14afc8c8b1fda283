//go:build unix

package localserver

import (
	"context"
	"errors"
	"io/fs"
	"os"
)

// RemoveData removes a kept data folder, which may be absent, and the file next to
// it. A server whose process was killed is waited for; one that runs is an error.
func RemoveData(ctx context.Context, dir string) error {
	held, err := lock(ctx, dir)
	if err != nil {
		return err
	}
	defer held.Close()
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.Remove(dir + lockSuffix); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
