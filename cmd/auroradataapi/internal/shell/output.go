package shell

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// toggleExpanded is \x.
func (s *Shell) toggleExpanded(_ context.Context, c command) error {
	value, err := toggled(c, s.display.expanded, "on", "off", "auto")
	if err != nil {
		return err
	}
	return s.setExpanded(value)
}

func (s *Shell) setExpanded(value string) error {
	s.display.expanded = value
	says := map[string]string{"on": "on", "off": "off", "auto": "used automatically"}
	s.note("Expanded display is %s.", says[value])
	return nil
}

// pset is \pset.
func (s *Shell) pset(_ context.Context, c command) error {
	if err := c.only(2); err != nil {
		return err
	}
	d := &s.display
	switch c.arg(0) {
	case "":
		s.note("expanded %s\nformat   %s\nnull     '%s'\npager    %s", d.expanded, d.options.Format, d.null(), d.pager)
		return nil
	case "null":
		d.options.Null = c.arg(1)
		s.note("Null display is %q.", d.null())
		return nil
	case "format":
		return d.setFormat(c.arg(1))
	case "pager":
		return d.setPager(c.arg(1))
	case "expanded":
		return s.toggleExpanded(context.Background(), command{name: "pset expanded", args: c.args[1:]})
	}
	return fmt.Errorf(`\pset: no setting %q: want null, format, pager or expanded`, c.arg(0))
}

func (d *display) setPager(value string) error {
	values := []string{"on", "off", "always"}
	if !slices.Contains(values, value) {
		return fmt.Errorf(`\pset pager: want one of %s`, strings.Join(values, ", "))
	}
	d.pager = value
	return nil
}

// redirect is \o.
func (s *Shell) redirect(_ context.Context, c command) error {
	if err := c.only(1); err != nil {
		return err
	}
	return s.display.redirect(c.arg(0))
}

// echo is \echo.
func (s *Shell) echo(_ context.Context, c command) error {
	_, err := fmt.Fprintln(s.display.target(), strings.Join(c.args, " "))
	return err
}

// goStatement is \g.
func (s *Shell) goStatement(ctx context.Context, c command) error {
	if err := c.only(1); err != nil {
		return err
	}
	before := s.display
	defer func() { s.display = before }()
	if file := c.arg(0); file != "" {
		s.display.file = nil
		if err := s.display.redirect(file); err != nil {
			return err
		}
		return errors.Join(s.runBuffer(ctx), s.display.closeFile())
	}
	return s.runBuffer(ctx)
}

// goExpanded is \gx.
func (s *Shell) goExpanded(ctx context.Context, c command) error {
	before := s.display.expanded
	defer func() { s.display.expanded = before }()
	s.display.expanded = "on"
	return s.goStatement(ctx, c)
}

// runBuffer runs what the buffer holds, or else the last statement again.
func (s *Shell) runBuffer(ctx context.Context) error {
	statements, err := s.current()
	if err != nil {
		return err
	}
	for _, statement := range statements {
		if err := s.run(ctx, statement.text); err != nil {
			return &StatementError{Text: s.last, Err: err}
		}
	}
	return nil
}

// current takes the statements out of the buffer, or else returns the last one.
func (s *Shell) current() ([]statement, error) {
	if !s.buffer.isEmpty() {
		return s.buffer.flush()
	}
	if s.last == "" {
		return nil, errors.New("no statement to run")
	}
	return []statement{{text: s.last}}, nil
}
