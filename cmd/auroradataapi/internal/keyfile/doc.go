// Package keyfile reads the files that say who may call the emulator: access keys
// and the policies of each.
package keyfile
