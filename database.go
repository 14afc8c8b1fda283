package auroradataapi

import (
	"cmp"
	"slices"
)

// A session of MySQL is in a database, or in none: USE goes into another, and DROP
// DATABASE leaves the one that it drops. A request names it; one that is not there is
// an error, also for a statement that needs none.

// database returns the name of the database that the connection is in, "" for none.
func (c *conn) database() string {
	if c.noDatabase {
		return ""
	}
	return cmp.Or(c.settings.Database(), c.client.target.Database)
}

// noteDroppedDatabase follows the database by a statement that has worked.
func (c *conn) noteDroppedDatabase(s *statement) {
	switch s.text.Keyword() {
	case "USE":
		c.noDatabase = false
	case "DROP":
		name := s.engine.DropsDatabase(slices.Collect(s.text.Tokens()))
		c.noDatabase = c.noDatabase || name != "" && name == c.database()
	}
}
