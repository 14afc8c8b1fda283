package keyfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// maxFile is the limit on a file, of which AWS's policies take a tenth.
const maxFile = 64 << 10

// key is an element of a file's list.
type key struct {
	AccessKeyID     string            `json:"accessKeyId"`
	SecretAccessKey string            `json:"secretAccessKey"`
	SessionToken    string            `json:"sessionToken"`
	Expires         time.Time         `json:"expires"`
	Principal       string            `json:"principal"`
	Policies        []json.RawMessage `json:"policies"`
}

// Read reads a JSON file with a list of keys. Each has accessKeyId and
// secretAccessKey, and may have sessionToken, expires (RFC 3339), principal and
// policies: a list of policies as they are, of the names of files next to this
// one, and of those of built-in policies. Its errors hold no secrets.
func Read(path string) ([]emulator.Credential, error) {
	text, err := read(path)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	var keys []key
	if err := decoder.Decode(&keys); err != nil {
		return nil, fmt.Errorf(`%s: want a list such as [{"accessKeyId": "…", "secretAccessKey": "…", "policies": ["AmazonRDSDataFullAccess"]}]: %w`, path, describe(err))
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("%s: there are no keys", path)
	}
	var credentials []emulator.Credential
	for i, k := range keys {
		c, err := k.credential(filepath.Dir(path))
		if err != nil {
			return nil, fmt.Errorf("%s: key %d: %w", path, i+1, err)
		}
		credentials = append(credentials, c)
	}
	return credentials, nil
}

// describe leaves out of an error the text that was read.
func describe(err error) error {
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong):
		return fmt.Errorf("%s is not of the type that is wanted", wrong.Field)
	case strings.HasPrefix(err.Error(), "parsing time"):
		return errors.New("expires is not a time such as 2030-01-02T15:04:05Z")
	}
	return err
}

func (k key) credential(folder string) (emulator.Credential, error) {
	c := emulator.Credential{
		AccessKeyID: k.AccessKeyID, SecretAccessKey: k.SecretAccessKey, SessionToken: k.SessionToken,
		Expires: k.Expires, Principal: k.Principal,
	}
	if k.Policies != nil && len(k.Policies) == 0 {
		return c, errors.New("the list of policies is empty: leave it out to allow everything")
	}
	for _, raw := range k.Policies {
		policy, err := parsePolicy(folder, raw)
		if err != nil {
			return c, err
		}
		c.Policies = append(c.Policies, policy)
	}
	return c, nil
}

// parsePolicy takes a policy as it is, or what names one.
func parsePolicy(folder string, raw json.RawMessage) (string, error) {
	var name string
	if json.Unmarshal(raw, &name) != nil {
		return string(raw), nil
	}
	if isFile(name) && !filepath.IsAbs(name) {
		name = filepath.Join(folder, name)
	}
	return ReadPolicy(name)
}

// ReadPolicy reads the file of a policy. What is no name of a file, which has a
// dot or a separator, is that of a built-in policy.
func ReadPolicy(name string) (string, error) {
	if !isFile(name) {
		return name, nil
	}
	text, err := read(name)
	if err != nil {
		return "", err
	}
	if !json.Valid(text) {
		return "", fmt.Errorf("%s: it is no JSON", name)
	}
	return string(text), nil
}

// isFile tells files from policies that are built in, whose ARNs have separators.
func isFile(name string) bool {
	return !strings.HasPrefix(name, "arn:") && strings.ContainsAny(name, `./\`)
}

// read reads a file that is not too long.
func read(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err == nil && len(text) > maxFile {
		err = fmt.Errorf("%s: the file has more than %d KiB", path, maxFile>>10)
	}
	return text, err
}
