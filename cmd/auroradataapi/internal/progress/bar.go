// Package progress shows on a terminal how far a long work has come.
package progress

import (
	"io"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/terminal"
)

// Bar is a line on a terminal. It is for one goroutine. A Bar on anything else
// shows nothing, nor does a nil one.
type Bar struct{ bar *progressbar.ProgressBar }

// Statements returns a bar that counts statements.
func Statements(stream io.Writer, total int) *Bar {
	return show(stream, int64(total), progressbar.OptionShowCount())
}

// Bytes returns a bar that counts bytes, of a total that is not known if it is
// negative.
func Bytes(stream io.Writer, total int64) *Bar {
	return show(stream, total, progressbar.OptionShowBytes(true), progressbar.OptionUseIECUnits(true))
}

func show(stream io.Writer, total int64, options ...progressbar.Option) *Bar {
	if !terminal.Is(stream) {
		return nil
	}
	options = append(options,
		progressbar.OptionSetWriter(stream), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(20),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetSpinnerChangeInterval(0),
		progressbar.OptionSetElapsedTime(true), progressbar.OptionSetPredictTime(total > 0),
	)
	return &Bar{progressbar.NewOptions64(total, options...)}
}

// Show says how much has been done, and about what.
func (b *Bar) Show(done int64, about string) {
	if b == nil {
		return
	}
	b.bar.Describe(about)
	_ = b.bar.Set64(done) // a terminal that cannot be written to shows nothing
}

// Clear takes the line away, before something else is written and at the end.
func (b *Bar) Clear() {
	if b != nil {
		_ = b.bar.Clear()
	}
}
