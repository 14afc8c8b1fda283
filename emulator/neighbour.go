package emulator

import (
	"net/http"
	"strings"

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

// logNeighbour tells about a call that was answered.
func (s *service) logNeighbour(told *Call) {
	s.logger.Debug("call", "service", told.Service, "requestId", told.RequestID, "operation", told.Operation, "exception", told.Code)
}
