package localca

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/localserver"
)

// Authority signs certificates.
type Authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// lifetime is how long the authority is good for, and renewal how much of it must
// be left.
const (
	lifetime = 10 * 365 * 24 * time.Hour
	renewal  = 30 * 24 * time.Hour
)

// Names of the files in the folder, and what they hold.
const (
	authorityFile = "authority.pem" // key and certificate, for the user alone
	keyBlock      = "PRIVATE KEY"
	certBlock     = "CERTIFICATE"
)

// Open reads the authority of a folder, or makes one that is good from now on.
// Several programs may do so at once.
func Open(folder string, now time.Time) (*Authority, error) {
	if err := localserver.PrivateFolder(folder); err != nil {
		return nil, fmt.Errorf("open certificate authority: %w", err)
	}
	path := filepath.Join(folder, authorityFile)
	a, err := read(path)
	if err == nil && now.Add(renewal).Before(a.certificate.NotAfter) {
		return a, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("open certificate authority %s: %w", path, err)
	}
	if a, err = replace(path, err == nil, now); err != nil {
		return nil, fmt.Errorf("make certificate authority %s: %w", path, err)
	}
	return a, nil
}

// replace writes a new authority. Of several programs that do so at once, the
// first one's counts, unless there was one that has grown old.
func replace(path string, old bool, now time.Time) (*Authority, error) {
	text, err := generate(now)
	if err != nil {
		return nil, err
	}
	put := os.Link
	if old {
		put = os.Rename
	}
	if err := write(path, text, 0o600, put); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return read(path)
}

// generate gives the PEM of a new key and its certificate.
func generate(now time.Time) ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := serialNumber()
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: "auroradataapi local CA", Organization: []string{"auroradataapi"}},
		NotBefore:             now.Add(-time.Hour),
		NotAfter:              now.Add(lifetime),
		IsCA:                  true,
		BasicConstraintsValid: true,
		MaxPathLenZero:        true,
		KeyUsage:              x509.KeyUsageCertSign,
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return append(encode(keyBlock, private), encode(certBlock, certificate)...), nil
}

func encode(block string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: block, Bytes: der})
}

func serialNumber() (*big.Int, error) {
	return rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
}

// read reads what generate has written.
func read(path string) (*Authority, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	a := &Authority{}
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case keyBlock:
			key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
			if err != nil {
				return nil, err
			}
			a.key, _ = key.(*ecdsa.PrivateKey)
		case certBlock:
			if a.certificate, err = x509.ParseCertificate(block.Bytes); err != nil {
				return nil, err
			}
		}
	}
	if a.key == nil || a.certificate == nil {
		return nil, errors.New("it holds no key, or no certificate: remove the file to have it made anew")
	}
	return a, nil
}

// PEM is the authority's certificate, for those who are to trust it.
func (a *Authority) PEM() []byte { return encode(certBlock, a.certificate.Raw) }
