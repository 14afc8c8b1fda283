package dataapi

// Operation is one operation of the service: the path it is called at and the
// members of its request.
type Operation struct {
	// Name is the operation's name in the model.
	Name string
	// Path is the URI; the method is always POST.
	Path string

	required []string
	optional []string
}

// The operations of the service that take a Request.
var (
	ExecuteStatement = &Operation{
		Name: "ExecuteStatement", Path: "/Execute",
		required: []string{"resourceArn", "secretArn", "sql"},
		optional: []string{"database", "schema", "parameters", "transactionId", "includeResultMetadata",
			"continueAfterTimeout", "resultSetOptions", "formatRecordsAs"},
	}
	BatchExecuteStatement = &Operation{
		Name: "BatchExecuteStatement", Path: "/BatchExecute",
		required: []string{"resourceArn", "secretArn", "sql"},
		optional: []string{"database", "schema", "parameterSets", "transactionId"},
	}
	BeginTransaction = &Operation{
		Name: "BeginTransaction", Path: "/BeginTransaction",
		required: []string{"resourceArn", "secretArn"},
		optional: []string{"database", "schema"},
	}
	CommitTransaction = &Operation{
		Name: "CommitTransaction", Path: "/CommitTransaction",
		required: []string{"resourceArn", "secretArn", "transactionId"},
	}
	RollbackTransaction = &Operation{
		Name: "RollbackTransaction", Path: "/RollbackTransaction",
		required: []string{"resourceArn", "secretArn", "transactionId"},
	}
)

// Decode reads the body of a request and checks it against the bounds of the
// model. Members the operation does not have are ignored, as the service's
// protocol (restJson1) says. Everything the bounds find wrong is told at once;
// a value of the wrong JSON type ends the reading. What else is refused depends on
// the generation of the cluster, see Check.
func (op *Operation) Decode(body []byte) (*Request, *Exception) {
	document, ok := parse(body)
	if len(body) == 0 {
		document, ok = text("{}"), true
	}
	if !ok || !document.isObject() {
		return nil, Errorf(Serialization, "the request body is not a JSON object")
	}
	request := &Request{}
	violations := violations{}
	seen := map[string]bool{}
	for name, value := range document.members() {
		decode := decoders[name]
		if decode == nil || !op.has(name) {
			continue
		}
		if !decode(request, value, &violations) {
			return nil, Errorf(Serialization, "the member %s has a value of the wrong type", name)
		}
		seen[name] = true
	}
	for _, name := range op.required {
		if !seen[name] {
			violations.missing(name)
		}
	}
	if exception := violations.exception(); exception != nil {
		return nil, exception
	}
	return request, nil
}

func (op *Operation) has(name string) bool {
	for _, list := range [][]string{op.required, op.optional} {
		for _, member := range list {
			if member == name {
				return true
			}
		}
	}
	return false
}
