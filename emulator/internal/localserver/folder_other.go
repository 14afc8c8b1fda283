//go:build !unix

package localserver

import "os"

// PrivateFolder makes dir if need be. Who may write to it is left to the folder
// that it is in, which is the user's.
func PrivateFolder(dir string) error { return os.MkdirAll(dir, 0o700) }
