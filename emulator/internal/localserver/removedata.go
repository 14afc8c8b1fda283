package localserver

import (
	"errors"
	"io/fs"
	"os"
)

// lockSuffix ends the name of the file that says whose a data folder is. It is
// next to the folder, which is made and replaced as a whole, and stays there.
const lockSuffix = ".lock"

// RemoveData removes a kept data folder, which may be absent and whose server is
// closed, and the file next to it.
func RemoveData(dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.Remove(dir + lockSuffix); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
