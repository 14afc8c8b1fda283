package secretsapi

import (
	"fmt"
	"reflect"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
)

// TargetPrefix begins the header X-Amz-Target of a request; the name of the
// operation follows.
const TargetPrefix = "secretsmanager."

// API answers requests. Its fields are set before the first one; goroutines may
// share it.
type API struct {
	Account *account.Account
	Now     func() time.Time
}

// Error is an answer that says what is wrong with a request.
type Error struct{ Code, Message string }

// Error implements error.
func (e *Error) Error() string { return e.Code + ": " + e.Message }

func errorf(code, format string, args ...any) *Error {
	return &Error{code, fmt.Sprintf(format, args...)}
}

// Call is a request that was read.
type Call struct {
	operation string
	request   any
	do        func() (any, error)
	secret    string
}

// operation makes the reader of the requests of one operation.
func operation[T any](do func(*API, *T) (any, error)) func(*API, []byte) (*Call, error) {
	return func(a *API, body []byte) (*Call, error) {
		request := new(T)
		if err := decode(body, request); err != nil {
			return nil, err
		}
		return &Call{request: request, do: func() (any, error) { return do(a, request) }, secret: secretID(request)}, nil
	}
}

// secretID gives the member SecretId of a request, or the name of the secret that
// is to be.
func secretID(request any) string {
	for _, member := range []string{"SecretId", "Name"} {
		if field := reflect.ValueOf(request).Elem().FieldByName(member); field.IsValid() {
			return field.String()
		}
	}
	return ""
}

var operations = map[string]func(*API, []byte) (*Call, error){
	"CreateSecret":         operation((*API).createSecret),
	"DeleteSecret":         operation((*API).deleteSecret),
	"DescribeSecret":       operation((*API).describeSecret),
	"GetRandomPassword":    operation((*API).getRandomPassword),
	"GetSecretValue":       operation((*API).getSecretValue),
	"ListSecretVersionIds": operation((*API).listSecretVersionIDs),
	"ListSecrets":          operation((*API).listSecrets),
	"PutSecretValue":       operation((*API).putSecretValue),
	"RestoreSecret":        operation((*API).restoreSecret),
	"TagResource":          operation((*API).tagResource),
	"UntagResource":        operation((*API).untagResource),
	"UpdateSecret":         operation((*API).updateSecret),
}

// Read reads a request for the operation of that name.
func (a *API) Read(name string, body []byte) (*Call, error) {
	read, ok := operations[name]
	if !ok {
		return nil, errorf("UnknownOperationException", "The emulator's Secrets Manager has no operation %s.", name)
	}
	call, err := read(a, body)
	if err == nil {
		call.operation = name
	}
	return call, err
}

// Operation is the name of the operation.
func (c *Call) Operation() string { return c.operation }

// Resource gives the ARN of the secret that the request acts upon, or "*". That of
// a secret which is not there lacks the random ending.
func (a *API) Resource(c *Call) string {
	if c.secret == "" {
		return "*"
	}
	return a.Account.View().SecretARN(a.Account.Names(), c.secret)
}

// Do answers a request with what to write as JSON.
func (c *Call) Do() (any, error) { return c.do() }
