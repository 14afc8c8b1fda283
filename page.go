package auroradataapi

import (
	"bytes"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// page is a part of a result that has arrived.
type page struct {
	rows   rowReader
	body   *bytes.Buffer // what rows reads from; nil if nothing is to be given back
	count  int           // of the rows
	octets int           // of the rows, as the service counts them
	last   bool          // there are no rows behind it
}

// rowReader reads rows in their order: Next steps to the next one and says whether
// there is one, Read decodes one of its fields.
type rowReader interface {
	Next(width int) (bool, error)
	Read(i int, field *wire.Field) error
}

// release gives buffers back. Nil is no page.
func (p *page) release() {
	if p == nil {
		return
	}
	if result, ok := p.rows.(interface{ Release() }); ok {
		result.Release()
	}
	reuse(p.body)
	p.body = nil
}

const (
	// resultLimit is the most that the service returns, in octets: those of each
	// value as text, four for each field and two for each row (ra100/pgea
	// src/rds/paginate.rs; sbalmt/ez4).
	resultLimit = 1 << 20
	// pageOctets is what a page is to have, so that rows which are a little larger
	// than those before have room.
	pageOctets = resultLimit - resultLimit/16

	// firstRows is how many rows are asked for when nothing is known of them. The
	// number may grow by fastGrowth from page to page, and by slowGrowth when there
	// was once too much.
	firstRows  = 256
	fastGrowth = 8
	slowGrowth = 2
)

// pageSize finds out how many rows make a page. The zero value knows nothing.
type pageSize struct {
	row    int // octets of a row, as far as is known
	most   int // rows
	growth int
	spools bool // rows come as text, whatever their size is

	weighed weight // of the last page that was looked at as a whole
	guesses int    // of pages since then
}

// weight is how much a page is, in octets, in how many bytes of an answer.
type weight struct{ octets, bytes, rows int }

// maxGuesses bounds for how many pages one page stands.
const maxGuesses = 16

// octets returns about how many octets a page has, in an answer of so many bytes. To
// find out exactly takes as long as to check the answer, while the next page could
// be on its way. So rows that have nearly as many bytes as those before are taken to
// have as many octets, and one more for each byte more.
func (s *pageSize) octets(rows, bytes int, exactly func() int) int {
	w := &s.weighed
	if s.guesses < maxGuesses && w.resembles(rows, bytes) {
		s.guesses++
		return rows * (w.octets + max(bytes*w.rows/rows-w.bytes, 0)) / w.rows
	}
	*w, s.guesses = weight{octets: exactly(), bytes: bytes, rows: rows}, 0
	return w.octets
}

// resembles reports whether rows in so many bytes are about as long as these.
func (w *weight) resembles(rows, bytes int) bool {
	if w.rows == 0 || w.bytes == 0 || rows == 0 {
		return false
	}
	were, are := w.bytes/w.rows, bytes/rows
	return max(were, are)-min(were, are) <= were/64
}

// newPageSize returns the size for rows of so many octets, 0 if that is not known.
func newPageSize(row int) pageSize {
	if row == 0 {
		return pageSize{most: firstRows, growth: fastGrowth}
	}
	return pageSize{row: row, most: resultLimit, growth: fastGrowth}
}

// rows returns how many rows to ask for, 0 if a single one may be too large or the
// service does not return it.
func (s *pageSize) rows() int {
	switch {
	case s.spools, s.row > resultLimit:
		return 0
	case s.row == 0:
		return s.most
	}
	return max(min(pageOctets/s.row, s.most), 1)
}

// fitted notes a page that has arrived.
func (s *pageSize) fitted(rows, octets int) {
	if rows > 0 {
		s.row = max(octets/rows, 1)
		s.most = max(rows, 1) * s.growth
	}
}

// overflowed notes that rows were too large for a page.
func (s *pageSize) overflowed(rows int) {
	if rows == 1 {
		s.row = resultLimit + 1
		return
	}
	part := s.growth * 2
	if s.row > 0 {
		part = slowGrowth * 2
		s.growth = slowGrowth
	}
	s.most = max(rows/part, 1)
}

// refused notes that the service does not return a value of the rows.
func (s *pageSize) refused() { s.spools = true }
