package shell

import (
	"errors"
	"io"
	"regexp"
	"slices"

	"github.com/reeflective/readline"
)

// Terminal is a Reader with a line editor: history, search, completion, and the
// bindings of ~/.inputrc. It reads from the standard input.
type Terminal struct {
	// Color allows styles and colours in lists of completions and in a search.
	Color bool

	editor *readline.Shell
	prompt string
}

// NewTerminal returns a Terminal, with as many lines as height returns. completer may
// be nil.
func NewTerminal(history *History, completer *Completer, height func() int) *Terminal {
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
	t.editor.History.Add("history", &searchedHistory{History: history, editor: t.editor, room: func() int { return room(height()) }})
	if completer != nil {
		completer.Loaded = t.editor.RefreshCompletions
		t.editor.Completer = func(line []rune, cursor int) readline.Completions {
			word, candidates := completer.Complete(string(line[:cursor]))
			return completions(word, shortened(candidates, room(height())))
		}
	}
	return t
}

// room is how many entries a list below the line may have, so that the line stays in
// sight on a screen of so many lines. The editor does not care for that.
func room(height int) int { return max(height-5, 5) }

// shortened returns the candidates that there is room for. The last one stays, so
// that what all have in common is what it was.
func shortened(candidates []string, room int) []string {
	if len(candidates) <= room {
		return candidates
	}
	slices.Sort(candidates)
	return append(candidates[:room-1], candidates[len(candidates)-1])
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
	stop, err := indexing(t.Color)
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

// searchedHistory is a history that shows a search no more than there is room for.
type searchedHistory struct {
	*History
	editor *readline.Shell
	room   func() int
	shown  int
}

// GetLine fails, from where there is no more room, for entries that are found. A
// search begins with the newest.
func (h *searchedHistory) GetLine(i int) (string, error) {
	if i == h.Len()-1 {
		h.shown = 0
	}
	entry, err := h.History.GetLine(i)
	if err == nil && h.finds(entry) {
		if h.shown++; h.shown > h.room() {
			return "", errors.New("no room for more entries")
		}
	}
	return entry, err
}

const ctrlR, ctrlS = 'R' - '@', 'S' - '@'

// finds tells whether a search that is under way finds an entry: each when it has
// just begun.
func (h *searchedHistory) finds(entry string) bool {
	if h.editor.Keymap.Local() == "isearch" {
		pattern, err := regexp.Compile("(?i)" + string(*h.editor.Line()))
		return err == nil && pattern.MatchString(entry)
	}
	keys := h.editor.Keys.Caller()
	return len(keys) == 1 && (keys[0] == ctrlR || keys[0] == ctrlS)
}
