package main

import (
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/result"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/terminal"
)

// output are the flags for how rows are written, which the commands that print
// rows share.
type output struct {
	Output string `short:"o" enum:"auto,table,vertical,json,jsonl,csv" default:"auto" placeholder:"FORMAT" help:"table, vertical, json, jsonl or csv. Default: table on a terminal, else json."`
	Width  int    `placeholder:"N" help:"Places that a line of a table has. Default: those of the terminal, and elsewhere as many as it takes."`
	Full   bool   `help:"Cut no value of a table on a terminal."`
	Color  string `enum:"auto,always,never" default:"auto" placeholder:"WHEN" help:"Colours in tables: auto, always or never. Default: on a terminal, unless $$NO_COLOR is set."`
}

// options returns how to write rows to a stream.
func (o *output) options(stream any) result.Options {
	options := result.Options{Format: o.Output, Width: o.Width, Color: terminal.Color(o.Color, stream)}
	if options.Format == "auto" {
		options.Format = "json"
		if terminal.Is(stream) {
			options.Format = "table"
		}
	}
	if options.Width == 0 && !o.Full {
		options.Width = terminal.Width(stream)
	}
	return options
}
