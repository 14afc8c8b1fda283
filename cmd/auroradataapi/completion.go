package main

import (
	"os"
	"slices"

	"github.com/alecthomas/kong"
	kongcompletion "github.com/jotaen/kong-completion"
	"github.com/posener/complete"
)

// completionCommand prints what makes a shell complete command lines.
type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"Shell to print it for: bash, zsh or fish."`
}

// Help is the rest of the manual of the command.
func (*completionCommand) Help() string {
	return `A line for the shell's own file completes commands, flags, their values and files, behind the Tab key:

    source <(auroradataapi completion bash)     # ~/.bashrc
    source <(auroradataapi completion zsh)      # ~/.zshrc
    auroradataapi completion fish | source      # ~/.config/fish/config.fish`
}

// Run prints the code.
func (c *completionCommand) Run(parsed *kong.Context) error {
	return (&kongcompletion.Completion{Shell: c.Shell, Code: true}).Run(parsed)
}

// completes answers a shell that asks, by the variable COMP_LINE, how a command
// line may go on. It reports false if none asks.
func (p process) completes(parser *kong.Kong) bool {
	if os.Getenv("COMP_LINE") == "" {
		return false
	}
	command, err := kongcompletion.Command(parser, kongcompletion.WithPredictor("file", complete.PredictFiles("*")))
	if err != nil {
		return true // nothing is known, and the terminal is in use
	}
	withoutEmpty(command)
	completion := complete.New(parser.Model.Name, command)
	completion.Out = p.stdout
	return completion.Complete()
}

// withoutEmpty takes the empty value, which flags have that were not given, out of
// what may come.
func withoutEmpty(command complete.Command) {
	for name, predictor := range command.GlobalFlags {
		if predictor != nil {
			command.GlobalFlags[name] = complete.PredictFunc(func(a complete.Args) []string {
				values := slices.DeleteFunc(predictor.Predict(a), func(s string) bool { return s == "" })
				slices.Sort(values)
				return values
			})
		}
	}
	for _, sub := range command.Sub {
		withoutEmpty(sub)
	}
}
