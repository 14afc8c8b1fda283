package main

import (
	"github.com/alecthomas/kong"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/manpage"
)

// manCommand prints the manual as a page for man.
type manCommand struct{}

// Help is the rest of the manual of the command.
func (manCommand) Help() string {
	return `To read it, and to have it where man looks for pages:

    auroradataapi man | man -l -
    auroradataapi man > ~/.local/share/man/man1/auroradataapi.1`
}

// Run prints the page.
func (manCommand) Run(p process, parsed *kong.Context) error {
	return manpage.Write(p.stdout, parsed.Model,
		manpage.Section{Title: "Exit status", Items: statuses},
		manpage.Section{Title: "Environment", Items: variables},
	)
}

// variables are the environment variables that the commands look at.
var variables = []manpage.Item{
	{Term: "AURORA_CLUSTER_ARN, AURORA_SECRET_ARN", Meaning: "cluster and secret, where neither flags nor --url name them"},
	{Term: "AURORADATAAPI_ENGINE", Meaning: "the cluster's engine, postgresql or mysql"},
	{Term: "AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL_RDS_DATA, ...", Meaning: "what the AWS SDKs read"},
	{Term: "NO_COLOR", Meaning: "if it is set to anything, colours only with --color always"},
}
