//go:build unix && !linux

package localserver

const memoryFolder = ""

func hasMemory() bool { return false }
