// Package result writes the rows of a query for people and for programs: as a
// table, as CSV and as JSON, exactly in each.
package result
