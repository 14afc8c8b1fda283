package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/doctor"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/result"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/terminal"
)

// doctorCommand finds out what is wrong.
type doctorCommand struct {
	Output string `short:"o" enum:"text,json" default:"text" placeholder:"FORMAT" help:"text or json. Default: ${default}."`
	Color  string `enum:"auto,always,never" default:"auto" placeholder:"WHEN" help:"Colours: auto, always or never. Default: on a terminal, unless $$NO_COLOR is set."`

	target `group:"Cluster:"`
}

// Help is the rest of the manual of the command.
func (*doctorCommand) Help() string {
	return `It looks at everything that a call needs, one after the other: region, credentials, clock, cluster, engine and version, instance, the Data API being enabled, secret, permissions, login, database. What is wrong is told with the command that mends it, with the names filled in; passwords are never shown, and what only you know is in capitals in such a command.

It changes nothing, but a paused cluster resumes. It makes about 20 calls, of RDS, Secrets Manager, STS and the Data API. For the settings of the cluster it wants rds:DescribeDBClusters and rds:DescribeDBInstances, and does without them as far as it can.

The exit status is 0 if nothing has failed, warnings aside, and 1 otherwise.

Examples:

    auroradataapi doctor
    auroradataapi doctor --cluster shop --database shop
    auroradataapi doctor --url "$DATABASE_URL" -o json`
}

// Run examines the cluster.
func (d *doctorCommand) Run(ctx context.Context, p process) error {
	subject, err := d.subject()
	if err != nil {
		return err
	}
	if d.Verbose {
		subject.Config.Logger = p.logger()
	}
	ctx, stop := untilSignal(ctx, stopSignals)
	defer stop()
	findings := d.examine(ctx, p, subject)
	if err := interrupted(ctx); err != nil {
		return err
	}
	if d.Output == "json" {
		if err := writeFindings(p.stdout, findings); err != nil {
			return err
		}
	}
	return conclude(p, findings)
}

// subject is the cluster that the flags and the environment name.
func (d *doctorCommand) subject() (doctor.Subject, error) {
	config, err := d.given()
	if err != nil {
		return doctor.Subject{}, err
	}
	if d.Cluster == "" {
		if err := leaveOtherEngine(&config); err != nil {
			return doctor.Subject{}, usageError{err}
		}
		config.ClusterARN = cmp.Or(config.ClusterARN, os.Getenv("AURORA_CLUSTER_ARN"))
		config.SecretARN = cmp.Or(config.SecretARN, os.Getenv("AURORA_SECRET_ARN"))
	}
	return doctor.Subject{Config: config, Cluster: d.Cluster}, nil
}

// examine tells the findings as they come, unless they are to be JSON.
func (d *doctorCommand) examine(ctx context.Context, p process, subject doctor.Subject) []doctor.Finding {
	color := terminal.Color(d.Color, p.stdout)
	var findings []doctor.Finding
	doctor.Examine(ctx, subject, func(f doctor.Finding) {
		findings = append(findings, f)
		if d.Output == "text" {
			printFinding(p.stdout, f, color)
		}
	})
	return findings
}

// styles are the colours of what came of a check, as the terminal's control
// sequences have them.
var styles = map[doctor.Status]string{doctor.OK: "32", doctor.Warning: "33", doctor.Failure: "31", doctor.Skipped: "2"}

func printFinding(out io.Writer, f doctor.Finding, color bool) {
	status := fmt.Sprintf("%-4s", f.Status)
	if color {
		status = "\x1b[" + styles[f.Status] + "m" + status + "\x1b[0m"
	}
	fmt.Fprintf(out, "%s  %-11s  %s\n", status, f.Check, f.Detail)
	for _, command := range f.Mend {
		fmt.Fprintf(out, "      $ %s\n", command)
	}
}

func writeFindings(w io.Writer, findings []doctor.Finding) error {
	out := bufio.NewWriter(w)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(findings); err != nil {
		return err
	}
	return out.Flush()
}

// conclude says how many checks have failed.
func conclude(p process, findings []doctor.Finding) error {
	failed := 0
	for _, f := range findings {
		if f.Status == doctor.Failure {
			failed++
		}
	}
	if failed == 0 {
		p.note("nothing is wrong")
		return nil
	}
	p.note("%s failed of %d", result.Counted(int64(failed), "check"), len(findings))
	return &endedError{statusFailed}
}
