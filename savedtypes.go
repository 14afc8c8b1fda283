package auroradataapi

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

// savedTypes is what SaveDescriptions writes.
type savedTypes struct {
	Format string      `json:"format"`
	Texts  []savedText `json:"texts"` // the latest first
}

// savedText is what the server has said about one SQL text.
type savedText struct {
	Hash     string             `json:"sha256"`
	Prepared *postgres.Prepared `json:"types"`
}

const (
	// savedFormat names what is written and read. Another form gets another name.
	savedFormat = "auroradataapi descriptions, postgresql, 1"

	// maxSaved is the most that is read, in bytes: room for a thousand texts with a
	// hundred parameters each.
	maxSaved = 16 << 20
)

// SaveDescriptions writes what the server has told the connector about the types
// of arguments, so that another process need not ask: see
// [Connector.LoadDescriptions]. Of each SQL text it writes a hash and the names of
// types, and neither the text nor any value.
//
// What is remembered of the columns of results is not written.
func (c *Connector) SaveDescriptions(w io.Writer) error {
	encoded, err := json.Marshal(savedTypes{Format: savedFormat, Texts: c.descriptions.save()})
	if err == nil {
		_, err = w.Write(append(encoded, '\n'))
	}
	if err != nil {
		return fmt.Errorf("auroradataapi: save descriptions: %w", err)
	}
	return nil
}

// LoadDescriptions reads what [Connector.SaveDescriptions] has written. Then the
// server is not asked about those SQL texts, which saves the first statements of a
// new process, such as a Lambda function that starts, a call each. What the
// connector has been told itself counts for more than what it loads.
//
// What is loaded may be out of date. An error that may come of it has the server
// asked anew, as it does with what the connector remembers by itself; but a type
// may also change so that nothing fails. So write the file anew for each version of
// the schema. It does not matter on which database with that schema it was
// written.
//
// The error says that the data is not what SaveDescriptions of this version
// writes; nothing is loaded then.
func (c *Connector) LoadDescriptions(r io.Reader) error {
	saved, err := readSaved(r)
	if err != nil {
		return fmt.Errorf("auroradataapi: load descriptions: %w", err)
	}
	c.descriptions.load(saved)
	return nil
}

// readSaved reads and checks all of the saved texts.
func readSaved(r io.Reader) ([]*remembered, error) {
	encoded, err := io.ReadAll(io.LimitReader(r, maxSaved+1))
	switch {
	case err != nil:
		return nil, err
	case len(encoded) > maxSaved:
		return nil, fmt.Errorf("longer than %d bytes", maxSaved)
	}
	var saved savedTypes
	if err := json.Unmarshal(encoded, &saved); err != nil {
		return nil, err
	}
	if saved.Format != savedFormat {
		return nil, fmt.Errorf("format is not %q: save them with this version", savedFormat)
	}
	if len(saved.Texts) > maxDescriptions {
		return nil, fmt.Errorf("%d texts, at most %d are remembered", len(saved.Texts), maxDescriptions)
	}
	texts := make([]*remembered, len(saved.Texts))
	for i, text := range saved.Texts {
		if texts[i], err = text.remembered(); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

func (t *savedText) remembered() (*remembered, error) {
	hash, err := hex.DecodeString(t.Hash)
	switch {
	case err != nil || len(hash) != len(textHash{}):
		return nil, errors.New("a text without its SHA-256")
	case t.Prepared == nil:
		return nil, errors.New("a text without types")
	}
	return &remembered{key: textHash(hash), knowledge: knowledge{prepared: t.Prepared}}, nil
}

// save returns what is known of the types of arguments.
func (d *descriptions) save() []savedText {
	d.mu.Lock()
	defer d.mu.Unlock()
	texts := []savedText{}
	for e := d.recent.Front(); e != nil; e = e.Next() {
		r := e.Value.(*remembered)
		if r.prepared != nil {
			texts = append(texts, savedText{hex.EncodeToString(r.key[:]), r.prepared})
		}
	}
	return texts
}

// load adds what is known of texts of which nothing is known yet, as far as there
// is room.
func (d *descriptions) load(texts []*remembered) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, r := range texts {
		if _, ok := d.byText[r.key]; !ok && d.recent.Len() < d.limit {
			d.byText[r.key] = d.recent.PushBack(r)
		}
	}
}
