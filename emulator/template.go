package emulator

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// template is a database that is copied. Those that are made of it by a further
// layer hang on it.
type template struct {
	host *host
	copy func(ctx context.Context, name string) error

	mu   sync.Mutex // guards next
	next map[layer]*branch
}

// branch is a template that is made by its first user.
type branch struct {
	once     sync.Once
	template *template
	err      error
}

// with gives the template with further layers. What has failed once fails again: the
// fixture is wrong.
func (t *template) with(ctx context.Context, layers []layer) (*template, error) {
	for i, l := range layers {
		b := t.branch(l)
		b.once.Do(func() {
			b.err = errors.New("its Setup has ended the test")
			b.template, b.err = t.grow(ctx, l)
		})
		if b.err != nil {
			return nil, fmt.Errorf("set up fixture %d: %w", i+1, b.err)
		}
		t = b.template
	}
	return t, nil
}

func (t *template) branch(l layer) *branch {
	t.mu.Lock()
	defer t.mu.Unlock()
	b := t.next[l]
	if b == nil {
		b = &branch{}
		if t.next == nil {
			t.next = map[layer]*branch{}
		}
		t.next[l] = b
	}
	return b
}

// grow makes a template of a copy, to which it adds a layer.
func (t *template) grow(ctx context.Context, l layer) (*template, error) {
	name := t.host.newName("template")
	if err := t.copy(ctx, name); err != nil {
		return nil, err
	}
	if err := t.host.fill(ctx, name, l); err != nil {
		return nil, errors.Join(err, t.host.databases.Drop(ctx, name))
	}
	made, err := t.host.databases.Template(ctx, name)
	if err != nil {
		return nil, err
	}
	return &template{host: t.host, copy: made.Copy}, nil
}

// fill adds a layer to a database. No session is left in it.
func (h *host) fill(ctx context.Context, name string, l layer) error {
	d, err := h.serve(ctx, name, &Server{})
	if err != nil {
		return err
	}
	return errors.Join(l.apply(ctx, d.DB), d.shut())
}
