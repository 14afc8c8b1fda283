// Package bulk tests bulk writes: what they store is what pgx stores, what their
// errors say is so, and nothing is left of one that failed.
package bulk
