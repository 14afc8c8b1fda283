// Package shell drives the shell of the command line in a terminal, tmux, on both
// engines, and holds its screen against what it was.
package shell
