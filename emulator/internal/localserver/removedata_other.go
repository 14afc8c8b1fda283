//go:build !unix

package localserver

import (
	"context"
	"os"
)

// RemoveData removes a kept data folder, which may be absent. No server of this
// system has it.
func RemoveData(_ context.Context, dir string) error { return os.RemoveAll(dir) }
