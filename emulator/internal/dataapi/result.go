package dataapi

import "slices"

// ColumnMetadata describes one column of a result set. Every member is always
// sent, and nullable is a number: 0 no nulls, 1 nulls, 2 unknown.
type ColumnMetadata struct {
	ArrayBaseColumnType int    `json:"arrayBaseColumnType"`
	IsAutoIncrement     bool   `json:"isAutoIncrement"`
	IsCaseSensitive     bool   `json:"isCaseSensitive"`
	IsCurrency          bool   `json:"isCurrency"`
	IsSigned            bool   `json:"isSigned"`
	Label               string `json:"label"`
	Name                string `json:"name"`
	Nullable            int    `json:"nullable"`
	Precision           int    `json:"precision"`
	Scale               int    `json:"scale"`
	SchemaName          string `json:"schemaName"`
	TableName           string `json:"tableName"`
	Type                int    `json:"type"`
	TypeName            string `json:"typeName"`
}

// ResultSetOptions says how decimals and longs are returned. The empty string
// is the default of each member.
type ResultSetOptions struct {
	// DecimalReturnType is STRING (default) or DOUBLE_OR_LONG.
	DecimalReturnType string `json:"decimalReturnType"`
	// LongReturnType is LONG (default) or STRING.
	LongReturnType string `json:"longReturnType"`
}

// ExecuteStatementResponse is the answer to ExecuteStatement. A nil slice and
// a nil pointer stand for a member that is not sent.
type ExecuteStatementResponse struct {
	ColumnMetadata         []ColumnMetadata `json:"columnMetadata,omitzero"`
	FormattedRecords       *string          `json:"formattedRecords,omitempty"`
	GeneratedFields        []Field          `json:"generatedFields,omitzero"`
	NumberOfRecordsUpdated int64            `json:"numberOfRecordsUpdated"`
	Records                *Records         `json:"records,omitempty"`
}

// Records are the rows of a result in the form they are sent in: a page of 1 MiB
// has some ten thousand fields, and what is kept of each is the text that it
// comes to. The zero value has no row. They are not for concurrent use.
type Records struct {
	text  []byte // without the brackets around all
	count int
}

// spare is the room for another row that is looked for, in octets.
const spare = 512

// Add adds a row. It keeps nothing of it.
func (r *Records) Add(row []Field) {
	if cap(r.text)-len(r.text) < spare {
		r.text = slices.Grow(r.text, len(r.text)+spare) // in steps that double
	}
	if r.count > 0 {
		r.text = append(r.text, ',')
	}
	r.text = appendFields(r.text, row)
	r.count++
}

// Len gives the number of rows, none if r is nil.
func (r *Records) Len() int {
	if r == nil {
		return 0
	}
	return r.count
}

// MarshalJSON writes an array of arrays of fields.
func (r *Records) MarshalJSON() ([]byte, error) { return r.appendJSON(nil), nil }

func (r *Records) appendJSON(b []byte) []byte {
	return append(append(append(b, '['), r.text...), ']')
}
