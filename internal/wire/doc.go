// Package wire is the JSON that a client and the RDS Data API exchange: it
// writes request bodies and reads response bodies, without reflection and
// without an intermediate tree of maps.
//
// # Requests
//
// [ExecuteRequest], [BatchRequest], [BeginRequest] and [EndRequest] each append
// their body to a byte slice with AppendJSON. What comes out decodes to the same
// values: integers exactly, doubles as the shortest text that reads back to the
// same bits, non-finite doubles as the strings "NaN", "Infinity" and
// "-Infinity" (which is what the AWS SDKs write), blobs as padded base64.
// JSON can carry nothing but Unicode text, so a string that is not valid UTF-8
// is an error that wraps [ErrInvalidUTF8]: replacing its bytes would store
// something that nobody wrote. (PostgreSQL refuses such text as well, with
// SQLSTATE 22021.)
//
// # Responses
//
// [DecodeExecute], [DecodeBatch], [DecodeBegin] and [DecodeEnd] read the body of
// an answer with status 200, [DecodeError] that of any other answer.
//
// The reader is strict. The whole body must be one JSON text, in UTF-8, nested
// no deeper than 64 levels, with nothing behind it; otherwise the answer is a
// [*MalformedError] with the offset, and a truncated body is found before the
// first row is handed out. Members may come in any order, with white space
// anywhere. Members that are not known are skipped, so that the service may add
// some; a null counts as an absent member; of a repeated member the last one
// counts.
//
// # Rows
//
// DecodeExecute checks the rows but does not decode them. It marks where each
// field is and how it is written, in eight bytes for each. [Result.Next] steps
// over a row, which costs nothing, and [Result.Read] decodes a field into memory
// that the caller owns and uses again. [Result.Size] tells what the service counts
// the rows as.
//
// Text is copied out of the body into chunks of at most 4 KiB (a longer text has
// memory of its own) and handed out as substrings of them. So a row costs no
// allocation of its own (a chunk is shared by dozens of rows), a string that a
// program keeps holds on to 4 KiB and not to the page of a megabyte that it came
// in, and the body may be used again for another answer. Substrings of the body
// itself would save the copy, and could keep a whole page alive for one short
// name: programs do scan strings into structs and keep them.
//
// A NULL, a boolean and a small integer become a driver.Value without an
// allocation; any other value costs one, which is what makes it an interface.
//
// # Memory
//
// The body belongs to the [Result] until the caller has read the last row that
// it wants: it must not change before then. Nothing here writes to it. Texts and
// blobs are the caller's for good; an [Array] reads from the body and is valid
// as long as that is.
//
// No type of this package may be used by several goroutines at once, except for
// reading.
package wire
