package dataapi

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
	Records                [][]Field        `json:"records,omitzero"`
}
