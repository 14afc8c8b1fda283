package chaos_test

import (
	"math/rand/v2"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// storm is every fault there is. The probabilities are those of one call; about
// one in eight fails.
var storm = []string{
	"delay:p=0.05,time=2ms",
	"pause:p=0.0005,calls=10",
	"pause:p=0.0005,time=200ms",
	"throttle:p=0.01",
	"busy:p=0.01",
	"expire:p=0.005",
	"error-before:p=0.005,status=500",
	"error-before:p=0.005,status=503",
	"error-before:p=0.005,status=504",
	"error-after:p=0.005,status=500",
	"error-after:p=0.005,status=503",
	"error-after:p=0.005,status=504",
	"drop-before:p=0.01",
	"drop-after:p=0.02",
	"drop-middle:p=0.01",
	"short:p=0.01",
	"truncate:p=0.01",
}

// raise puts the storm in force, with probabilities that the seed varies.
func raise(t *testing.T) {
	t.Helper()
	cluster.Server.ResetFaults(*seed)
	random := rand.New(rand.NewPCG(*seed, 0))
	for _, text := range storm {
		fault, err := emulator.ParseFault(text)
		if err != nil {
			t.Fatal(err)
		}
		fault.Probability *= 0.5 + random.Float64()
		if _, err := cluster.Server.Inject(fault); err != nil {
			t.Fatal(err)
		}
	}
}

// calm ends the storm and tells what it has struck. Every kind has to be in it.
func calm(t *testing.T, run string) {
	t.Helper()
	struck := cluster.Server.Injected()
	cluster.Server.ResetFaults(*seed)
	for _, text := range storm {
		fault, err := emulator.ParseFault(text)
		if err != nil {
			t.Fatal(err)
		}
		if struck[fault.Kind] == 0 {
			t.Errorf("no call was struck by %s: there should be more operations", fault.Kind)
		}
	}
	tellCounts(t, run+": faults", struck)
}
