package auroradataapi

import (
	"errors"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
)

// mysqlSheet holds rows as one document.
type mysqlSheet struct {
	*mysql.Sheet
	room int // bytes
}

func (s mysqlSheet) Add(values []any) error { return apart(s.Sheet.Add(values)) }

func (s mysqlSheet) overflows() bool { return s.Size() > s.room }

// mysqlSets holds rows as parameters of their own.
type mysqlSets struct {
	*mysql.Sets
	columns    int
	room       int // bytes
	characters int // for rows in the text; 0 for sets, of which the text has none
}

func (s mysqlSets) Add(values []any) error { return apart(s.Sets.Add(values)) }

func (s mysqlSets) overflows() bool {
	return s.Size() > s.room || s.characters > 0 && mysql.ValuesLength(s.Rows(), s.columns) > s.characters
}

func apart(err error) error {
	if errors.Is(err, mysql.ErrOtherForm) {
		return errApart
	}
	return err
}
