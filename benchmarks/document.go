package main

import (
	"bytes"
	"fmt"
	"os"
)

// The figures of a document stand between two lines.
const (
	figuresBegin = "<!-- figures -->\n"
	figuresEnd   = "<!-- end of figures -->\n"
)

// writeFigures puts the figures of a run into a document in place of those of an
// earlier one.
func writeFigures(file, figures string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, begins := bytes.Cut(text, []byte(figuresBegin))
	_, after, ends := bytes.Cut(rest, []byte(figuresEnd))
	if !begins || !ends {
		return fmt.Errorf("update %s: there are no lines %q and %q", file, figuresBegin, figuresEnd)
	}
	text = fmt.Appendf(nil, "%s%s\n%s\n%s%s", before, figuresBegin, figures, figuresEnd, after)
	return os.WriteFile(file, text, 0o644)
}
