package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
)

// versionCommand prints which build this is.
type versionCommand struct{}

// Run prints one line.
func (versionCommand) Run(p process) error {
	_, err := fmt.Fprintln(p.stdout, "auroradataapi", version(), runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH)
	return err
}

// release is the version that `make build` gives the program.
var release string

// version is that of `make build`, or else that of the module, which go build takes
// from the commit in a clone.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return cmp.Or(release, "(unknown)")
	}
	return cmp.Or(release, info.Main.Version, "(devel)")
}
