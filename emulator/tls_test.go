package emulator_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/rdsdata"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/emulator/internal/localca"
)

// trusting is an HTTP client that trusts what a server's bundle has.
func trusting(t *testing.T, s *emulator.Server) *http.Client {
	t.Helper()
	bundle, err := os.ReadFile(s.CABundle())
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(bundle) {
		t.Fatalf("%s has no certificate", s.CABundle())
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// writeCertificate makes files with a certificate and its key.
func writeCertificate(t *testing.T) *emulator.TLS {
	t.Helper()
	dir := t.TempDir()
	authority, err := localca.Open(filepath.Join(dir, "authority"), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	issued, err := authority.Issue(time.Now(), "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	files := &emulator.TLS{CertFile: filepath.Join(dir, "cert.pem"), KeyFile: filepath.Join(dir, "key.pem")}
	certificate, key := pemOf(t, issued)
	for name, text := range map[string][]byte{files.CertFile: certificate, files.KeyFile: key} {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func TestTLS(t *testing.T) {
	tests := []struct {
		name string
		tls  *emulator.TLS
	}{
		{"a certificate of its own", &emulator.TLS{}},
		{"a certificate that is given", writeCertificate(t)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := attached(t, &emulator.Server{TLS: test.tls, CacheDir: filepath.Join(t.TempDir(), "cache")})
			if !strings.HasPrefix(s.URL(), "https://127.0.0.1:") {
				t.Errorf("the URL is %s", s.URL())
			}
			for _, name := range []string{"AWS_CA_BUNDLE=", "NODE_EXTRA_CA_CERTS="} {
				if !slices.Contains(s.Environ(), name+s.CABundle()) {
					t.Errorf("the environment has no %s%s", name, s.CABundle())
				}
			}
			options := client(s).Options()
			options.HTTPClient = trusting(t, s)
			if _, err := rdsdata.New(options).ExecuteStatement(t.Context(), statement(s, "select 1")); err != nil {
				t.Error(err)
			}
			options.HTTPClient = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: x509.NewCertPool()}}}
			if _, err := rdsdata.New(options).ExecuteStatement(t.Context(), statement(s, "select 1")); err == nil {
				t.Error("a client that trusts nobody was answered")
			}
		})
	}
}

// TestTLSKeepsAuthority starts twice with one folder: who trusts the first server
// trusts the second.
func TestTLSKeepsAuthority(t *testing.T) {
	cache := filepath.Join(t.TempDir(), "cache")
	first := attached(t, &emulator.Server{TLS: &emulator.TLS{}, CacheDir: cache})
	second := attached(t, &emulator.Server{TLS: &emulator.TLS{}, CacheDir: cache})
	response, err := trusting(t, first).Get(second.URL())
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if first.CABundle() != second.CABundle() {
		t.Errorf("there are two bundles, %s and %s", first.CABundle(), second.CABundle())
	}
}

func TestTLSRefuses(t *testing.T) {
	s := &emulator.Server{Clusters: existing(), TLS: &emulator.TLS{CertFile: filepath.Join(t.TempDir(), "none.pem")}}
	defer s.Close()
	if err := s.Start(t.Context()); err == nil || !strings.Contains(err.Error(), "load certificate") {
		t.Errorf("got %v", err)
	}
}

// pemOf gives the PEM of a certificate's chain and of its key.
func pemOf(t *testing.T, c tls.Certificate) (certificate, key []byte) {
	t.Helper()
	for _, der := range c.Certificate {
		certificate = append(certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	der, err := x509.MarshalPKCS8PrivateKey(c.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	return certificate, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}
