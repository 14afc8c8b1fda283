package postgres

import "strings"

// Type is a type of the database that the server has inferred for a placeholder.
// It does not change, and == tells whether two are the same.
type Type struct {
	cast    string // what to write behind ::
	name    string // pg_type.typname if Go values have a form of their own in it; else empty
	element string // of an array: the name of its elements' type

	noCommas bool // it is not built in, and the elements of its arrays are not set off by commas
	libPQ    bool // it takes the arguments that lib/pq takes
}

// noCommas is behind the name of a type whose arrays have none.
const noCommas = "*"

// NewType returns the type of a name that is schema and pg_type.typname, each
// quoted where SQL wants it, such as pg_catalog.int4 and public."Mood". Behind the
// name of one that is not built in stands an asterisk if the elements of its arrays
// are set off by something else than commas.
//
// pg_type.typname is a type without a modifier, however it is spelled in SQL:
// pg_catalog."bit" is a bit string of any length, where BIT would be one bit, as
// CHARACTER would be one character.
func NewType(name string) Type {
	name, isMarked := strings.CutSuffix(name, noCommas)
	builtIn, ok := strings.CutPrefix(name, catalog)
	if !ok {
		return Type{cast: name, noCommas: isMarked}
	}
	if builtIn == "regclass" {
		return Type{cast: regclassCast}
	}
	t := Type{cast: builtIn}
	base := strings.Trim(builtIn, `"`)
	if element, ok := strings.CutPrefix(base, "_"); ok {
		if _, ok := forms()[element]; ok {
			t.element = element
		}
	} else if _, ok := forms()[base]; ok {
		t.name = base
	}
	return t
}

// catalog is the schema of the types that PostgreSQL brings.
const catalog = "pg_catalog."

// regclassCast takes a detour: the cast from text looks for a table of that name,
// also where the text is a number, while from other types the cast reads the text
// as a constant is read. It is the only type with a cast of its own from text that
// reads less.
const regclassCast = "bpchar::regclass"

// For returns the type with the arguments that a native driver takes.
func (t Type) For(n Native) Type {
	t.libPQ = n == LibPQ
	return t
}

// String returns the name as SQL takes it.
func (t Type) String() string { return t.cast }

// elementType returns the type of an array's elements.
func (t Type) elementType() Type { return Type{cast: t.element, name: t.element} }
