package postgres

import (
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// MayBlock reports whether a statement that begins with a keyword is one for
// [ReadBlock] to look at: all others are of the kind [AnyBlock].
func MayBlock(keyword string) bool {
	_, ok := blockRules[keyword]
	return ok
}

// ReadBlock reads the tokens of a statement. The manual of PostgreSQL says of each
// of these statements that it "cannot be executed inside a transaction block", or
// only there.
func ReadBlock(list []string) engine.Block {
	if len(list) == 0 {
		return engine.AnyBlock
	}
	if rule, ok := blockRules[strings.ToUpper(list[0])]; ok {
		return rule(tokens(list[1:]))
	}
	return engine.AnyBlock
}

// blockRules tell for the first word of a statement and what follows it.
var blockRules = map[string]func(tokens) engine.Block{
	"ALTER":     alterBlock,
	"CLUSTER":   clusterBlock,
	"COMMIT":    preparedBlock,
	"CREATE":    createBlock,
	"DECLARE":   func(tokens) engine.Block { return engine.BlockOnly },
	"DISCARD":   func(t tokens) engine.Block { return when(t.begins("ALL"), engine.NoBlockNoNames) },
	"DROP":      dropBlock,
	"LOCK":      func(tokens) engine.Block { return engine.BlockOnly },
	"REINDEX":   reindexBlock,
	"RELEASE":   func(tokens) engine.Block { return engine.BlockOnly },
	"ROLLBACK":  rollbackBlock,
	"SAVEPOINT": func(tokens) engine.Block { return engine.BlockOnly },
	"VACUUM":    namesBlock,
}

func when(condition bool, b engine.Block) engine.Block {
	if condition {
		return b
	}
	return engine.AnyBlock
}

// namesBlock tells statements with nothing behind their options, which then are
// about the whole database.
func namesBlock(t tokens) engine.Block {
	t.arguments()
	for t.acceptAny("VERBOSE", "FULL", "FREEZE", "ANALYZE") != "" {
	}
	if len(t) == 0 {
		return engine.NoBlockNoNames
	}
	return engine.NoBlock
}

func alterBlock(t tokens) engine.Block {
	switch {
	case t.begins("SYSTEM"), t.begins("DATABASE") && t.has("SET", "TABLESPACE"), t.begins("SUBSCRIPTION"):
		return engine.NoBlockNoNames
	case t.begins("TABLE"):
		return when(t.has("DETACH") && strings.EqualFold(t[len(t)-1], "CONCURRENTLY"), engine.NoBlock)
	}
	return engine.AnyBlock
}

func clusterBlock(t tokens) engine.Block {
	return when(namesBlock(t) == engine.NoBlockNoNames, engine.NoBlockNoNames)
}

func createBlock(t tokens) engine.Block {
	switch {
	case t.acceptAny("DATABASE", "TABLESPACE", "SUBSCRIPTION") != "":
		return engine.NoBlockNoNames
	case t.begins("INDEX", "CONCURRENTLY"), t.begins("UNIQUE", "INDEX", "CONCURRENTLY"):
		return engine.NoBlock
	}
	return engine.AnyBlock
}

func dropBlock(t tokens) engine.Block {
	if t.acceptAny("DATABASE", "TABLESPACE", "SUBSCRIPTION") != "" {
		return engine.NoBlockNoNames
	}
	return when(t.begins("INDEX", "CONCURRENTLY"), engine.NoBlock)
}

func preparedBlock(t tokens) engine.Block { return when(t.begins("PREPARED"), engine.NoBlockNoNames) }

func reindexBlock(t tokens) engine.Block {
	concurrently := t.has("CONCURRENTLY")
	t.arguments()
	switch {
	case t.acceptAny("DATABASE", "SYSTEM", "SCHEMA") != "":
		return engine.NoBlockNoNames
	case concurrently:
		return engine.NoBlock
	}
	return engine.AnyBlock
}

func rollbackBlock(t tokens) engine.Block {
	if t.begins("PREPARED") {
		return engine.NoBlockNoNames
	}
	return engine.BlockOnly // ROLLBACK TO
}
