package auroradataapi

import (
	"container/list"
	"crypto/sha256"
	"sync"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

// maxDescriptions is how many SQL texts a connector, or a transaction that has
// changed types, remembers the types of.
const maxDescriptions = 1024

// descriptions remembers the types that the server has inferred for SQL texts,
// and forgets the one that was not asked for the longest. Goroutines may share
// it.
type descriptions struct {
	limit int

	mu     sync.Mutex                 // guards what follows
	byText map[textHash]*list.Element // of remembered
	recent *list.List                 // of remembered, the latest first
}

// textHash stands for a text, so that large ones are not kept.
type textHash [sha256.Size]byte

type remembered struct {
	key   textHash
	types []postgres.Type
}

func newDescriptions(limit int) *descriptions {
	return &descriptions{limit: limit, byText: map[textHash]*list.Element{}, recent: list.New()}
}

func (d *descriptions) get(sql string) ([]postgres.Type, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	e, ok := d.byText[sha256.Sum256([]byte(sql))]
	if !ok {
		return nil, false
	}
	d.recent.MoveToFront(e)
	return e.Value.(*remembered).types, true
}

func (d *descriptions) put(sql string, types []postgres.Type) {
	d.mu.Lock()
	defer d.mu.Unlock()
	key := textHash(sha256.Sum256([]byte(sql)))
	if e, ok := d.byText[key]; ok {
		d.forget(e)
	}
	d.byText[key] = d.recent.PushFront(&remembered{key, types})
	if d.recent.Len() > d.limit {
		d.forget(d.recent.Back())
	}
}

func (d *descriptions) drop(sql string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if e, ok := d.byText[sha256.Sum256([]byte(sql))]; ok {
		d.forget(e)
	}
}

func (d *descriptions) clear() {
	d.mu.Lock()
	defer d.mu.Unlock()
	clear(d.byText)
	d.recent.Init()
}

// forget is called with mu held.
func (d *descriptions) forget(e *list.Element) {
	delete(d.byText, e.Value.(*remembered).key)
	d.recent.Remove(e)
}

func (c *conn) forget(q inquiry) {
	memory, key := c.memory(q)
	memory.drop(key)
}

// memory returns where the types are remembered that hold now, and under what.
func (c *conn) memory(q inquiry) (d *descriptions, key string) {
	switch {
	case c.tx == nil:
		return c.descriptions, q.sql
	case c.tx.descriptions != nil:
		return c.tx.descriptions, q.sql
	}
	return c.descriptions, c.tx.path + q.sql
}

// noteChange draws the consequences of a statement that may have changed types.
// If it has changed objects in a transaction, then the transaction goes on with a
// memory of its own, since nobody else sees what it changed; so it does after a
// rollback to a savepoint, which may have undone what the memory is about.
func (c *conn) noteChange(s *statement) {
	keyword := s.text.Keyword()
	changes := postgres.ChangesObjects(keyword)
	switch {
	case c.tx != nil:
		c.tx.noteChange(s, changes || keyword == "ROLLBACK" && (c.tx.path != "" || c.tx.descriptions != nil))
	case changes:
		c.descriptions.clear()
	}
}

func (t *transaction) noteChange(s *statement, changes bool) {
	moves := postgres.MovesNames(s.text.Words(4))
	switch {
	case changes, moves && t.descriptions != nil:
		t.descriptions = newDescriptions(maxDescriptions)
	case moves:
		t.path += s.text.String() + ";"
	}
}
