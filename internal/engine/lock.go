package engine

// SessionLocks is what a statement does to the locks of the session by name or
// number, which last beyond its transactions.
type SessionLocks struct {
	Waits      bool // it takes one and waits for it
	Tries      bool // it takes one if it is free
	Unlocks    bool // it gives one back
	UnlocksAll bool // it gives all back
	Asks       bool // it asks who has one, or which session it is in
}

// Takes reports whether the statement may take a lock.
func (l SessionLocks) Takes() bool { return l.Waits || l.Tries }

// Any reports whether the statement does anything to session locks.
func (l SessionLocks) Any() bool { return l.Takes() || l.Unlocks || l.UnlocksAll }
