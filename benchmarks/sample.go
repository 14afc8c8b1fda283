package main

import "slices"

// sample is what the rounds measured of one figure.
type sample []float64

// median of an empty sample is 0.
func (s sample) median() float64 { return s.quantile(0.5) }

// quantile gives the value below which a part of the sample lies, between two
// values by their distance.
func (s sample) quantile(part float64) float64 {
	if len(s) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(s))
	at := part * float64(len(sorted)-1)
	below := int(at)
	above := min(below+1, len(sorted)-1)
	return sorted[below] + (at-float64(below))*(sorted[above]-sorted[below])
}

// times gives the sample in another unit.
func (s sample) times(factor float64) sample {
	scaled := make(sample, len(s))
	for i, v := range s {
		scaled[i] = v * factor
	}
	return scaled
}

// rates gives amounts for each unit of the sample.
func (s sample) rates(amount float64) sample {
	rates := make(sample, len(s))
	for i, v := range s {
		rates[i] = amount / v
	}
	return rates
}

// over divides the sample by another of the same rounds.
func (s sample) over(other sample) sample {
	ratios := make(sample, min(len(s), len(other)))
	for i := range ratios {
		ratios[i] = s[i] / other[i]
	}
	return ratios
}
