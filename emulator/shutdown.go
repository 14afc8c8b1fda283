package emulator

import "context"

// Shutdown closes the server as Close does, but first lets the calls that are under
// way come to their end, until the context ends. New calls are answered with
// ServiceUnavailableException meanwhile. Open transactions that no call is using
// are rolled back.
func (s *Server) Shutdown(ctx context.Context) error {
	drained := make(chan struct{})
	if service := s.started(); service != nil {
		service.refuse()
		go func() {
			defer close(drained)
			service.calls.Wait() // ends with Close at the latest
		}()
		select {
		case <-drained:
		case <-ctx.Done():
		}
	} else {
		close(drained)
	}
	err := s.Close()
	<-drained
	return err
}

// refuse has new calls answered with an exception.
func (s *service) refuse() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closing = true
}
