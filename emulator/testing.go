package emulator

import "context"

// TB is the part of testing.TB that StartT uses.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

// StartT starts a server for a test and closes it when the test ends. A nil
// server stands for the zero value. It returns the started server.
func StartT(tb TB, s *Server) *Server {
	tb.Helper()
	if s == nil {
		s = &Server{}
	}
	if err := s.Start(context.Background()); err != nil {
		tb.Fatalf("%v", err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Errorf("%v", err)
		}
	})
	return s
}
