package emulator_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A claim is one thing that is said of the service, and what the emulator makes
// of it. The claims of all sections are the source of docs/fidelity.md.
type claim struct {
	// id names the subtest: lower case words joined by hyphens.
	id string
	// claim is one sentence about the service, or where nobody knows, the
	// question.
	claim string
	// source is where that is said: a page of a guide of AWS, a repository or
	// an issue of one, several joined by "; ". Empty where nobody says anything.
	source  string
	grade   grade
	verdict verdict
	// note says what the emulator does when it is not just what is claimed.
	note string
	// check holds the emulator against the claim, or, where the verdict is not
	// same, against what the note says. Nil is for what is not there to be
	// checked.
	check check
}

// grade tells how a claim is known.
type grade string

const (
	seen        grade = "seen on the service"
	seenEarlier grade = "seen on the older generation"
	documented  grade = "documented"
	secondHand  grade = "second hand"
	inferred    grade = "inferred"
	unrecorded  grade = ""
)

// verdict compares the emulator with the service.
type verdict string

const (
	same    verdict = "same"
	differs verdict = "differs"
	unknown verdict = "unknown"
)

// section is a heading of the document with its claims.
type section struct {
	title  string
	about  string
	claims []claim
}

var fidelity = []section{
	{"Wire", "Requests and answers over HTTP, whatever the statement is.", wireClaims},
	{"Access", "Who may call: signatures and policies, where credentials are configured.", accessClaims},
	{"Clusters and secrets", "How the account is set up by RDS and Secrets Manager, and what calls find there.", accountClaims},
	{"Parameters", "The service's own search for placeholders, and the parameters it finds for them.", parameterClaims},
	{"Values sent", "What a parameter is to the database.", bindingClaims},
	{"Batches", "BatchExecuteStatement.", batchClaims},
	{"Results", "The field of each scalar type, and the types that are refused.", scalarClaims},
	{"Arrays", "Arrays of PostgreSQL in results.", arrayClaims},
	{"Metadata", "columnMetadata.", metadataClaims},
	{"Formats", "resultSetOptions, formatRecordsAs and the counts of an answer.", formatClaims},
	{"Errors", "Exceptions and their texts.", errorClaims},
	{"Limits", "Sizes and times.", limitClaims},
	{"Sessions", "What lasts from call to call outside a transaction.", sessionClaims},
	{"Transactions", "Calls with a transactionId.", transactionClaims},
	{"Faults", "What goes wrong on request alone, see the type Fault of the emulator.", faultClaims},
	{"Engine", "Community PostgreSQL in the place of Aurora PostgreSQL.", engineClaims},
	{"MySQL: parameters", "What is different on Aurora MySQL begins here; all else is as above. Tests run on MySQL or MariaDB, whichever there is: so far they were run on MariaDB 10.11 alone.", mysqlParameterClaims},
	{"MySQL: results", "The field of each type.", mysqlResultClaims},
	{"MySQL: metadata", "columnMetadata, of which more is known of the older generation than of today's.", mysqlMetadataClaims},
	{"MySQL: answers", "Generated fields, counts, batches and formats.", mysqlAnswerClaims},
	{"MySQL: errors and limits", "Texts of errors, sizes and times.", mysqlErrorClaims},
	{"MySQL: sessions", "What lasts from call to call outside a transaction.", mysqlSessionClaims},
	{"MySQL: transactions", "Calls with a transactionId.", mysqlTransactionClaims},
	{"MySQL: engine", "Community MySQL, or MariaDB, in the place of Aurora MySQL 3, which is compatible with MySQL 8.0.", mysqlEngineClaims},
	{"Older generation: requests", "Aurora Serverless v1, which AWS has retired, as clusters with the personality V1 answer. What is not listed is as above. PostgreSQL comes first.", olderRequestClaims},
	{"Older generation: results", "The field of each type, metadata and sizes.", olderResultClaims},
	{"Older generation: errors", "Exceptions and their texts, in the form that they had in the end.", olderErrorClaims},
	{"Older generation: transactions", "Calls with a transactionId.", olderTransactionClaims},
	{"Older generation: MySQL", "What was different on Aurora MySQL.", olderMySQLClaims},
	{"Not emulated", "What the service has and the emulator has not, or not yet.", missingClaims},
}

// TestFidelity holds the emulator against every claim.
func TestFidelity(t *testing.T) {
	for _, s := range fidelity {
		for _, c := range s.claims {
			if c.check != nil {
				t.Run(c.id, c.check)
			}
		}
	}
}

// TestFidelityClaims holds the claims against the form that the document needs.
func TestFidelityClaims(t *testing.T) {
	ids := map[string]bool{}
	for _, s := range fidelity {
		for _, c := range s.claims {
			for _, fault := range c.faults() {
				t.Errorf("%s: %s: %s", s.title, c.id, fault)
			}
			if ids[c.id] {
				t.Errorf("%s: %s: the id is taken", s.title, c.id)
			}
			ids[c.id] = true
		}
	}
}

var slug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// faults tells what a reader of the document would miss in a claim.
func (c claim) faults() []string {
	rules := []struct {
		broken bool
		fault  string
	}{
		{!slug.MatchString(c.id), "the id is not lower case words joined by hyphens"},
		{!strings.HasSuffix(c.claim, ".") && !strings.HasSuffix(c.claim, "?"), "the claim is not a sentence"},
		{strings.HasSuffix(c.claim, "?") && c.verdict != unknown, "a question that has an answer"},
		{!slices.Contains([]verdict{same, differs, unknown}, c.verdict), "there is no verdict"},
		{c.verdict != same && c.note == "", "it is not said what the emulator does"},
		{c.note != "" && !strings.HasSuffix(c.note, "."), "the note is not a sentence"},
		{c.verdict != differs && c.check == nil, "nothing checks it"},
		{c.verdict != unknown && c.source == "", "there is no source"},
		{(c.source == "") != (c.grade == unrecorded), "source and grade do not go together"},
		{strings.Contains(c.claim+c.note+c.source, "\n"), "a text has more than one line"},
	}
	var faults []string
	for _, r := range rules {
		if r.broken {
			faults = append(faults, r.fault)
		}
	}
	return faults
}
