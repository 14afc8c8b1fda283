// Package sqltext reads SQL texts: it finds statements and placeholders, and
// renders each statement as the text that the RDS Data API must receive so
// that the database runs what was written.
//
// The service has a lexer of its own that looks for :name and replaces each
// with $1, $2, ... before the database sees the text. It is known to leave
// '...', "...", -- and /* */ alone and to understand ::type, and it is known
// to replace :word inside $$...$$ and in array slices such as a[1:2]
// (tmokmss/aurora-data-api-proxy COMPATIBILITY.md). How it reads E'...\'...',
// nested comments, := and a backslash before a quote is not known. Render
// therefore writes only what every plausible reading understands alike:
//
//   - comments become a space; /*+ hints */ stay, unless they nest; those around
//     the statement are told by Remarks;
//   - a dollar-quoted constant with anything in it that a lexer could trip
//     over becomes '...' with its quotes doubled, or E'...' with its
//     backslashes doubled too where it has any;
//   - \' inside E'...' becomes two quotes, and a '...' with a backslash right
//     before a quote becomes E'...' with its backslashes doubled;
//   - a constant continued over lines with comments between becomes one;
//   - the colon of a slice or of JSON_OBJECT(key:value) gets a space behind it;
//   - a placeholder becomes what the caller says, for example CAST(:p1 AS uuid).
//
// A statement that needs none of this is returned as it is.
//
// # MySQL
//
// Nothing is known of how the service reads the texts of MySQL; they are written
// so that it may be a lexer that knows what it knows of PostgreSQL, and neither
// backslash escapes nor backticks nor # comments, or one that knows them all:
//
//   - comments become a space; /*+ hints */ stay, and so do comments in a routine,
//     trigger or event, # comments as -- comments;
//   - the inside of /*! … */ is read as SQL, up to the version that all of Aurora
//     MySQL has; the marks stay, unless there may be a placeholder or the end of a
//     comment inside;
//   - \' in a string becomes two quotes, and "…" with a quote, a colon or a
//     backslash inside becomes '…';
//   - an identifier in backticks with a quote, a colon or a comment mark inside
//     goes into /*! */; one with */ inside besides is refused;
//   - -- that starts no comment becomes two dashes with a space between.
//
// ReadOutline reads the clauses of a rendered text: enough to nest the statement in
// another and to ask for the columns that it returns.
//
// # Limits
//
// Texts are read as PostgreSQL reads them with standard_conforming_strings on,
// its default since 9.1: a backslash in a plain '...' is a backslash. What
// Render itself writes means the same under either setting. Texts of MySQL are
// read under its default sql_mode, without ANSI_QUOTES and NO_BACKSLASH_ESCAPES.
//
// U&'...' and N'...' with a backslash right before a quote stay as they are:
// neither can be spelled as an escape constant.
//
// COPY ... FROM STDIN, which ReadCopyIn reads, and psql commands (\connect, \.) are refused: they are
// instructions to a client, and the lines after them are not SQL. So are the \G
// and \g of the mysql client; its DELIMITER is understood and not part of any
// statement.
package sqltext
