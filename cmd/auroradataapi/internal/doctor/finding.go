package doctor

import "fmt"

// Status is what came of a check.
type Status string

// The statuses. What is skipped could not be looked at, because of another check.
const (
	OK      Status = "ok"
	Warning Status = "warn"
	Failure Status = "fail"
	Skipped Status = "skip"
)

// Finding is the result of a check. It never shows a password or a key.
type Finding struct {
	Check  string `json:"check"`
	Status Status `json:"status"`
	Detail string `json:"detail"`
	// Mend are the commands that mend it, each a line for a shell. What they cannot
	// know is in capitals, such as PASSWORD.
	Mend []string `json:"mend,omitempty"`
}

func ok(format string, args ...any) Finding {
	return Finding{Status: OK, Detail: fmt.Sprintf(format, args...)}
}

func warn(format string, args ...any) Finding {
	return Finding{Status: Warning, Detail: fmt.Sprintf(format, args...)}
}

func fail(format string, args ...any) Finding {
	return Finding{Status: Failure, Detail: fmt.Sprintf(format, args...)}
}

func skip(format string, args ...any) Finding {
	return Finding{Status: Skipped, Detail: fmt.Sprintf(format, args...)}
}

// because is what comes of a check that another one stands in the way of.
func because(check string) Finding { return skip("because of the %s", check) }

// with adds commands that mend it.
func (f Finding) with(commands ...string) Finding {
	f.Mend = append(f.Mend, commands...)
	return f
}
