package emulator

import (
	"context"
	"errors"
	"net/http"

	"github.com/auroradataapi/auroradataapi/emulator/internal/awsquery"
	"github.com/auroradataapi/auroradataapi/emulator/internal/rdsapi"
)

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
	record(r.Context()).Operation = form.Action()
	if err := s.authorize(from, "rds:"+form.Action(), resource); err != nil {
		return nil, err
	}
	if !s.enter() {
		return nil, unavailable()
	}
	defer s.calls.Done()
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(s.lifetime, cancel)()
	return s.rds.Do(ctx, form)
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
