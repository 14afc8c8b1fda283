package postgres

import "strings"

// Block says how a statement gets on with transaction blocks.
type Block uint8

const (
	// AnyBlock is a statement that runs in a block and outside of one.
	AnyBlock Block = iota
	// NoBlock is a statement that PostgreSQL refuses in a block (25001), or one
	// that may be of that kind: sometimes it depends on more than the text.
	NoBlock
	// NoBlockNoNames is the same for a statement that looks no name up in schemas.
	NoBlockNoNames
	// BlockOnly is a statement that PostgreSQL refuses outside of a block (25P01).
	BlockOnly
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
func ReadBlock(list []string) Block {
	if len(list) == 0 {
		return AnyBlock
	}
	if rule, ok := blockRules[strings.ToUpper(list[0])]; ok {
		return rule(tokens(list[1:]))
	}
	return AnyBlock
}

// blockRules tell for the first word of a statement and what follows it.
var blockRules = map[string]func(tokens) Block{
	"ALTER":     alterBlock,
	"CLUSTER":   clusterBlock,
	"COMMIT":    preparedBlock,
	"CREATE":    createBlock,
	"DECLARE":   func(tokens) Block { return BlockOnly },
	"DISCARD":   func(t tokens) Block { return when(t.begins("ALL"), NoBlockNoNames) },
	"DROP":      dropBlock,
	"LOCK":      func(tokens) Block { return BlockOnly },
	"REINDEX":   reindexBlock,
	"RELEASE":   func(tokens) Block { return BlockOnly },
	"ROLLBACK":  rollbackBlock,
	"SAVEPOINT": func(tokens) Block { return BlockOnly },
	"VACUUM":    namesBlock,
}

func when(condition bool, b Block) Block {
	if condition {
		return b
	}
	return AnyBlock
}

// namesBlock tells statements with nothing behind their options, which then are
// about the whole database.
func namesBlock(t tokens) Block {
	t.arguments()
	for t.acceptAny("VERBOSE", "FULL", "FREEZE", "ANALYZE") != "" {
	}
	if len(t) == 0 {
		return NoBlockNoNames
	}
	return NoBlock
}

func alterBlock(t tokens) Block {
	switch {
	case t.begins("SYSTEM"), t.begins("DATABASE") && t.has("SET", "TABLESPACE"), t.begins("SUBSCRIPTION"):
		return NoBlockNoNames
	case t.begins("TABLE"):
		return when(t.has("DETACH") && strings.EqualFold(t[len(t)-1], "CONCURRENTLY"), NoBlock)
	}
	return AnyBlock
}

func clusterBlock(t tokens) Block { return when(namesBlock(t) == NoBlockNoNames, NoBlockNoNames) }

func createBlock(t tokens) Block {
	switch {
	case t.acceptAny("DATABASE", "TABLESPACE", "SUBSCRIPTION") != "":
		return NoBlockNoNames
	case t.begins("INDEX", "CONCURRENTLY"), t.begins("UNIQUE", "INDEX", "CONCURRENTLY"):
		return NoBlock
	}
	return AnyBlock
}

func dropBlock(t tokens) Block {
	if t.acceptAny("DATABASE", "TABLESPACE", "SUBSCRIPTION") != "" {
		return NoBlockNoNames
	}
	return when(t.begins("INDEX", "CONCURRENTLY"), NoBlock)
}

func preparedBlock(t tokens) Block { return when(t.begins("PREPARED"), NoBlockNoNames) }

func reindexBlock(t tokens) Block {
	concurrently := t.has("CONCURRENTLY")
	t.arguments()
	switch {
	case t.acceptAny("DATABASE", "SYSTEM", "SCHEMA") != "":
		return NoBlockNoNames
	case concurrently:
		return NoBlock
	}
	return AnyBlock
}

func rollbackBlock(t tokens) Block {
	if t.begins("PREPARED") {
		return NoBlockNoNames
	}
	return BlockOnly // ROLLBACK TO
}
