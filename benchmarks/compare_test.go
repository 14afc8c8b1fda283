package main

import (
	"testing"
	"time"
)

func TestComparison(t *testing.T) {
	c := comparison{
		"ours":  {{wall: 4 * time.Second}, {wall: 30 * time.Second}, {wall: 6 * time.Second}},
		"peer":  {{wall: 1 * time.Second}, {wall: 10 * time.Second}, {wall: 3 * time.Second}},
		"other": {{wall: 1 * time.Second}, {wall: 5 * time.Second}, {wall: 3 * time.Second}},
	}
	tests := []struct {
		name string
		got  float64
		want float64
	}{
		{"median of one", c.median("ours", wall), 6},
		{"ratio is that of the rounds", c.ratio(wall, "ours", "peer"), 3},
		{"ratio to the sum of several", c.ratio(wall, "ours", "peer", "other"), 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.got != tt.want {
				t.Errorf("got %v, want %v", tt.got, tt.want)
			}
		})
	}
}

func TestMedian(t *testing.T) {
	tests := []struct {
		name   string
		values []float64
		want   float64
	}{
		{"none", nil, 0},
		{"odd", []float64{3, 1, 2}, 2},
		{"even", []float64{4, 1, 3, 2}, 2.5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := sample(tt.values).median(); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestCompareRunsInTurns(t *testing.T) {
	var order string
	step := func(name string) variant {
		return variant{name, 2, func() error { order += name; return nil }}
	}
	c, err := compare(2, step("a"), step("b"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "aabbaabbaabb"; order != want {
		t.Errorf("got order %s, want %s", order, want)
	}
	if got := len(c["a"]); got != 2 {
		t.Errorf("got %d rounds, want 2: the first one warms up", got)
	}
}
