package connpool

import "sync"

// departures are the connections on their way out. The zero value has none.
// Goroutines may share it; unlike a sync.WaitGroup it lets connections leave while
// somebody waits, as those do whose session is released then.
type departures struct {
	mu   sync.Mutex    // guards what follows
	left int           // on their way
	none chan struct{} // closed when there are none any more; nil while nobody waits
}

// begin lets a connection leave.
func (d *departures) begin(conn Conn) {
	d.mu.Lock()
	d.left++
	d.mu.Unlock()
	go func() {
		conn.Close()
		d.end()
	}()
}

func (d *departures) end() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.left--
	if d.left == 0 && d.none != nil {
		close(d.none)
		d.none = nil
	}
}

// wait returns at a moment at which there are none.
func (d *departures) wait() {
	d.mu.Lock()
	none := d.none
	if none == nil && d.left > 0 {
		none = make(chan struct{})
		d.none = none
	}
	d.mu.Unlock()
	if none != nil {
		<-none
	}
}
