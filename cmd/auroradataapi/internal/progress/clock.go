package progress

import (
	"io"
	"sync"
	"time"
)

// Ticker is a line on a terminal about a work that nobody knows the end of. On
// anything else there is none.
type Ticker struct {
	bar  *Bar
	done chan struct{}
	wait sync.WaitGroup
}

// Clock shows how long a work takes until Stop is called.
func Clock(stream io.Writer, about string) *Ticker {
	t := &Ticker{bar: show(stream, -1), done: make(chan struct{})}
	if t.bar != nil {
		t.wait.Go(func() { t.run(about) })
	}
	return t
}

func (t *Ticker) run(about string) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for n := int64(1); ; n++ {
		t.bar.Show(n, about)
		select {
		case <-t.done:
			t.bar.Clear()
			return
		case <-ticker.C:
		}
	}
}

// Stop takes the line away.
func (t *Ticker) Stop() {
	close(t.done)
	t.wait.Wait()
}
