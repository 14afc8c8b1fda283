// Package soak has many callers work for long with the emulator, through the driver
// and through the plain SDK, on both engines, and looks at what grows in it.
//
// The time of a run is -duration: a few seconds in the tests of the project,
// `go test ./internal/integration/soak -run TestSoak -duration 10m -timeout 20m -v`
// for a soak. What is seen of the emulator's process on the way is printed.
package soak
