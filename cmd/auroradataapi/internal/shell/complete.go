package shell

import (
	"database/sql"
	"github.com/auroradataapi/auroradataapi"
)

// Completer finds what a word may become.
type Completer struct {
	Loaded func() // called when names have come that were asked for
}

func NewCompleter(auroradataapi.Engine) *Completer { return &Completer{} }
func (c *Completer) Reset(*sql.DB)                 {}
func (c *Completer) Close()                        {}

// Complete returns the word before the cursor and what it may become.
func (c *Completer) Complete(text string) (word string, candidates []string) { return "", nil }
