package main

import (
	"fmt"
	"strconv"
)

// budget is one figure and its bound.
type budget struct {
	name     string
	measured float64
	bound    float64
	least    bool   // the bound is the least that will do, else the most
	unit     string // behind the figures, without a space
}

// String gives the line that the program prints.
func (b budget) String() string {
	return fmt.Sprintf("budget %s %s%s %s %s", b.name, figure(b.measured), b.unit, b.limit(), b.verdict())
}

// limit gives the bound with its sign and unit.
func (b budget) limit() string {
	sign := "<="
	if b.least {
		sign = ">="
	}
	return sign + figure(b.bound) + b.unit
}

func (b budget) verdict() string {
	if b.isMet() {
		return "ok"
	}
	return "short"
}

// isMet compares the figures as they are printed.
func (b budget) isMet() bool {
	measured, bound := rounded(b.measured), rounded(b.bound)
	if b.least {
		return measured >= bound
	}
	return measured <= bound
}

// figure writes a number with two decimals, without those that say nothing.
func figure(v float64) string { return strconv.FormatFloat(rounded(v), 'f', -1, 64) }

func rounded(v float64) float64 {
	r, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'f', 2, 64), 64)
	return r
}
