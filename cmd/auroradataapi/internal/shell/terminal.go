package shell

import (
	"errors"
	"io"

	"github.com/reeflective/readline"
)

// Terminal is a Reader with a line editor: history, search, completion, and the
// bindings of ~/.inputrc. It reads from the standard input.
type Terminal struct {
	editor *readline.Shell
	prompt string
}

// NewTerminal returns a Terminal. completer may be nil.
func NewTerminal(history *History, completer *Completer) *Terminal {
	t := &Terminal{editor: readline.NewShell()}
	t.editor.Prompt.Primary(func() string { return t.prompt })
	for name, value := range map[string]any{
		"multiline-column":             false, // lines of an entry stand below one another
		"menu-complete-display-prefix": true,  // Tab first completes what is certain
		"completion-ignore-case":       true,
		"cursor-position-probe":        false, // see scroll.go
	} {
		_ = t.editor.Config.Set(name, value) // these settings exist
	}
	t.editor.History.Delete()
	t.editor.History.Add("history", history)
	if completer != nil {
		completer.Loaded = t.editor.RefreshCompletions
		t.editor.Completer = func(line []rune, cursor int) readline.Completions {
			return completions(completer.Complete(string(line[:cursor])))
		}
	}
	return t
}

// completions puts candidates into the editor's terms.
func completions(word string, candidates []string) readline.Completions {
	if len(candidates) == 1 && !endsOpen(candidates[0]) {
		candidates = []string{candidates[0] + " "}
	}
	c := readline.CompleteValues(candidates...).NoSort()
	c.PREFIX = word
	return c
}

// endsOpen tells whether more is likely to follow a candidate at once.
func endsOpen(candidate string) bool {
	last := candidate[len(candidate)-1]
	return last == '.' || last == '/' || last == '('
}

// ReadLine is part of Reader.
func (t *Terminal) ReadLine(prompt string) (string, error) {
	t.prompt = prompt
	stop, err := indexing()
	if err != nil {
		return "", err
	}
	defer stop()
	line, err := t.editor.Readline()
	if errors.Is(err, readline.ErrInterrupt) {
		return "", ErrInterrupted
	}
	if errors.Is(err, io.EOF) {
		return "", io.EOF
	}
	return line, err
}
