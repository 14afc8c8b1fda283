package auroradataapi

import (
	"errors"
	"slices"
)

// Streaming says when a result is read page by page, from a cursor. As the first
// argument of a query, in front of its arguments, it is for that query alone:
//
//	db.QueryContext(ctx, "select * from events where at > $1", auroradataapi.StreamingAlways, yesterday)
//
// On a statement that was prepared it is ignored.
type Streaming uint8

const (
	// StreamingAuto sends a query as it is, which is one call, and reads it from a
	// cursor if the service refuses its result as too large, and from then on. It is
	// the default.
	StreamingAuto Streaming = iota

	// StreamingAlways reads every query from a cursor for which that is possible,
	// also the first time. It saves the call that is refused, and costs three more
	// if the result is small. A statement with effects whose result may be large is
	// run in a transaction of the driver's own at once, which costs two more.
	StreamingAlways

	// StreamingNever reads no query from a cursor, and sends statements with effects
	// as they are: a result that is too large is the error ErrResultTooLarge.
	StreamingNever
)

// streamingNames are the settings in a DSN.
var streamingNames = [...]string{StreamingAuto: "auto", StreamingAlways: "always", StreamingNever: "never"}

// String returns the setting as in a DSN: auto, always or never.
func (s Streaming) String() string {
	if int(s) >= len(streamingNames) {
		return "unknown"
	}
	return streamingNames[s]
}

// streamingSetting is a setting of streaming: auto is the default.
type streamingSetting Streaming

func (s *streamingSetting) String() string {
	if *s == streamingSetting(StreamingAuto) {
		return ""
	}
	return Streaming(*s).String()
}

func (s *streamingSetting) Set(text string) error {
	if text == "" {
		text = StreamingAuto.String()
	}
	i := slices.Index(streamingNames[:], text)
	if i < 0 {
		return errors.New("want auto, always or never")
	}
	*s = streamingSetting(i)
	return nil
}
