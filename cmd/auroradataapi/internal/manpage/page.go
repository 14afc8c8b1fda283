// Package manpage writes the manual of a command line as a page for man, in roff,
// from what kong knows of it.
package manpage

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

// Section is a section behind those of the commands.
type Section struct {
	Title string
	Items []Item
}

// Item is a term and what it means.
type Item struct{ Term, Meaning string }

// Write writes the page of an application.
func Write(out io.Writer, app *kong.Application, sections ...Section) error {
	p := &page{out: bufio.NewWriter(out)}
	p.macro("TH", strings.ToUpper(app.Name), "1")
	p.section("NAME")
	summary, detail, _ := strings.Cut(app.Help, "\n")
	p.line(escape(app.Name) + ` \- ` + escape(strings.TrimSuffix(summary, ".")))
	p.section("SYNOPSIS")
	p.line(`\fB` + escape(app.Name) + `\fR \fIcommand\fR [\fIargument\fR ...] [\fIflags\fR]`)
	p.section("DESCRIPTION")
	p.text(strings.TrimSpace(summary + "\n" + detail))
	p.section("COMMANDS")
	for _, command := range app.Leaves(true) {
		p.command(command)
	}
	for _, s := range sections {
		p.section(s.Title)
		for _, item := range s.Items {
			p.item(escape(item.Term), item.Meaning)
		}
	}
	return p.out.Flush()
}

// page is a page that is being written. Errors of its bufio.Writer stay, and Flush
// has them.
type page struct{ out *bufio.Writer }

func (p *page) line(text string) { p.out.WriteString(text + "\n") }

func (p *page) macro(name string, args ...string) {
	for i, arg := range args {
		args[i] = `"` + strings.ReplaceAll(escape(arg), `"`, `\(dq`) + `"`
	}
	p.line("." + name + " " + strings.Join(args, " "))
}

func (p *page) section(title string) { p.macro("SH", strings.ToUpper(title)) }

// item writes a term, which is escaped already, and its meaning.
func (p *page) item(term, meaning string) {
	p.line(".TP")
	p.line(`\fB` + term + `\fR`)
	p.line(escape(meaning))
}

// command writes what there is to say of a command.
func (p *page) command(node *kong.Node) {
	p.macro("SS", node.Summary())
	p.text(node.Help)
	for _, arg := range node.Positional {
		p.item(escape(arg.Summary()), unindent(arg.Help))
	}
	for _, flag := range node.Flags {
		if !flag.Hidden {
			p.item(flagTerm(flag), unindent(flag.Help))
		}
	}
	if node.Detail != "" {
		p.line(".PP")
		p.text(node.Detail)
	}
}

func unindent(text string) string { return strings.Join(strings.Fields(text), " ") }

// flagTerm is a flag with its forms.
func flagTerm(flag *kong.Flag) string {
	term := "--" + flag.Name
	if flag.Short != 0 {
		term = fmt.Sprintf("-%c, %s", flag.Short, term)
	}
	if flag.IsBool() {
		return escape(term)
	}
	return escape(term) + `\fR=\fI` + escape(flag.FormatPlaceHolder())
}

// text writes paragraphs; lines that are indented stay as they are.
func (p *page) text(text string) {
	verbatim := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \n")
		if isIndented := strings.HasPrefix(line, "    "); isIndented != verbatim && line != "" {
			verbatim = isIndented
			p.line(map[bool]string{true: ".PP\n.nf", false: ".fi\n.PP"}[verbatim])
		}
		switch {
		case line != "":
			p.line(escape(line))
		case !verbatim:
			p.line(".PP")
		}
	}
	if verbatim {
		p.line(".fi")
	}
}

var specials = strings.NewReplacer(`\`, `\e`, `-`, `\-`, "\u2026", "...", "“", `\(lq`, "”", `\(rq`)

// escape returns a text that roff shows as it is.
func escape(text string) string {
	text = specials.Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		return `\&` + text
	}
	return text
}
