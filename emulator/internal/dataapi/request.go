package dataapi

import "strconv"

// Request holds the members of every operation's request; a member that was not
// sent, or that its operation does not have, is zero.
type Request struct {
	ResourceARN           string
	SecretARN             string
	SQL                   string
	Database              string
	TransactionID         string
	IncludeResultMetadata bool
	ContinueAfterTimeout  bool
	ResultSetOptions      ResultSetOptions
	FormatRecordsAs       string
	// ParameterSets are those of a batch; ExecuteStatement has exactly one.
	ParameterSets [][]Parameter

	schema bool
}

// FormatJSON is the value of FormatRecordsAs that asks for one JSON document.
const FormatJSON = "JSON"

// Parameter is one SqlParameter whose value has been found to be exactly one
// scalar member of the Field union.
type Parameter struct {
	Name  string
	Value Field
	// Hint is the typeHint, or empty.
	Hint string

	defect string
}

// ParameterSet gives the parameters of an ExecuteStatement.
func (r *Request) ParameterSet() []Parameter {
	if len(r.ParameterSets) == 0 {
		return nil
	}
	return r.ParameterSets[0]
}

// Check refuses what is well-formed and still not supported. The texts about
// schema are in the AWS page "data-api.differences"; those about parameters are
// the ones the older generation of the service sent
// (aws-amplify/amplify-cli#5418, boto/boto3#2272). That the current one sends
// them as ValidationException is a guess.
func (r *Request) Check(g Generation) *Exception {
	if r.schema && !generations[g].schema {
		return Errorf(Validation, "The schema parameter isn't supported")
	}
	for _, set := range r.ParameterSets {
		for i := range set {
			if defect := set[i].defect; defect != "" {
				return Errorf(Validation, "%s", defect)
			}
		}
	}
	return nil
}

// maxSecretARN is what any ARN of AWS may have. The model says 100, but the secrets
// that RDS manages have ARNs of 108 characters and are used with the service.
const maxSecretARN = 2048

// decoders read one member each. They report false for a value of the wrong
// JSON type.
var decoders = map[string]func(*Request, text, *violations) bool{
	"resourceArn": func(r *Request, t text, v *violations) bool { return str(t, &r.ResourceARN, v, "resourceArn", 11, 100) },
	"secretArn": func(r *Request, t text, v *violations) bool {
		return str(t, &r.SecretARN, v, "secretArn", 11, maxSecretARN)
	},
	"sql":      func(r *Request, t text, v *violations) bool { return str(t, &r.SQL, v, "sql", 0, 65536) },
	"database": func(r *Request, t text, v *violations) bool { return str(t, &r.Database, v, "database", 0, 64) },
	"transactionId": func(r *Request, t text, v *violations) bool {
		return str(t, &r.TransactionID, v, "transactionId", 0, 192)
	},
	"schema": func(r *Request, t text, v *violations) bool {
		var name string
		r.schema = true
		return str(t, &name, v, "schema", 0, 64)
	},
	"includeResultMetadata": func(r *Request, t text, _ *violations) bool { return boolean(t, &r.IncludeResultMetadata) },
	"continueAfterTimeout":  func(r *Request, t text, _ *violations) bool { return boolean(t, &r.ContinueAfterTimeout) },
	"formatRecordsAs": func(r *Request, t text, v *violations) bool {
		return enum(t, &r.FormatRecordsAs, v, "formatRecordsAs", "NONE", FormatJSON)
	},
	"resultSetOptions": (*Request).decodeResultSetOptions,
	"parameters": func(r *Request, t text, v *violations) bool {
		set, ok := decodeParameters(t, v, "parameters")
		r.ParameterSets = [][]Parameter{set}
		return ok
	},
	"parameterSets": (*Request).decodeParameterSets,
}

func (r *Request) decodeResultSetOptions(t text, v *violations) bool {
	if !t.isObject() {
		return false
	}
	for name, value := range t.members() {
		ok := true
		switch name {
		case "decimalReturnType":
			ok = enum(value, &r.ResultSetOptions.DecimalReturnType, v, "resultSetOptions.decimalReturnType", "STRING", "DOUBLE_OR_LONG")
		case "longReturnType":
			ok = enum(value, &r.ResultSetOptions.LongReturnType, v, "resultSetOptions.longReturnType", "LONG", "STRING")
		}
		if !ok {
			return false
		}
	}
	return true
}

func (r *Request) decodeParameterSets(t text, v *violations) bool {
	if !t.isArray() {
		return false
	}
	r.ParameterSets = nil
	for element := range t.elements() {
		set, ok := decodeParameters(element, v, "parameterSets."+strconv.Itoa(len(r.ParameterSets)+1)+".member")
		if !ok {
			return false
		}
		r.ParameterSets = append(r.ParameterSets, set)
	}
	return true
}

func str(t text, into *string, v *violations, name string, shortest, longest int) bool {
	s, ok := t.str()
	if ok {
		*into = s
		v.length(name, s, shortest, longest)
	}
	return ok
}

func enum(t text, into *string, v *violations, name string, values ...string) bool {
	s, ok := t.str()
	if ok {
		*into = s
		v.enum(name, s, values)
	}
	return ok
}

func boolean(t text, into *bool) bool {
	*into = string(t) == "true"
	return *into || string(t) == "false"
}
