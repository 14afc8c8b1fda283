package doctor

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/auroradataapi/auroradataapi"
)

// release is a version of an engine.
type release struct{ major, minor int }

// supported are the first releases with the Data API, by the major version of
// PostgreSQL, as AuroraUserGuide "Concepts.Aurora_Fea_Regions_DB-eng.Feature.Data_API"
// had them in the second half of 2025. Later ones have it, too.
var supported = []release{{13, 11}, {14, 8}, {15, 3}, {16, 1}, {17, 4}}

// supportedMySQL is the first one of Aurora MySQL, likewise.
var supportedMySQL = release{3, 7}

// checkVersion looks whether the version has the Data API. Serverless v1 has it in all
// that there are.
func (v *visit) checkVersion(context.Context) Finding {
	version := v.cluster.EngineVersion
	if v.isOlder() || version == "" {
		return ok("%s", cmp.Or(version, "not said"))
	}
	has, known := parseRelease(version)
	if !known {
		return warn("%q is not a version that is known here", version)
	}
	first := v.first(has)
	if has.compare(first) >= 0 {
		return ok("%s", version)
	}
	target := first.String()
	if v.engine() == auroradataapi.EngineMySQL {
		target = fmt.Sprintf("8.0.mysql_aurora.%d.%02d.0", first.major, first.minor)
	}
	words := []string{"rds", "modify-db-cluster", "--db-cluster-identifier", v.cluster.ID, "--engine-version", target, "--apply-immediately"}
	if has.major != first.major {
		words = append(words, "--allow-major-version-upgrade")
	}
	return fail("%s is too old for the Data API, which begins with %s", version, target).with(v.aws(words...))
}

// first gives the first release with the Data API of the same major version, or the next.
func (v *visit) first(has release) release {
	if v.engine() == auroradataapi.EngineMySQL {
		return supportedMySQL
	}
	for _, first := range supported {
		if first.major >= has.major {
			return first
		}
	}
	return supported[len(supported)-1]
}

// parseRelease reads a version as RDS has it, such as 16.4 or
// 8.0.mysql_aurora.3.08.0.
func parseRelease(version string) (release, bool) {
	_, aurora, found := strings.Cut(version, "mysql_aurora.")
	if found {
		version = aurora
	}
	major, rest, _ := strings.Cut(version, ".")
	minor, _, _ := strings.Cut(rest, ".")
	minor, _, _ = strings.Cut(minor, "-") // 16.4-limitless
	a, err := strconv.Atoi(major)
	if err != nil {
		return release{}, false
	}
	b, err := strconv.Atoi(minor)
	return release{a, b}, err == nil
}

func (r release) compare(other release) int {
	return cmp.Or(cmp.Compare(r.major, other.major), cmp.Compare(r.minor, other.minor))
}

func (r release) String() string { return fmt.Sprintf("%d.%d", r.major, r.minor) }
