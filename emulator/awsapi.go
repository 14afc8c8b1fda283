package emulator

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/awsquery"
	"github.com/auroradataapi/auroradataapi/emulator/internal/rdsapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/secretsapi"
)

// neighbour recognises a request to Secrets Manager, RDS or STS, which share the
// port, and gives what answers it.
func neighbour(r *http.Request) func(s *service, w http.ResponseWriter, r *http.Request, requestID string) {
	switch {
	case strings.HasPrefix(r.Header.Get("X-Amz-Target"), secretsapi.TargetPrefix):
		return (*service).serveSecrets
	case r.URL.Path == "/" && strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded"):
		return (*service).serveQuery
	}
	return nil
}

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

// serveQuery answers in the protocol awsQuery.
func (s *service) serveQuery(w http.ResponseWriter, r *http.Request, requestID string) {
	namespace := rdsapi.Namespace
	body, err := s.answerQuery(r, requestID, &namespace)
	status := http.StatusOK
	if err != nil {
		e := queryError(err)
		record(r.Context()).Code = e.Code
		status, body = e.Status, awsquery.Failure(namespace, requestID, e)
	}
	w.Header().Set("Content-Type", awsquery.ContentType)
	w.WriteHeader(status)
	w.Write(body) // a client that has gone hears nothing
}

// answerQuery tells RDS and STS apart by the version of the API, which is in each
// request.
func (s *service) answerQuery(r *http.Request, requestID string, namespace *string) ([]byte, error) {
	body, err := readBody(r)
	if err != nil {
		return nil, err
	}
	form, err := awsquery.Parse(body)
	if err != nil {
		return nil, err
	}
	signing, answer := signingRDS, s.answerRDS
	if form.Version() == stsVersion {
		*namespace, signing, answer = stsNamespace, signingSTS, s.answerSTS
	}
	told := record(r.Context())
	told.Service = signing
	from, err := s.authenticate(r, body, signing)
	if err != nil {
		return nil, err
	}
	result, err := answer(r, from, form)
	if err != nil {
		return nil, err
	}
	told.Operation = form.Action()
	return awsquery.Answer(*namespace, form.Action(), requestID, result)
}

func (s *service) answerRDS(r *http.Request, from *caller, form awsquery.Form) (any, error) {
	if form.Version() != rdsapi.Version {
		return nil, awsquery.Errorf("InvalidAction", "Could not find operation %s for version %s", form.Action(), form.Version())
	}
	resource, err := s.rds.Resource(form)
	if err != nil {
		return nil, err
	}
	if err := s.authorize(from, "rds:"+form.Action(), resource); err != nil {
		return nil, err
	}
	if !s.enter() {
		return nil, unavailable()
	}
	defer s.calls.Done()
	return s.rds.Do(r.Context(), form)
}

// queryError gives the answer to an error.
func queryError(err error) *awsquery.Error {
	var e *awsquery.Error
	if errors.As(err, &e) {
		return e
	}
	exception := exceptionOf(err)
	if exception.Name == "InternalServerErrorException" {
		exception.Name = "InternalFailure"
	}
	return &awsquery.Error{Status: exception.Status, Code: exception.Name, Message: exception.Message}
}
