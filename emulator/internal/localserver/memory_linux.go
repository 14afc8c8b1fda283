package localserver

import "syscall"

// memoryFolder is where Linux has a file system in memory.
const memoryFolder = "/dev/shm"

// memoryRoom is how much has to be free there. Containers often have 64 MiB, which
// one server fills.
const memoryRoom = 1 << 30

// tmpfsMagic is the type of that file system, as statfs(2) lists it.
const tmpfsMagic = 0x01021994

// hasMemory tells whether there is a file system in memory with room for a server.
func hasMemory() bool {
	var found syscall.Statfs_t
	err := syscall.Statfs(memoryFolder, &found)
	return err == nil && found.Type == tmpfsMagic && found.Bavail*uint64(found.Bsize) >= memoryRoom
}
