package account

import (
	"sync"
	"sync/atomic"
)

// Account is the state of one account in one region. Goroutines may share it.
type Account struct {
	names Names
	state atomic.Pointer[State]

	changing sync.Mutex // one change after the other; guards file
	file     string     // empty: kept in memory only
}

// New gives an account with that state, which is its own from then on.
func New(names Names, state *State) *Account {
	a := &Account{names: names}
	a.state.Store(state)
	return a
}

// Names gives what the account's ARNs are made of.
func (a *Account) Names() Names { return a.names }

// View gives the state as it is. It does not change any more: look only.
func (a *Account) View() *State { return a.state.Load() }

// Update changes the state. An error of change, or of writing the file, leaves
// it as it was. Others see the former state until change has returned.
func (a *Account) Update(change func(*State) error) error {
	a.changing.Lock()
	defer a.changing.Unlock()
	next := a.View().clone()
	if err := change(next); err != nil {
		return err
	}
	if a.file != "" {
		if err := save(a.file, next); err != nil {
			return err
		}
	}
	a.state.Store(next)
	return nil
}

// Keep writes the account to a file, at once and with every later change.
func (a *Account) Keep(file string) error {
	a.changing.Lock()
	defer a.changing.Unlock()
	if err := save(file, a.View()); err != nil {
		return err
	}
	a.file = file
	return nil
}
