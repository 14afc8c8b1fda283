package auroradataapi

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// spooled is the text of some rows.
type spooled struct {
	rows       int
	octets     int
	characters int64
	text       string
}

// pieceQuery returns the query for so many characters of a text behind others.
type pieceQuery func(behind, characters int64) string

const (
	// pieceOctets is how much of a long text is read at once. The service returns
	// 1,048,576 octets with the lengths of rows and fields.
	pieceOctets = 1_000_000
	// firstCharacters are what is read first of a row that may be long: never more
	// than pieceOctets, since UTF-8 has four octets for a character at most.
	firstCharacters = pieceOctets / 4
)

// complete reads what is missing of a text, of which the first characters are there.
func (h *held) complete(ctx context.Context, s *spooled, query pieceQuery) (err error) {
	if len(s.text) < s.octets {
		if s.text, err = h.readPieces(ctx, s, query); err != nil {
			return err
		}
	}
	if len(s.text) != s.octets {
		return fmt.Errorf("auroradataapi: %s: a row has %d octets, and %d have come", fetchOperation.verb, s.octets, len(s.text))
	}
	return nil
}

// readPieces reads the rest of a text, of which the first characters are there.
func (h *held) readPieces(ctx context.Context, s *spooled, query pieceQuery) (string, error) {
	var text strings.Builder
	text.Grow(s.octets)
	text.WriteString(s.text)
	behind := int64(utf8.RuneCountInString(s.text))
	piece := pieceOf(s)
	for behind < s.characters {
		fields, err := h.ask(ctx, query(behind, piece), 1)
		switch {
		case errors.Is(err, ErrResultTooLarge) && piece > 1:
			piece = max(piece/2, 1)
			continue
		case err != nil:
			return "", err
		}
		text.WriteString(fields[0].Text)
		behind += piece
	}
	return text.String(), nil
}

// pieceOf returns how many characters of a text to ask for, if they are spread
// evenly.
func pieceOf(s *spooled) int64 {
	if int64(s.octets) == s.characters {
		return pieceOctets
	}
	return max(int64(float64(s.characters)/float64(s.octets)*pageOctets), 1)
}
