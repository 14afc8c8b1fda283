package shell

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/spelling"
)

// verb is a command that the shell knows.
type verb struct {
	names   []string // + behind one allows the form with it
	usage   string   // its arguments
	meaning string
	line    bool // it takes the rest of the line, as it is
	run     func(*Shell, context.Context, command) error
}

// section is a part of the list of commands.
type section struct {
	title string
	verbs []verb
}

// sections are all commands.
func sections() []section {
	return []section{generalCommands(), bufferCommands(), describeCommands(), outputCommands(), variableCommands()}
}

func generalCommands() section {
	return section{"General", []verb{
		{names: []string{"?"}, meaning: "list the commands", run: (*Shell).listCommands},
		{names: []string{"h", "help"}, usage: "[STATEMENT]", meaning: "where the manual of a statement is", run: (*Shell).manual},
		{names: []string{"q", "quit"}, meaning: "leave; an open transaction is rolled back", run: (*Shell).quit},
		{names: []string{"c", "connect"}, usage: "DATABASE", meaning: "go to another database of the cluster", run: (*Shell).changeDatabase},
		{names: []string{"conninfo"}, meaning: "tell what the session is connected to", run: (*Shell).tellConnection},
		{names: []string{"timing"}, usage: "[on|off]", meaning: "tell how long statements take", run: (*Shell).toggleTiming},
		{names: []string{"!"}, usage: "COMMAND", meaning: "run a command of the system; only with --allow-commands", line: true, run: (*Shell).system},
	}}
}

func bufferCommands() section {
	return section{"Statements", []verb{
		{names: []string{"g"}, usage: "[FILE]", meaning: "run the statement, or the last one again; rows go to FILE", run: (*Shell).goStatement},
		{names: []string{"gx"}, usage: "[FILE]", meaning: "the same with a line for each value", run: (*Shell).goExpanded},
		{names: []string{"watch"}, usage: "[SECONDS] [c=TIMES]", meaning: "run it again and again until Ctrl-C; default: every 2 seconds", run: (*Shell).watch},
		{names: []string{"p"}, meaning: "show the statement that was begun, or the last one", run: (*Shell).printBuffer},
		{names: []string{"r"}, meaning: "forget the statement that was begun", run: (*Shell).resetBuffer},
		{names: []string{"e"}, usage: "[FILE]", meaning: "edit it, or FILE, with $EDITOR", run: (*Shell).edit},
		{names: []string{"i"}, usage: "FILE", meaning: "run a file; it ends at the first error", run: (*Shell).include},
	}}
}

func outputCommands() section {
	return section{"Output", []verb{
		{names: []string{"x"}, usage: "[on|off|auto]", meaning: "a line for each value; auto: where a row is wider than the screen", run: (*Shell).toggleExpanded},
		{names: []string{"pset"}, usage: "[NAME [VALUE]]", meaning: "null TEXT, format table|vertical|json|jsonl|csv, pager on|off|always", run: (*Shell).pset},
		{names: []string{"o"}, usage: "[FILE]", meaning: "send rows to FILE from now on, or back", run: (*Shell).redirect},
		{names: []string{"copy"}, usage: "TABLE|(QUERY) TO|FROM FILE [csv|json]", meaning: "write rows to a file, or read them from one", line: true, run: (*Shell).copy},
		{names: []string{"echo"}, usage: "[TEXT]...", meaning: "print a text", run: (*Shell).echo},
	}}
}

func variableCommands() section {
	return section{"Variables", []verb{
		{names: []string{"set"}, usage: "[NAME [VALUE]]", meaning: `:'NAME' in a statement is VALUE as a constant, :"NAME" as a name. ON_ERROR_STOP on|off (files), ON_ERROR_ROLLBACK on|off|interactive`, run: (*Shell).setVariable},
		{names: []string{"unset"}, usage: "NAME", meaning: "forget a variable", run: (*Shell).unsetVariable},
	}}
}

// find returns the verb of a name.
func find(name string) (verb, bool) {
	for _, section := range sections() {
		for _, v := range section.verbs {
			for _, known := range v.names {
				base, plus := strings.CutSuffix(known, "+")
				if name == base || plus && name == known {
					return v, true
				}
			}
		}
	}
	return verb{}, false
}

func takesWholeLine(name string) bool {
	v, ok := find(name)
	return ok && v.line
}

// runCommand runs a command.
func (s *Shell) runCommand(ctx context.Context, c command) error {
	v, ok := find(c.name)
	if !ok {
		nearest, _ := spelling.Nearest(c.name, commandNames())
		return fmt.Errorf(`no command \%s: did you mean \%s? \? lists all`, c.name, nearest)
	}
	for i, arg := range c.args {
		arg, err := s.interpolateArgument(arg)
		if err != nil {
			return err
		}
		c.args[i] = arg
	}
	return v.run(s, ctx, c)
}

// interpolateArgument puts the value of a variable in place of an argument :NAME.
func (s *Shell) interpolateArgument(arg string) (string, error) {
	name, ok := strings.CutPrefix(arg, ":")
	if !ok || !isVariableName(name) {
		return arg, nil
	}
	value, ok := s.variables[name]
	if !ok {
		return "", fmt.Errorf("no variable %s: \\set shows all", name)
	}
	return value, nil
}

// commandNames are the names of all commands.
func commandNames() []string {
	var names []string
	for _, section := range sections() {
		for _, v := range section.verbs {
			for _, name := range v.names {
				names = append(names, strings.TrimSuffix(name, "+"))
			}
		}
	}
	slices.Sort(names)
	return names
}

// only fails if a command has more arguments than it takes.
func (c command) only(most int) error {
	if len(c.args) > most {
		return fmt.Errorf(`\%s: too many arguments: %q`, c.name, c.args[most])
	}
	return nil
}

// arg returns an argument, which is empty if it is not there.
func (c command) arg(i int) string {
	if i < len(c.args) {
		return c.args[i]
	}
	return ""
}
