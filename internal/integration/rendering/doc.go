// Package rendering holds what the lexer makes of the texts of MySQL against what a
// server makes of them. Texts are made of what is known to mislead lexers: strings
// with escapes, identifiers with colons, comments of all kinds, dashes, versions.
// Each is run as it is written, as it is rendered, and through the driver on the
// emulator, whose own lexer knows less than MySQL's; the results must be equal.
package rendering
