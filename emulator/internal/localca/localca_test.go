package localca_test

import (
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/localca"
)

var now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// folder is one that only the user can write to.
func folder(t *testing.T) string { return filepath.Join(t.TempDir(), "tls") }

func open(t *testing.T, folder string, now time.Time) *localca.Authority {
	t.Helper()
	a, err := localca.Open(folder, now)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// trusts is a pool with the certificates of a PEM text.
func trusts(t *testing.T, text []byte) *x509.CertPool {
	t.Helper()
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		t.Fatal("there is no certificate")
	}
	return pool
}

func TestIssue(t *testing.T) {
	a := open(t, folder(t), now)
	issued, err := a.Issue(now, "localhost", "127.0.0.1", "::1")
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(issued.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"localhost", "127.0.0.1", "::1"} {
		if _, err := certificate.Verify(x509.VerifyOptions{DNSName: host, Roots: trusts(t, a.PEM()), CurrentTime: now}); err != nil {
			t.Errorf("as %s: %v", host, err)
		}
	}
	if err := certificate.VerifyHostname("example.com"); err == nil {
		t.Error("the certificate is good for example.com")
	}
	if certificate.IsCA {
		t.Error("the certificate can sign others")
	}
}

func TestOpenAgain(t *testing.T) {
	dir := folder(t)
	first := open(t, dir, now)
	if again := open(t, dir, now.Add(time.Hour)); string(again.PEM()) != string(first.PEM()) {
		t.Error("the second is another authority")
	}
	if late := open(t, dir, now.Add(10*365*24*time.Hour)); string(late.PEM()) == string(first.PEM()) {
		t.Error("the authority of ten years ago is still in use")
	}
	info, err := os.Stat(filepath.Join(dir, "authority.pem"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v, want one for the user alone", info.Mode(), err)
	}
}

func TestOpenAtOnce(t *testing.T) {
	dir := folder(t)
	authorities := make([]string, 8)
	var opening sync.WaitGroup
	for i := range authorities {
		opening.Go(func() {
			if a, err := localca.Open(dir, now); err != nil {
				t.Error(err)
			} else {
				authorities[i] = string(a.PEM())
			}
		})
	}
	opening.Wait()
	for _, text := range authorities {
		if text != authorities[0] {
			t.Fatal("there is more than one authority")
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	open777 := folder(t)
	if err := os.Mkdir(open777, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(open777, 0o777); err != nil {
		t.Fatal(err)
	}
	broken := folder(t)
	if err := os.Mkdir(broken, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(broken, "authority.pem"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, folder, want string }{
		{"others may write", open777, "others may write"},
		{"no key", broken, "remove the file"},
	} {
		if _, err := localca.Open(test.folder, now); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want an error with %q", test.name, err, test.want)
		}
	}
}

func TestWriteBundle(t *testing.T) {
	system := open(t, folder(t), now)
	dir := folder(t)
	file := filepath.Join(t.TempDir(), "system.pem")
	if err := os.WriteFile(file, system.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	ours := open(t, dir, now)
	path, err := localca.WriteBundle(dir, func(name string) string {
		if name == "SSL_CERT_FILE" {
			return file
		}
		return ""
	}, ours.PEM())
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		blocks = append(blocks, string(pem.EncodeToMemory(block)))
	}
	if len(blocks) != 2 || blocks[0] != string(system.PEM()) || blocks[1] != string(ours.PEM()) {
		t.Errorf("the bundle is\n%s\nwant the system's certificate and ours", text)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("the folder has %v, %v, want the authority and the bundle", entries, err)
	}
}
