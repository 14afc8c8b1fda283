package manpage_test

import (
	"bytes"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/manpage"
)

type talkCommand struct {
	Word  string `arg:"" help:"What to say."`
	Loud  bool   `short:"l" help:"Say it loudly."`
	To    string `placeholder:"NAME" help:"Who is to hear it."`
	Quiet bool   `hidden:""`
}

func (talkCommand) Help() string {
	return "First.\n\n    prog talk 'a\\nb' -l\n\n.dotted and \"quoted\"\n'single'"
}

func page(t *testing.T) string {
	t.Helper()
	var line struct {
		Talk talkCommand `cmd:"" help:"Talk to somebody."`
	}
	parser, err := kong.New(&line, kong.Name("prog"), kong.Description("Talks.\n\nA lot."))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	items := []manpage.Item{{Term: ".1", Meaning: "done"}}
	if err := manpage.Write(&out, parser.Model, manpage.Section{Title: "Exit status", Items: items}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestWrite(t *testing.T) {
	got := page(t)
	for _, want := range []string{
		".TH \"PROG\" \"1\"\n", "prog \\- Talks\n", ".SS \"talk <word> [flags]\"\nTalk to somebody.\n",
		".TP\n\\fB<word>\\fR\nWhat to say.\n", ".TP\n\\fB\\-l, \\-\\-loud\\fR\n", ".TP\n\\fB\\-\\-to\\fR=\\fINAME\\fR\nWho is to hear it.\n",
		".nf\n    prog talk 'a\\enb' \\-l\n.fi\n", "\\&.dotted and \"quoted\"\n\\&'single'\n", ".SH \"EXIT STATUS\"\n.TP\n\\fB\\&.1\\fR\ndone\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "quiet") {
		t.Errorf("a hidden flag in\n%s", got)
	}
}

// TestRoff holds the page against the macros of man(7), and against man where it is
// installed.
func TestRoff(t *testing.T) {
	text := page(t)
	known := []string{"TH", "SH", "SS", "TP", "PP", "nf", "fi"}
	isVerbatim := false
	for line := range strings.Lines(text) {
		macro, ok := strings.CutPrefix(strings.TrimSpace(line), ".")
		if !ok || line[0] != '.' {
			continue
		}
		macro, _, _ = strings.Cut(macro, " ")
		if !slices.Contains(known, macro) || macro == "nf" && isVerbatim || macro == "fi" && !isVerbatim {
			t.Errorf("a line that is no macro, or not in its place: %s", line)
		}
		isVerbatim = macro == "nf" || isVerbatim && macro != "fi"
	}
	if _, err := exec.LookPath("man"); err != nil {
		return
	}
	man := exec.Command("man", "--local-file", "--warnings", "-E", "ascii", "-")
	man.Stdin = strings.NewReader(text)
	var warnings bytes.Buffer
	man.Stderr = &warnings
	if err := man.Run(); err != nil || warnings.Len() > 0 {
		t.Errorf("man: %v\n%s", err, warnings.String())
	}
}
