package emulator_test

import (
	"slices"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator"
)

func TestManualClock(t *testing.T) {
	clock := &emulator.ManualClock{}
	start := clock.Now()
	var fired []time.Duration
	record := func() { fired = append(fired, clock.Now().Sub(start)) }
	clock.AfterFunc(3*time.Second, record)
	clock.AfterFunc(time.Second, func() {
		record()
		clock.AfterFunc(time.Second, record) // due within the same Advance
	})
	stopped := clock.AfterFunc(2*time.Second, record)
	if !stopped() || stopped() {
		t.Error("stop does not tell its first call from its second")
	}
	late := clock.AfterFunc(4*time.Second, record)
	clock.Advance(3 * time.Second)
	if want := []time.Duration{time.Second, 2 * time.Second, 3 * time.Second}; !slices.Equal(fired, want) {
		t.Errorf("functions were called at %v, want %v", fired, want)
	}
	if now := clock.Now().Sub(start); now != 3*time.Second {
		t.Errorf("the clock shows %v", now)
	}
	clock.Advance(time.Second)
	if late() {
		t.Error("stop claims to have prevented a call that was made")
	}
}
