package wire

// Column is the columnMetadata of one column, as the service sent it. A member
// that was missing or null is zero.
type Column struct {
	Name                string // the column's name; see Label
	Label               string // the alias, or the name if there is none
	TypeName            string // PostgreSQL: pg_type.typname, with "serial", "bigserial" and "smallserial" for columns that number themselves
	SchemaName          string // empty in every answer seen
	TableName           string // base table; empty for an expression
	Type                int64  // a code of java.sql.Types, such as -5 for bigint
	Nullable            int64  // as in JDBC: 0 NOT NULL, 1 nullable, 2 unknown
	Precision           int64  // digits or characters; 2147483647 for unlimited text
	Scale               int64  // digits behind the point
	ArrayBaseColumnType int64  // 0 unless an array; what it is for an array has not been seen
	IsAutoIncrement     bool
	IsSigned            bool
	IsCurrency          bool
	IsCaseSensitive     bool
}

// columns reads a list of columns; null is none.
func (s *scanner) columns(a *arena) []Column {
	if s.null() {
		return nil
	}
	columns := make([]Column, 0, 4)
	for s.open('['); s.more(']'); {
		columns = append(columns, Column{})
		s.column(&columns[len(columns)-1], a)
	}
	return columns
}

func (s *scanner) column(c *Column, a *arena) {
	for s.open('{'); s.more('}'); {
		switch key := s.key(); string(key) {
		case "name":
			c.Name = s.optionalText(a)
		case "label":
			c.Label = s.optionalText(a)
		case "typeName":
			c.TypeName = s.optionalText(a)
		case "schemaName":
			c.SchemaName = s.optionalText(a)
		case "tableName":
			c.TableName = s.optionalText(a)
		case "type":
			c.Type = s.optionalLong()
		case "nullable":
			c.Nullable = s.optionalLong()
		case "precision":
			c.Precision = s.optionalLong()
		case "scale":
			c.Scale = s.optionalLong()
		case "arrayBaseColumnType":
			c.ArrayBaseColumnType = s.optionalLong()
		case "isAutoIncrement":
			c.IsAutoIncrement = s.optionalBool()
		case "isSigned":
			c.IsSigned = s.optionalBool()
		case "isCurrency":
			c.IsCurrency = s.optionalBool()
		case "isCaseSensitive":
			c.IsCaseSensitive = s.optionalBool()
		default:
			s.skip()
		}
	}
}

// optionalText reads a string; null is the empty one.
func (s *scanner) optionalText(a *arena) string {
	if s.null() {
		return ""
	}
	text, _ := a.text(s)
	return text
}

// optionalLong reads an integer; null is 0.
func (s *scanner) optionalLong() int64 {
	if s.null() {
		return 0
	}
	n, _ := s.long()
	return n
}

// optionalBool reads true or false; null is false.
func (s *scanner) optionalBool() bool {
	if s.null() {
		return false
	}
	b, _ := s.bool()
	return b
}
