package wire

import "strings"

// ErrorTypeHeader is the response header that names the exception.
const ErrorTypeHeader = "X-Amzn-Errortype"

// Failure is what the service says in an answer whose status is not 2xx.
type Failure struct {
	Code           string // the exception, such as "DatabaseErrorException"; empty if neither header nor body has one
	Message        string // untouched; may be empty (InternalFailure has none)
	DBConnectionID int64  // of a StatementTimeoutException; 0 if absent
}

// DecodeError reads the answer to a call that failed. The exception's name comes
// from errorType, the value of the header [ErrorTypeHeader], if it is not empty,
// else from the body's member "code", else from "__type"; what stands behind a
// colon or in front of a number sign is no part of it. These are the rules of
// the AWS SDKs.
//
// DecodeError does not fail. If the body is no JSON object, as when a proxy
// answered in the service's place, Message is the first kilobyte of the body as
// text.
func DecodeError(errorType string, body []byte) Failure {
	f, bodyType, ok := decodeFailure(body)
	if !ok {
		f = Failure{Message: firstKilobyte(body)}
	}
	f.Code = exceptionName(errorType)
	if f.Code == "" {
		f.Code = exceptionName(bodyType)
	}
	return f
}

// decodeFailure reads the body of an error. Like in the AWS SDKs, the case of the
// members' names does not matter.
func decodeFailure(body []byte) (f Failure, errorType string, ok bool) {
	var code, typ string
	a := newArena(body)
	s := newScanner(body)
	for s.open('{'); s.more('}'); {
		switch key := s.key(); strings.ToLower(string(key)) {
		case "message":
			f.Message = s.anyText(&a)
		case "code":
			code = s.anyText(&a)
		case "__type":
			typ = s.anyText(&a)
		case "dbconnectionid":
			f.DBConnectionID = s.anyLong()
		default:
			s.skip()
		}
	}
	if code != "" {
		typ = code
	}
	return f, typ, s.end()
}

// anyText reads any value and returns it if it is a string.
func (s *scanner) anyText(a *arena) string {
	if s.peek() != '"' {
		s.skip()
		return ""
	}
	text, _ := a.text(s)
	return text
}

// anyLong reads any value and returns it if it is an integer of 64 bits.
func (s *scanner) anyLong() int64 {
	s.peek()
	try := *s
	if n, ok := try.long(); ok {
		*s = try
		return n
	}
	s.skip()
	return 0
}

// exceptionName cuts an error type such as
// "com.amazonaws.rdsdata#BadRequestException:http://internal.amazon.com/" down to
// the exception's name.
func exceptionName(errorType string) string {
	name, _, _ := strings.Cut(errorType, ":")
	if _, behind, found := strings.Cut(name, "#"); found {
		name = behind
	}
	return strings.TrimSpace(name)
}

func firstKilobyte(body []byte) string {
	return strings.ToValidUTF8(string(body[:min(len(body), 1024)]), "\uFFFD")
}
