package conformance_test

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// foundCase is what all modes have found about one case.
type foundCase struct {
	name  string
	found []finding
}

// byCase puts the findings about each case together, in the order of the first
// ones.
func byCase(list []finding) (cases []foundCase) {
	index := map[string]int{}
	for _, f := range list {
		key := f.test + "\n" + f.name
		i, known := index[key]
		if !known {
			i = len(cases)
			index[key] = i
			cases = append(cases, foundCase{name: f.name})
		}
		cases[i].found = append(cases[i].found, f)
	}
	return cases
}

// verdict is the worst in a mode; empty if the case was not run in it.
func (c foundCase) verdict(mode string) (worst verdict) {
	for _, f := range c.found {
		if f.mode == mode && slices.Index(verdicts, f.verdict) >= slices.Index(verdicts, worst) {
			worst = f.verdict
		}
	}
	return worst
}

// why has the reasons of all differences, each once.
func (c foundCase) why() string {
	var reasons []string
	for _, f := range c.found {
		if f.why != "" && !slices.Contains(reasons, f.why) {
			reasons = append(reasons, f.why)
		}
	}
	return strings.Join(reasons, "; ")
}

// anchor is where a title is on the page.
func anchor(title string) string { return strings.ReplaceAll(strings.ToLower(title), " ", "-") }

// longestCell is the most characters of code that are shown.
const longestCell = 160

var oneLine = strings.NewReplacer("\r", `\r`, "\n", `\n`, "\t", `\t`, "\x00", `\0`, "|", `\|`)

// cell keeps a text inside its cell.
func cell(text string) string { return oneLine.Replace(text) }

// code shows a text as code in a cell.
func code(text string) string {
	if text == "" {
		return ""
	}
	text = cell(cut(text))
	if strings.Contains(text, "`") {
		return "`` " + text + " ``"
	}
	return "`" + text + "`"
}

func cut(text string) string {
	if utf8.RuneCountInString(text) <= longestCell {
		return text
	}
	return string([]rune(text)[:longestCell]) + "…"
}

// number leaves a zero out.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}
