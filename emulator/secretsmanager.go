package emulator

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/secretsapi"
)

// serveSecrets answers in the protocol awsJson1_1.
func (s *service) serveSecrets(w http.ResponseWriter, r *http.Request, _ string) {
	result, err := s.answerSecrets(r)
	status := http.StatusOK
	if err != nil {
		code, message := "", ""
		status, code, message = secretsFailure(err)
		record(r.Context()).Code = code
		result = struct {
			Type    string `json:"__type"`
			Message string
		}{code, message}
	}
	body, _ := json.Marshal(result) // texts and numbers are always written
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.WriteHeader(status)
	w.Write(body) // a client that has gone hears nothing
}

func (s *service) answerSecrets(r *http.Request) (any, error) {
	told := record(r.Context())
	told.Service = signingSecretsManager
	body, err := readBody(r)
	if err != nil {
		return nil, err
	}
	from, err := s.authenticate(r, body, signingSecretsManager)
	if err != nil {
		return nil, err
	}
	call, err := s.secretsManager.Read(strings.TrimPrefix(r.Header.Get("X-Amz-Target"), secretsapi.TargetPrefix), body)
	if err != nil {
		return nil, err
	}
	told.Operation = call.Operation()
	if err := s.authorize(from, "secretsmanager:"+call.Operation(), s.secretsManager.Resource(call)); err != nil {
		return nil, err
	}
	if !s.enter() {
		return nil, unavailable()
	}
	defer s.calls.Done()
	return call.Do()
}

// secretsFailure gives the answer to an error.
func secretsFailure(err error) (status int, code, message string) {
	if e := (*secretsapi.Error)(nil); errors.As(err, &e) {
		return http.StatusBadRequest, e.Code, e.Message
	}
	e := exceptionOf(err)
	if e.Name == "InternalServerErrorException" {
		e.Name = "InternalServiceError"
	}
	return e.Status, e.Name, e.Message
}
