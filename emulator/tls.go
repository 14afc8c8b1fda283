package emulator

import (
	"cmp"
	"crypto/tls"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/localca"
	"github.com/auroradataapi/auroradataapi/emulator/internal/localserver"
)

// TLS has the Data API's port speak HTTPS. The zero value makes a certificate for
// 127.0.0.1, ::1, localhost and the host that is listened on. It is signed by an
// authority that is made once and kept in the folder tls of CacheDir, for
// programs to trust by the file of [Server.CABundle].
type TLS struct {
	// CertFile and KeyFile are PEM files with a certificate of your own, followed
	// by those that it is signed with, and its key.
	CertFile, KeyFile string
}

// identity is what a port presents of itself, and what to trust it by.
type identity struct {
	config *tls.Config
	bundle string
}

// identity is nil without TLS.
func (s *Server) identity() (*identity, error) {
	if s.TLS == nil {
		return nil, nil
	}
	folder := filepath.Join(cmp.Or(s.CacheDir, localserver.DefaultCacheDir()), "tls")
	certificate, trusted, err := s.TLS.certificate(folder, s.hosts())
	if err != nil {
		return nil, err
	}
	bundle, err := localca.WriteBundle(folder, os.Getenv, trusted)
	if err != nil {
		return nil, err
	}
	return &identity{&tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}, bundle}, nil
}

func (i *identity) tls() *tls.Config {
	if i == nil {
		return nil
	}
	return i.config
}

// certificate reads the certificate that was given, or makes one, and gives the
// PEM of those to trust it by.
func (t *TLS) certificate(folder string, hosts []string) (tls.Certificate, []byte, error) {
	if t.CertFile != "" || t.KeyFile != "" {
		certificate, err := tls.LoadX509KeyPair(t.CertFile, t.KeyFile)
		if err != nil {
			return tls.Certificate{}, nil, fmt.Errorf("load certificate: %w", err)
		}
		return certificate, chain(certificate), nil
	}
	now := time.Now() // that of clients, whatever Server.Clock says
	authority, err := localca.Open(folder, now)
	if err != nil {
		return tls.Certificate{}, nil, err
	}
	certificate, err := authority.Issue(now, hosts...)
	return certificate, authority.PEM(), err
}

// chain gives the PEM of a certificate and of those behind it.
func chain(certificate tls.Certificate) []byte {
	var text []byte
	for _, der := range certificate.Certificate {
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	return text
}

// hosts are the names that clients may have for the server.
func (s *Server) hosts() []string {
	hosts := append([]string{"127.0.0.1", "::1", "localhost"}, containerHosts...)
	host, _, err := net.SplitHostPort(s.addr())
	if ip := net.ParseIP(host); err != nil || host == "localhost" || ip.IsLoopback() || ip.IsUnspecified() {
		return hosts
	}
	return append(hosts, host)
}

// CABundle is a file with the certificates to trust a started server with TLS by,
// behind those of the authorities that the system trusts. It is empty for others.
func (s *Server) CABundle() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.trust == nil {
		return ""
	}
	return s.trust.bundle
}

// environOfTLS has programs trust the server: those with an AWS SDK by
// AWS_CA_BUNDLE, Node by its own variable, since its SDK does not know that one.
func (s *Server) environOfTLS() []string {
	bundle := s.CABundle()
	if bundle == "" {
		return nil
	}
	return []string{"AWS_CA_BUNDLE=" + bundle, "NODE_EXTRA_CA_CERTS=" + bundle}
}
