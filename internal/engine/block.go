package engine

// Block says how a statement gets on with transaction blocks.
type Block uint8

const (
	// AnyBlock is a statement that runs in a block and outside of one.
	AnyBlock Block = iota
	// NoBlock is a statement that the database refuses in a block, or one
	// that may be of that kind: sometimes it depends on more than the text.
	NoBlock
	// NoBlockNoNames is the same for a statement that looks no name up in schemas.
	NoBlockNoNames
	// BlockOnly is a statement that the database refuses outside of a block.
	BlockOnly
)
