// Package examples is what a user of the driver and of the emulator writes. The
// tests run it, and the program in README.md as well.
package examples
