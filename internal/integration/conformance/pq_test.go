package conformance_test

import (
	"database/sql"
	"fmt"
	"slices"
	"testing"

	"github.com/lib/pq"
	"github.com/lib/pq/oid"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// pqMode stands for the driver's mode in findings about compat=pq, in which the
// driver is measured by lib/pq. The mode of arguments is the default.
const pqMode = "compat=pq"

// libpq and asLibPQ are the cluster's database through lib/pq, in a session in UTC,
// and through the driver in its place.
var libpq, asLibPQ *sql.DB

// openLibPQ opens the database in both ways.
func openLibPQ() (err error) {
	native, err := pq.NewConfig(cluster.Server.BackendDSN(testcluster.ID))
	if err != nil {
		return err
	}
	native.Runtime = map[string]string{"timezone": "UTC"}
	connector, err := pq.NewConnectorConfig(native)
	if err != nil {
		return err
	}
	libpq = sql.OpenDB(connector)
	config := cluster.Config()
	config.Compat = auroradataapi.CompatPQ
	asLibPQ, err = testcluster.Open(config)
	return err
}

func pqWays() (native, ours way) {
	return way{name: "lib/pq", native: true, db: libpq, libpq: true}, way{name: pqMode, db: asLibPQ, libpq: true}
}

// likeLibPQ is the driver in the place of lib/pq, which measures it.
func likeLibPQ() mode {
	native, ours := pqWays()
	return mode{ours, native}
}

// comparePQ looks at one thing through lib/pq and through the driver in its place.
// A difference has to be listed, with the name of the mode or for all modes.
func comparePQ(t *testing.T, counts *tally, what string, list exceptions, see func(way) string) {
	t.Helper()
	native, ours := pqWays()
	e := list.in(ours.name)
	compareUnless(t, counts.in(ours), e.differs, e.why, what, see(native), see(ours))
}

// namesOfLibPQ are those of the types that lib/pq has a name for.
var namesOfLibPQ = func() (names []string) {
	for _, name := range oid.TypeName {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}()

// libPQName returns the name of a type, empty where lib/pq has none.
func libPQName(name string) string {
	if _, known := slices.BinarySearch(namesOfLibPQ, name); !known {
		return ""
	}
	return name
}

// pqLine says in one line what has been found.
func pqLine(list []finding) string {
	by := count(list)[pqMode]
	return fmt.Sprintf("conformance, compat=pq: %d cases equal to lib/pq, %d listed differences", by[equal], by[listed])
}
