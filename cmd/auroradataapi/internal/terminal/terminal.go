// Package terminal tells what of the streams of a program is a terminal, and what
// it can show.
package terminal

import (
	"os"

	"golang.org/x/term"
)

// Is tells whether a stream is a terminal.
func Is(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// Width returns how many places a line of the terminal has, and 0 if the stream is
// none.
func Width(stream any) int {
	file, ok := stream.(*os.File)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// Height returns how many lines the terminal has, and 0 if the stream is none.
func Height(stream any) int {
	file, ok := stream.(*os.File)
	if !ok {
		return 0
	}
	_, height, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 0
	}
	return height
}

// Color tells whether to write colours to a stream. mode is always, never or auto:
// then only to a terminal that says which it is and is not dumb, and not if NO_COLOR is set, as
// https://no-color.org asks.
func Color(mode string, stream any) bool {
	if mode != "auto" {
		return mode == "always"
	}
	kind := os.Getenv("TERM")
	return os.Getenv("NO_COLOR") == "" && kind != "" && kind != "dumb" && Is(stream)
}
