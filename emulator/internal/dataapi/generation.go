package dataapi

import "encoding/json"

// Generation is one of the two backends that the service has had. What they do
// differently is a fact of the package that does it, in its generation.go.
type Generation int

const (
	// Current answers for Aurora Serverless v2 and provisioned clusters.
	Current Generation = iota
	// Older answered for Aurora Serverless v1, through the JDBC drivers pgjdbc and
	// Connector/J, whose words and type codes it passed on.
	Older
)

// generation is what is different about requests and exceptions, whatever the
// engine.
type generation struct {
	schema   bool                         // a request may name one, which counts for nothing
	complete bool                         // a placeholder without a parameter is refused by the service
	isJSON   func(string) bool            // what the hint JSON takes
	misfit   func(p Parameter) *Exception // the answer to a text that its hint does not fit
	tooLarge func() *Exception            // the answer to a result above 1 MiB
	names    map[string]string            // of exceptions that have another name
}

var generations = [...]generation{
	Current: {isJSON: isJSON, misfit: parseError, tooLarge: tooLarge},
	Older: {
		schema: true, complete: true, misfit: notValid, tooLarge: exceeded, names: badRequests,
		// It hands documents to the database as they are (tests of
		// cloud-utils/aurora-data-api: 512**512 is taken).
		isJSON: func(s string) bool { return json.Valid([]byte(s)) },
	},
}

// badRequests are the exceptions in whose place the older generation has
// BadRequestException, which is its answer to whatever is wrong with a call or a
// statement (AWS page "data-api.troubleshooting", and every trace of it). That
// those of a secret are among them is the word of koxudaxi/local-data-api.
var badRequests = map[string]string{
	DatabaseError: BadRequest, DatabaseNotFound: BadRequest, DatabaseResuming: BadRequest, DatabaseUnavailable: BadRequest,
	HTTPEndpointNotEnabled: BadRequest, InvalidSecret: BadRequest, SecretsError: BadRequest,
	TransactionNotFound: BadRequest, UnsupportedResult: BadRequest, Validation: BadRequest,
}

// Rename gives the exception as the generation calls it, with the status that goes
// with the name. Its words are those of e.
func (g Generation) Rename(e *Exception) *Exception {
	name, ok := generations[g].names[e.Name]
	if !ok {
		return e
	}
	return Errorf(name, "%s", e.Message)
}

// TooLarge is the answer to a result above SizeLimit.
func (g Generation) TooLarge() *Exception { return generations[g].tooLarge() }
