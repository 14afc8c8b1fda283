// Package migrate runs golang-migrate through package auroramigrate, beside
// golang-migrate's own drivers on direct connections: its own suite, migrations up and
// down, several runners at once, runners that die, and both kinds in turn.
package migrate
