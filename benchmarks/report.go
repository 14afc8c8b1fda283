package main

import (
	"fmt"
	"io"
	"strings"
)

// report prints what is measured, line by line, and keeps it for a page.
type report struct {
	out     io.Writer
	quick   bool // one round of each
	figures []reading
	budgets []budget
}

// reading is one figure that is no budget.
type reading struct {
	name   string
	sample sample // of one value if there is no spread
	unit   string // behind the figures, without a space
}

// String gives the line that the program prints: the median, and the quartiles if
// there were several rounds.
func (r reading) String() string {
	line := fmt.Sprintf("measure %s %s%s", r.name, figure(r.sample.median()), r.unit)
	if len(r.sample) < 2 {
		return line
	}
	return line + " " + r.quartiles()
}

func (r reading) quartiles() string {
	return figure(r.sample.quantile(0.25)) + ".." + figure(r.sample.quantile(0.75)) + r.unit
}

// measure prints a figure.
func (r *report) measure(name string, value float64, unit string) {
	r.spread(name, sample{value}, unit)
}

// spread prints a figure that several rounds have measured.
func (r *report) spread(name string, sample sample, unit string) {
	reading := reading{name, sample, unit}
	r.figures = append(r.figures, reading)
	fmt.Fprintln(r.out, reading)
}

// budget prints a figure and its bound.
func (r *report) budget(b budget) {
	r.budgets = append(r.budgets, b)
	fmt.Fprintln(r.out, b)
}

// markdown gives all figures as two tables.
func (r *report) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s; load average %s at the end. %s.", machine(), load(), versions())
	if r.quick {
		b.WriteString(" A quick run: one round of each.")
	}
	b.WriteByte('\n')
	b.WriteString("\n| budget | measured | bound | |\n|---|---|---|---|\n")
	for _, budget := range r.budgets {
		fmt.Fprintf(&b, "| `%s` | %s%s | %s | %s |\n", budget.name, figure(budget.measured), budget.unit, budget.limit(), budget.verdict())
	}
	b.WriteString("\n| figure | median | quartiles |\n|---|---|---|\n")
	for _, reading := range r.figures {
		quartiles := ""
		if len(reading.sample) > 1 {
			quartiles = reading.quartiles()
		}
		fmt.Fprintf(&b, "| `%s` | %s%s | %s |\n", reading.name, figure(reading.sample.median()), reading.unit, quartiles)
	}
	return b.String()
}
