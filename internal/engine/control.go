package engine

// Control is what a statement does to the transaction that it is run in.
type Control uint8

// What transaction statements do. Those that need a transaction and leave it open
// (SAVEPOINT, RELEASE, ROLLBACK TO, SET TRANSACTION) and those about prepared
// transactions are not among them: they are statements like any other.
const (
	NoControl Control = iota
	Begin
	Commit
	CommitAndChain
	Rollback
	RollbackAndChain
)

// Chains reports whether another transaction begins when one has ended.
func (c Control) Chains() bool { return c == CommitAndChain || c == RollbackAndChain }

// String returns what a statement that ends a transaction is called.
func (c Control) String() string {
	switch c {
	case Commit:
		return "COMMIT"
	case CommitAndChain:
		return "COMMIT AND CHAIN"
	case Rollback:
		return "ROLLBACK"
	case RollbackAndChain:
		return "ROLLBACK AND CHAIN"
	}
	return ""
}
