package emulator_test

import (
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
)

var faultClaims = []claim{
	{
		id: "fault-resuming", claim: "A call to a paused cluster is refused with DatabaseResumingException, 400, and the words `The Aurora DB instance <id> is resuming after being auto-paused. Please wait a few seconds and try again.`.",
		source: "aws/aws-sdk-js-v3#6701", grade: seen, verdict: same, note: "The id is blotted out in all copies; here it is `db-` and the cluster's in capitals.",
		check: struck("pause", refuses(400, "DatabaseResumingException", resumingText)),
	},
	{
		id: "fault-resuming-end", claim: "What does a paused cluster answer to CommitTransaction and RollbackTransaction, whose errors in the model are without DatabaseResumingException?",
		verdict: unknown, note: "They work, and so do open transactions after the pause. A cluster with an open transaction would not pause by itself.",
		check: TestPause,
	},
	{
		id: "fault-throttling", claim: "Throttling is a ThrottlingException, 400, `Rate exceeded`.",
		source: "awsdocs/amazon-rds-user-guide#110", grade: seenEarlier, verdict: same,
		check: struck("throttle", refuses(400, "ThrottlingException", "Rate exceeded")),
	},
	{
		id: "fault-status", claim: "InternalServerErrorException is a 500, ServiceUnavailableError a 503, DatabaseUnavailableException a 504.",
		source: model, grade: documented, verdict: same,
		check: all(
			struck("error-before:status=500", refuses(500, "InternalServerErrorException", "")),
			struck("error-before:status=503", refuses(503, "ServiceUnavailableError", "")),
			struck("error-before:status=504", refuses(504, "DatabaseUnavailableException", ""))),
	},
	{
		id: "fault-status-text", claim: "Which words do answers with 500, 503 and 504 have?",
		verdict: unknown, note: "None, as the model has no members for them.",
		check: struck("error-after:status=503", refuses(503, "ServiceUnavailableError", "")),
	},
	{
		id: "fault-status-effect", claim: "Has the statement run when the answer is a 500 or a 504?",
		verdict: unknown, note: "As is asked for: FaultErrorBefore or FaultErrorAfter.",
		check: TestFaultAnswers,
	},
}

// struck gives the check of a call that a fault strikes.
func struck(fault string, s step) check {
	return func(t *testing.T) {
		server := attached(t, &emulator.Server{})
		inject(t, server, fault)
		s(t, caller{server: server})
	}
}

// refuses wants a statement to be refused with that status, exception and
// message.
func refuses(status int, code, message string) step {
	return func(t *testing.T, c caller) {
		a := c.execute(t, "select 1")
		a.want(t, status, code, message)
		if !strings.HasPrefix(a.header.Get("Content-Type"), "application/json") {
			t.Errorf("the type is %s", a.header.Get("Content-Type"))
		}
	}
}
