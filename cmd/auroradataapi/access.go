package main

import (
	"errors"
	"fmt"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/keyfile"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// guarding are the flags of `local` that say who may call, and how.
type guarding struct {
	Credentials string   `type:"path" placeholder:"FILE" help:"Check signatures against the keys of a JSON file, and what each key may do. The environment has the first."`
	Policy      []string `sep:"none" placeholder:"FILE|NAME" help:"Check signatures, and allow the environment's key what an IAM policy allows: that of a JSON file, or AmazonRDSDataFullAccess. Repeat for more."`
	AllowRemote string   `enum:",signed,anyone" default:"" placeholder:"WHO" help:"Answer other machines and other host names, if --addr has them: signed for those with a key of --credentials, or anyone."`
	TLS         bool     `name:"tls" help:"Speak HTTPS, with a certificate that the programs of the environment trust."`
	TLSCert     string   `name:"tls-cert" type:"path" placeholder:"FILE" help:"Speak HTTPS with the certificate of a PEM file. Wants --tls-key."`
	TLSKey      string   `name:"tls-key" type:"path" placeholder:"FILE" help:"The certificate's key, a PEM file."`
}

// The key of the environment when no other is given, which everybody knows.
const localKey = "local"

// apply gives the server what the flags say.
func (g *guarding) apply(server *emulator.Server) error {
	server.AllowRemote = emulator.Remote(g.AllowRemote)
	if (g.TLSCert == "") != (g.TLSKey == "") {
		return errors.New("--tls-cert and --tls-key go together")
	}
	if g.TLS || g.TLSCert != "" {
		server.TLS = &emulator.TLS{CertFile: g.TLSCert, KeyFile: g.TLSKey}
	}
	var err error
	server.Credentials, err = g.credentials()
	return err
}

func (g *guarding) credentials() ([]emulator.Credential, error) {
	if g.Credentials == "" {
		return g.policies()
	}
	if len(g.Policy) > 0 {
		return nil, errors.New("--credentials and --policy exclude each other: the file has the policies")
	}
	credentials, err := keyfile.Read(g.Credentials)
	if err != nil {
		return nil, fmt.Errorf("--credentials: %w", err)
	}
	return credentials, nil
}

// policies are for the key that everybody knows, which is no key for others.
func (g *guarding) policies() ([]emulator.Credential, error) {
	if len(g.Policy) == 0 {
		return nil, nil
	}
	if g.AllowRemote == string(emulator.RemoteSigned) {
		return nil, errors.New("--allow-remote=signed wants --credentials: everybody knows the key that --policy is for")
	}
	local := emulator.Credential{AccessKeyID: localKey, SecretAccessKey: localKey}
	for _, name := range g.Policy {
		policy, err := keyfile.ReadPolicy(name)
		if err != nil {
			return nil, fmt.Errorf("--policy: %w", err)
		}
		local.Policies = append(local.Policies, policy)
	}
	return []emulator.Credential{local}, nil
}
