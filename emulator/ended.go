package emulator

// ending is why a transaction is no more, in the words that the older generation
// puts behind "is not found" (AWS page "data-api.troubleshooting"; how the two are
// joined is a guess). Its first years had nothing there.
type ending string

const (
	expired    ending = "Transaction may be expired."
	terminated ending = "One previous call resulted in a termination of your transaction."
	failed     ending = "Transaction has been aborted due to an error from a previous call."
)

// maxEndings is how many transactions are remembered that have ended.
const maxEndings = 1 << 10

// endings remembers why transactions have ended, the last of them. The zero value
// is ready. It is not for concurrent use.
type endings struct {
	reasons map[string]ending
	ids     []string // the oldest first
}

func (e *endings) remember(id string, why ending) {
	if e.reasons == nil {
		e.reasons = map[string]ending{}
	}
	if len(e.ids) == maxEndings {
		delete(e.reasons, e.ids[0])
		e.ids = e.ids[1:]
	}
	e.reasons[id] = why
	e.ids = append(e.ids, id)
}

// of gives the reason. An id that was never given may as well be an old one.
func (e *endings) of(id string) ending {
	if why, ok := e.reasons[id]; ok {
		return why
	}
	return expired
}
