package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// parseSecret reads a secret as the command line has it: NAME=USER:PASSWORD, or
// NAME=@FILE. An error does not show the password.
func parseSecret(text string) (emulator.Secret, error) {
	name, credentials, ok := strings.Cut(text, "=")
	if !ok || name == "" {
		return emulator.Secret{}, errors.New("--secret: want NAME=USER:PASSWORD or NAME=@FILE")
	}
	secret, err := parseCredentials(credentials)
	if err != nil {
		return emulator.Secret{}, fmt.Errorf("--secret %s: %w", name, err)
	}
	if secret.Username == "" || secret.Password == "" {
		return emulator.Secret{}, fmt.Errorf("--secret %s: user or password is missing", name)
	}
	secret.Name = name
	return secret, nil
}

func parseCredentials(text string) (emulator.Secret, error) {
	if path, ok := strings.CutPrefix(text, "@"); ok {
		return readCredentials(path)
	}
	user, password, _ := strings.Cut(text, ":")
	return emulator.Secret{Username: user, Password: password}, nil
}

// readCredentials reads a file with the text of a secret as Secrets Manager keeps
// it for databases; what else it says does not matter to the Data API.
func readCredentials(path string) (emulator.Secret, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return emulator.Secret{}, err
	}
	var content struct{ Username, Password string }
	if err := json.Unmarshal(data, &content); err != nil {
		return emulator.Secret{}, fmt.Errorf(`%s: want JSON such as {"username":"app","password":"…"}`, path)
	}
	return emulator.Secret{Username: content.Username, Password: content.Password}, nil
}
