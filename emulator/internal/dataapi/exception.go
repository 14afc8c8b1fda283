package dataapi

import "fmt"

// The exceptions of the service that the emulator answers with. The names down
// to UnsupportedResult are those of the service model; the rest were seen
// outside the model or are the general words of AWS services.
const (
	AccessDenied           = "AccessDeniedException"
	BadRequest             = "BadRequestException"
	DatabaseError          = "DatabaseErrorException"
	DatabaseNotFound       = "DatabaseNotFoundException"
	DatabaseResuming       = "DatabaseResumingException"
	DatabaseUnavailable    = "DatabaseUnavailableException"
	Forbidden              = "ForbiddenException"
	HTTPEndpointNotEnabled = "HttpEndpointNotEnabledException"
	InternalServerError    = "InternalServerErrorException"
	InvalidResourceState   = "InvalidResourceStateException"
	InvalidSecret          = "InvalidSecretException"
	NotFound               = "NotFoundException"
	SecretsError           = "SecretsErrorException"
	ServiceUnavailable     = "ServiceUnavailableError"
	StatementTimeout       = "StatementTimeoutException"
	TransactionNotFound    = "TransactionNotFoundException"
	UnsupportedResult      = "UnsupportedResultException"
	InternalFailure        = "InternalFailure"
	Validation             = "ValidationException"
	Throttling             = "ThrottlingException"
	Serialization          = "SerializationException"
	UnknownOperation       = "UnknownOperationException"
	RequestEntityTooLarge  = "RequestEntityTooLargeException"
)

// statuses gives the HTTP status of each exception that is not a 400. Those of
// the model are its httpError traits.
var statuses = map[string]int{
	AccessDenied:          403,
	DatabaseNotFound:      404,
	DatabaseUnavailable:   504,
	Forbidden:             403,
	InternalServerError:   500,
	NotFound:              404,
	ServiceUnavailable:    503,
	TransactionNotFound:   404,
	InternalFailure:       500,
	UnknownOperation:      404, // a guess: the real answer to an unknown path is not recorded
	RequestEntityTooLarge: 413, // a guess: the real answer to a request over 4 MiB is not recorded
}

// Exception is an error answer of the service.
type Exception struct {
	// Name is the exception of the model, such as DatabaseErrorException, or
	// one of the few names seen outside the model, such as ValidationException.
	Name string
	// Status is the HTTP status that goes with the name.
	Status int
	// Message is the text for people; empty where the service sends none.
	Message string
	// DBConnectionID goes with StatementTimeoutException alone.
	DBConnectionID int64
}

// Errorf gives the exception with that name, the status that goes with it and
// the message that fmt.Sprintf makes of format and args.
func Errorf(name, format string, args ...any) *Exception {
	status, ok := statuses[name]
	if !ok {
		status = 400
	}
	return &Exception{Name: name, Status: status, Message: fmt.Sprintf(format, args...)}
}

// Error gives the name and the message.
func (e *Exception) Error() string {
	if e.Message == "" {
		return e.Name
	}
	return e.Name + ": " + e.Message
}
