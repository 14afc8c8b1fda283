// Package libraries tests libraries that work on any database/sql driver: what
// wraps one, and what keeps its own tables in a database.
package libraries
