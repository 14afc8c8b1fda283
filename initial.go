package auroradataapi

import (
	"context"
	"sync"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// initialSettings are the values that settings have in a session of the service that
// begins, as far as a connector has asked for them. The zero value knows none.
// Goroutines may share it.
type initialSettings struct {
	mu     sync.Mutex
	values map[string]wire.Field
}

func (s *initialSettings) get(name string) (value wire.Field, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	value, ok = s.values[name]
	return value, ok
}

func (s *initialSettings) put(name string, value wire.Field) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.values == nil {
		s.values = map[string]wire.Field{}
	}
	s.values[name] = value
}

// dropInitial forgets settings that are again what they are in a session that begins,
// outside a transaction. Each is asked for once, which is less than what a statement
// with settings costs.
func (c *conn) dropInitial(ctx context.Context) {
	if c.tx != nil {
		return
	}
	for _, name := range c.settings.Repeated() {
		value, ok := c.client.initial.get(name)
		if !ok {
			_, row, err := c.readRow(ctx, c.engine.AskSetting(name))
			if err != nil && !isDatabaseError(err) {
				continue // the next statement asks again
			}
			value = append(row, wire.Field{})[0]
			c.client.initial.put(name, value)
		}
		c.settings = c.settings.Initially(name, value)
	}
}
