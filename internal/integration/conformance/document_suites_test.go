package conformance_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/integration/upstream"
)

const suitesIntroduction = `
## Suites of other drivers

The tests of pgx/stdlib, lib/pq and go-sql-driver/mysql run through the driver as well, unchanged but for the calls that open a database (` + "`internal/integration/upstream`" + `).
Each that opens a database and passes natively passes through the driver too, but for these, which fail for the reason that is given, and no other:

| suite | reason: the test … | tests |
|---|---|---|
`

// suites writes which tests of other drivers do not pass.
func (p *page) suites() {
	p.WriteString(suitesIntroduction)
	for _, suite := range slices.Sorted(maps.Keys(upstream.Excluded)) {
		byReason := map[string][]string{}
		for _, e := range upstream.Excluded[suite] {
			byReason[e.Reason.Text] = append(byReason[e.Reason.Text], code(e.Test))
		}
		for _, reason := range slices.Sorted(maps.Keys(byReason)) {
			fmt.Fprintf(p, "| %s | %s | %s |\n", suite, cell(reason), strings.Join(byReason[reason], " "))
		}
	}
}
