package auroradataapi

import (
	"errors"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// resolve describes the columns by the first row, which tells what the service does
// not: whether a column is a TINYINT(1) or a BIT(1).
func (h *held) resolve(text string) {
	recast := mysql.NewRecast(h.described)
	if !recast.IsAmbiguous() {
		return
	}
	row := make([]wire.Field, len(h.described))
	if _, err := mysql.ReadPacked(text, row); err == nil {
		recast.WithRow(row).Restore(h.described)
	}
}

// packedRows reads rows of which an answer has the texts, behind their numbers.
type packedRows struct {
	result *wire.Result
	text   wire.Field
	row    []wire.Field // the current one
}

var _ rowReader = (*packedRows)(nil)

// Next reads the next row.
func (r *packedRows) Next(int) (bool, error) {
	ok, err := r.result.Next(2)
	if err != nil || !ok {
		return false, err
	}
	if err := r.result.Read(1, &r.text); err != nil {
		return false, err
	}
	rest, err := mysql.ReadPacked(r.text.Text, r.row)
	if err == nil && rest != "" {
		err = errMoreColumns
	}
	return err == nil, err
}

var errMoreColumns = errors.New("a row has more columns than were described")

// Read returns a field of the current row.
func (r *packedRows) Read(i int, field *wire.Field) error {
	*field = r.row[i]
	return nil
}

// Release gives the answer's memory back.
func (r *packedRows) Release() { r.result.Release() }

// packedText reads rows that follow each other in a text.
type packedText struct {
	text string       // what has not been read
	row  []wire.Field // the current one
}

var _ rowReader = (*packedText)(nil)

func newPackedText(text string, columns int) *packedText {
	return &packedText{text: text, row: make([]wire.Field, columns)}
}

// Next reads the next row.
func (r *packedText) Next(int) (ok bool, err error) {
	if r.text == "" {
		return false, nil
	}
	r.text, err = mysql.ReadPacked(r.text, r.row)
	return err == nil, err
}

// Read returns a field of the current row.
func (r *packedText) Read(i int, field *wire.Field) error {
	*field = r.row[i]
	return nil
}
