// Package awscli holds the emulator against the AWS command line, a client that
// is neither ours nor written in Go.
package awscli
