package shell

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi"
)

// listCommands is \?.
func (s *Shell) listCommands(_ context.Context, c command) error {
	var b strings.Builder
	for _, section := range sections() {
		fmt.Fprintln(&b, section.title)
		for _, v := range section.verbs {
			names := `\` + strings.ReplaceAll(strings.Join(v.names, `, \`), "+", "[+]")
			fmt.Fprintf(&b, "  %-28s  %s\n", names+" "+v.usage, v.meaning)
		}
		fmt.Fprintln(&b)
	}
	return s.display.write([]byte(b.String()))
}

// manual is \h.
func (s *Shell) manual(_ context.Context, c command) error {
	page := "https://www.postgresql.org/docs/current/sql-commands.html"
	if s.isMySQL() {
		page = "https://dev.mysql.com/doc/refman/8.0/en/sql-statements.html"
	}
	if len(c.args) > 0 && !s.isMySQL() {
		page = "https://www.postgresql.org/docs/current/sql-" + strings.ToLower(strings.Join(c.args, "")) + ".html"
	}
	if len(c.args) > 0 && s.isMySQL() {
		page = "https://dev.mysql.com/doc/refman/8.0/en/" + strings.ToLower(strings.Join(c.args, "-")) + ".html"
	}
	s.note("SQL: %s\nCommands of the shell: \\?", page)
	return nil
}

func (s *Shell) quit(context.Context, command) error {
	s.done = true
	return nil
}

// changeDatabase is \c.
func (s *Shell) changeDatabase(ctx context.Context, c command) error {
	if err := c.only(1); err != nil {
		return err
	}
	if c.arg(0) == "" {
		return s.tellConnection(ctx, c)
	}
	if err := s.connect(ctx, strings.Trim(c.args[0], `"`)); err != nil {
		return err
	}
	s.note("You are now connected to database %q.", s.session.database)
	return nil
}

// identities ask who the session is.
var identities = map[auroradataapi.Engine]string{
	auroradataapi.EnginePostgreSQL: `SELECT current_user::text`,
	auroradataapi.EngineMySQL:      `SELECT CURRENT_USER()`,
}

// tellConnection is \conninfo.
func (s *Shell) tellConnection(ctx context.Context, _ command) error {
	var user string
	if err := s.session.conn.QueryRowContext(ctx, identities[s.Engine]).Scan(&user); err != nil {
		return err
	}
	s.note("You are connected to database %q as user %q on cluster %s (%s).",
		s.session.database, user, s.Cluster, s.software())
	return nil
}

// toggleTiming is \timing.
func (s *Shell) toggleTiming(_ context.Context, c command) error {
	value, err := toggled(c, onOff(s.timing), "on", "off")
	if err != nil {
		return err
	}
	s.timing = value == "on"
	s.note("Timing is %s.", value)
	return nil
}

func onOff(b bool) string {
	if b {
		return "on"
	}
	return "off"
}

// toggled returns the value that a command asks for: its argument, or without one the
// other of the first two.
func toggled(c command, now string, values ...string) (string, error) {
	if err := c.only(1); err != nil {
		return "", err
	}
	value := c.arg(0)
	switch {
	case value == "" && now == values[0]:
		return values[1], nil
	case value == "":
		return values[0], nil
	case !slices.Contains(values, value):
		return "", fmt.Errorf(`\%s: want one of %s`, c.name, strings.Join(values, ", "))
	}
	return value, nil
}

// system is \!.
func (s *Shell) system(_ context.Context, c command) error {
	if !s.AllowCommands {
		return errors.New(`\! is off: begin the shell with --allow-commands`)
	}
	if c.raw == "" {
		return errors.New(`\!: want a command`)
	}
	cmd := exec.Command("sh", "-c", c.raw)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, s.Out, s.Messages
	if err := cmd.Run(); err != nil {
		return fmt.Errorf(`\!: %w`, err)
	}
	return nil
}

// setVariable is \set.
func (s *Shell) setVariable(_ context.Context, c command) error {
	if len(c.args) == 0 {
		s.note("%s", strings.Join(s.variables.list(), "\n"))
		return nil
	}
	return s.variables.set(c.args[0], strings.Join(c.args[1:], ""))
}

// unsetVariable is \unset.
func (s *Shell) unsetVariable(_ context.Context, c command) error {
	if err := c.only(1); err != nil {
		return err
	}
	delete(s.variables, c.arg(0))
	return nil
}
