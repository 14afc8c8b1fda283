package shell

import (
	"context"
	"strings"
)

// take runs what is complete with a line, which may be several lines from a
// terminal.
func (s *Shell) take(ctx context.Context, source Source, text string, number int) error {
	if word := strings.TrimSpace(text); s.atTerminal() && s.buffer.isEmpty() && (word == "exit" || word == "quit") {
		s.done = true
		return nil
	}
	for line := range strings.SplitSeq(text, "\n") {
		if err := s.takeLine(ctx, source, line, number); err != nil || s.done {
			return err
		}
		number++
	}
	s.remember(text)
	return nil
}

func (s *Shell) takeLine(ctx context.Context, source Source, line string, number int) error {
	sql, commands, _ := s.buffer.cut(line)
	if sql != "" || commands == "" {
		statements, err := s.buffer.add(sql, number)
		if err != nil {
			return s.fail(source, number, "", err)
		}
		if err := s.runAll(ctx, source, statements); err != nil {
			return err
		}
	}
	if commands == "" {
		return nil
	}
	return s.runCommands(ctx, source, commands, number)
}

// finish runs what the end of a source has left without a semicolon.
func (s *Shell) finish(ctx context.Context, source Source) error {
	if s.atTerminal() {
		s.done = true
		return nil
	}
	line := s.buffer.line
	statements, err := s.buffer.flush()
	if err != nil {
		return s.fail(source, line, "", err)
	}
	return s.runAll(ctx, source, statements)
}

func (s *Shell) runAll(ctx context.Context, source Source, statements []statement) error {
	for _, statement := range statements {
		if err := s.run(ctx, statement.text); err != nil {
			if err := s.fail(source, statement.line, s.last, err); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Shell) runCommands(ctx context.Context, source Source, text string, number int) error {
	commands, err := parseCommands(text, takesWholeLine)
	if err != nil {
		return s.fail(source, number, "", err)
	}
	for _, c := range commands {
		if err := s.runCommand(ctx, c); err != nil {
			if err := s.fail(source, number, "", err); err != nil {
				return err
			}
		}
		if s.done {
			return nil
		}
	}
	return nil
}

// remember tells the history of what was typed, as soon as it is complete: a
// statement with all of its lines, or a line with a command.
func (s *Shell) remember(text string) {
	if s.Remember == nil || !s.atTerminal() {
		return
	}
	s.entry = strings.TrimSpace(s.entry + "\n" + text)
	if s.entry != "" && s.buffer.isEmpty() {
		s.Remember(s.entry)
		s.entry = ""
	}
}
