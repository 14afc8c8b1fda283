package auroradataapi

import (
	"container/list"
	"crypto/sha256"
	"sync"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

// maxDescriptions is of how many SQL texts a connector, or a transaction that has
// changed types, remembers something.
const maxDescriptions = 1024

// knowledge is what is remembered of an SQL text.
type knowledge struct {
	prepared *postgres.Prepared // nil if the server has not been asked
	recast   *postgres.Recast   // nil if the columns are not known
	row      int                // octets of a row, if the result was too large for one answer; 0 if not
	effects  effects

	checked bool          // MySQL has prepared it
	columns *mysql.Recast // of MySQL; nil if they need not be known
}

// isOfResult reports whether something is known of the statement's result.
func (k *knowledge) isOfResult() bool {
	return k.recast != nil || k.columns != nil || k.row > 0 || k.effects&returnedMuch != 0
}

// descriptions remembers what the driver has found out about SQL texts, and
// forgets the one that was not asked for the longest. Goroutines may share it.
type descriptions struct {
	limit int

	mu      sync.Mutex                 // guards what follows
	byText  map[textHash]*list.Element // of remembered
	recent  *list.List                 // of remembered, the latest first
	results int                        // of how many of them the result is known
}

// textHash stands for a text, so that large ones are not kept.
type textHash [sha256.Size]byte

type remembered struct {
	key textHash
	knowledge
}

func newDescriptions(limit int) *descriptions {
	return &descriptions{limit: limit, byText: map[textHash]*list.Element{}, recent: list.New()}
}

// get returns nothing but zeros for a text of which nothing is known.
func (d *descriptions) get(sql string) knowledge {
	d.mu.Lock()
	defer d.mu.Unlock()
	e, ok := d.byText[sha256.Sum256([]byte(sql))]
	if !ok {
		return knowledge{}
	}
	d.recent.MoveToFront(e)
	return e.Value.(*remembered).knowledge
}

// put adds to what is known of a text.
func (d *descriptions) put(sql string, more knowledge) {
	d.change(sql, func(k *knowledge) {
		if more.prepared != nil {
			k.prepared = more.prepared
		}
		if more.recast != nil {
			k.recast = more.recast
		}
		k.effects |= more.effects
	})
}

// setRow notes how many octets a row has of a result that is too large, or 0 if it
// is not.
func (d *descriptions) setRow(sql string, row int) {
	if row > 0 || d.hasResults() {
		d.change(sql, func(k *knowledge) { k.row = row })
	}
}

// change changes what is known of a text.
func (d *descriptions) change(sql string, change func(*knowledge)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	key := textHash(sha256.Sum256([]byte(sql)))
	e, ok := d.byText[key]
	if !ok {
		e = d.recent.PushFront(&remembered{key: key})
		d.byText[key] = e
	}
	r := e.Value.(*remembered)
	d.countResult(r, -1)
	change(&r.knowledge)
	d.countResult(r, 1)
	d.recent.MoveToFront(e)
	if d.recent.Len() > d.limit {
		d.forget(d.recent.Back())
	}
}

// countResult is called with mu held.
func (d *descriptions) countResult(r *remembered, n int) {
	if r.isOfResult() {
		d.results += n
	}
}

// hasResults reports whether something is known of the result of any text.
func (d *descriptions) hasResults() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.results > 0
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
	d.results = 0
}

// forget is called with mu held.
func (d *descriptions) forget(e *list.Element) {
	r := e.Value.(*remembered)
	delete(d.byText, r.key)
	d.recent.Remove(e)
	d.countResult(r, -1)
}

func (c *conn) forget(sql string) {
	memory, key := c.memory(sql)
	memory.drop(key)
}

// memory returns where is remembered what holds now of a text, and under what.
func (c *conn) memory(sql string) (d *descriptions, key string) {
	switch {
	case c.tx == nil:
		return c.descriptions, c.settings.Path() + sql
	case c.tx.descriptions != nil:
		return c.tx.descriptions, sql
	}
	return c.descriptions, c.tx.path + sql
}

// noteChange draws the consequences of a statement that may have changed types.
// If it has changed objects in a transaction, then the transaction goes on with a
// memory of its own, since nobody else sees what it changed; so it does after a
// rollback to a savepoint, which may have undone what the memory is about.
func (c *conn) noteChange(s *statement) {
	keyword := s.text.Keyword()
	c.noteObjects(postgres.ChangesObjects(keyword), keyword)
}

// noteObjects is told of each statement whether it may have changed objects.
func (c *conn) noteObjects(changes bool, keyword string) {
	switch {
	case c.tx != nil && (changes || keyword == "ROLLBACK" && c.tx.descriptions != nil):
		c.tx.descriptions = newDescriptions(maxDescriptions)
	case c.tx == nil && changes:
		c.descriptions.clear()
	}
}

// moveNames draws the consequences of a statement that says where names are looked
// up from now on.
func (t *transaction) moveNames(sql string) {
	t.path += sql + ";"
	if t.descriptions != nil {
		t.descriptions = newDescriptions(maxDescriptions)
	}
}
