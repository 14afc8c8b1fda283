package emulator_test

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/fidelity.md anew")

const documentPath = "../docs/fidelity.md"

// TestFidelityDocument compares docs/fidelity.md with the claims. With -update
// it writes the file.
func TestFidelityDocument(t *testing.T) {
	want := document()
	if *update {
		if err := os.WriteFile(documentPath, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(documentPath)
	if err != nil {
		t.Fatal(err)
	}
	if line, differ := firstDifference(string(got), want); differ {
		t.Errorf("docs/fidelity.md is not what the claims say, from line %d on: write it anew with\n"+
			"go test ./emulator -run TestFidelityDocument -update", line)
	}
}

// firstDifference gives the number of the first line that differs.
func firstDifference(a, b string) (line int, differ bool) {
	if a == b {
		return 0, false
	}
	left, right := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(left), len(right)) {
		if left[i] != right[i] {
			return i + 1, true
		}
	}
	return min(len(left), len(right)) + 1, true
}

const documentIntroduction = `# Fidelity

<!-- Written by "go test ./emulator -run TestFidelityDocument -update" from the claims in emulator/fidelity_*_test.go. -->

How the emulator compares with the RDS Data API as it answers for Aurora PostgreSQL and Aurora MySQL today (Serverless v2
and provisioned clusters), and as it did for Serverless v1, claim by claim. A claim that the emulator can be held against is a test, which runs against the
emulator over HTTP and a real server. This page is written from the same table as the tests, and a test fails when the two drift
apart.

**Strict** is the aim: what passes here passes on AWS. Where the service refuses something, so does the emulator, with
the service's words as far as they are on record. Where nobody outside AWS has written down what happens, the emulator
takes the answer that lets a careful client live, and a careless one find out here: it refuses rather than allows, and
keeps no promise that the service may not keep. Such a choice is a guess and says so. It never becomes a fact by being
in the emulator, so do not build on it.

How to read the tables:

- **Verdict** *same*: the emulator does what is claimed. *differs*: it does something else, or has no such thing.
  *unknown*: the claim is a question; the note says what the emulator does.
- **Source** names where the claim comes from and how it is known: *seen on the service* by somebody who wrote it down;
  *seen on the older generation* (Serverless v1); *documented* by AWS, in a guide or in the model that the SDKs are made
  from; *second hand*, from another emulator or a comment in a client; *inferred* from what is known. A *same* is worth
  as much as its source.
- **Test** runs by its name: ` + "`go test ./emulator -run 'TestFidelity/wire-execute$'`" + `.

Found a place where AWS answers otherwise? A recorded request and answer turns a guess into a fact.
`

func document() string {
	var out strings.Builder
	out.WriteString(documentIntroduction)
	writeSections(&out)
	writeGrades(&out)
	for _, s := range fidelity {
		fmt.Fprintf(&out, "\n## %s\n\n%s\n\n", s.title, s.about)
		out.WriteString("| claim | verdict | note | test | source |\n|---|---|---|---|---|\n")
		for _, c := range s.claims {
			fmt.Fprintf(&out, "| %s | %s | %s | %s | %s |\n", cell(c.claim), c.verdict, cell(c.note), testName(c), cell(evidence(c)))
		}
	}
	return out.String()
}

// writeSections counts the verdicts of each section.
func writeSections(out *strings.Builder) {
	out.WriteString("\n| section | claims | same | differs | unknown |\n|---|---:|---:|---:|---:|\n")
	var every []claim
	row := func(title string, claims []claim) {
		fmt.Fprintf(out, "| %s | %d | %d | %d | %d |\n", title, len(claims), count(claims, same), count(claims, differs), count(claims, unknown))
	}
	for _, s := range fidelity {
		row(fmt.Sprintf("[%s](#%s)", s.title, anchor(s.title)), s.claims)
		every = append(every, s.claims...)
	}
	row("all", every)
}

func count(claims []claim, v verdict) int {
	n := 0
	for _, c := range claims {
		if c.verdict == v {
			n++
		}
	}
	return n
}

// writeGrades counts the verdicts by how the claims are known.
func writeGrades(out *strings.Builder) {
	out.WriteString("\n| known how | same | differs |\n|---|---:|---:|\n")
	for _, g := range []grade{seen, seenEarlier, documented, secondHand, inferred} {
		var known []claim
		for _, s := range fidelity {
			for _, c := range s.claims {
				if c.grade == g {
					known = append(known, c)
				}
			}
		}
		fmt.Fprintf(out, "| %s | %d | %d |\n", g, count(known, same), count(known, differs))
	}
}

func anchor(title string) string {
	return strings.NewReplacer(" ", "-", ":", "").Replace(strings.ToLower(title))
}

// cell keeps a text inside its cell.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

func testName(c claim) string {
	if c.check == nil {
		return ""
	}
	return "`TestFidelity/" + c.id + "`"
}

// evidence gives the sources as links, and how the claim is known from them.
func evidence(c claim) string {
	if c.grade == unrecorded {
		return "nobody says"
	}
	sources := strings.Split(c.source, "; ")
	for i, s := range sources {
		sources[i] = link(s)
	}
	return strings.Join(sources, "; ") + " (" + string(c.grade) + ")"
}

// The forms of a source that have an address.
var (
	issueSource      = regexp.MustCompile(`^([\w.-]+/[\w.-]+)#(\d+)$`)
	repositorySource = regexp.MustCompile(`^([\w.-]+/[\w.-]+)( .*)?$`)
	guideSource      = regexp.MustCompile(`^AuroraUserGuide (\S+)$`)
)

func link(source string) string {
	if m := issueSource.FindStringSubmatch(source); m != nil {
		return fmt.Sprintf("[%s](https://github.com/%s/issues/%s)", source, m[1], m[2])
	}
	if m := guideSource.FindStringSubmatch(source); m != nil {
		return fmt.Sprintf("[%s](https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/%s.html)", source, m[1])
	}
	if m := repositorySource.FindStringSubmatch(source); m != nil {
		return fmt.Sprintf("[%s](https://github.com/%s)%s", m[1], m[1], m[2])
	}
	return source
}
