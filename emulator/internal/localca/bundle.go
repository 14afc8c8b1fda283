package localca

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/auroradataapi/auroradataapi/emulator/internal/localserver"
)

// systemFiles are where systems keep the authorities that they trust: Debian and
// Alpine, Fedora and RHEL, openSUSE, macOS and the BSDs.
var systemFiles = []string{
	"/etc/ssl/certs/ca-certificates.crt",
	"/etc/pki/tls/certs/ca-bundle.crt",
	"/etc/ssl/ca-bundle.pem",
	"/etc/ssl/cert.pem",
}

// WriteBundle writes a file to the folder with the certificates and those of the
// authorities that programs trust as it is, and gives its path. Programs that are
// told to trust a file trust nothing else. Where those of the system are not
// found, the file has the certificates alone.
func WriteBundle(folder string, getenv func(string) string, certificates []byte) (string, error) {
	if err := localserver.PrivateFolder(folder); err != nil {
		return "", fmt.Errorf("write certificate bundle: %w", err)
	}
	text := append(bytes.TrimRight(systemAuthorities(getenv), "\n"), '\n')
	text = append(text, certificates...)
	sum := sha256.Sum256(text)
	path := filepath.Join(folder, "bundle-"+hex.EncodeToString(sum[:8])+".pem")
	if err := write(path, text, 0o644, os.Rename); err != nil {
		return "", fmt.Errorf("write certificate bundle: %w", err)
	}
	return path, nil
}

// systemAuthorities reads the file that the environment names, or the system's.
func systemAuthorities(getenv func(string) string) []byte {
	for _, path := range append([]string{getenv("AWS_CA_BUNDLE"), getenv("SSL_CERT_FILE")}, systemFiles...) {
		if path == "" {
			continue
		}
		if text, err := os.ReadFile(path); err == nil {
			return text
		}
	}
	return nil
}

// write writes a file that nobody sees half written, and has put name it.
func write(path string, text []byte, mode fs.FileMode, put func(from, to string) error) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer func() {
		if e := os.Remove(file.Name()); e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}()
	_, err = file.Write(text)
	if err := errors.Join(err, file.Chmod(mode), file.Close()); err != nil {
		return err
	}
	return put(file.Name(), path)
}
