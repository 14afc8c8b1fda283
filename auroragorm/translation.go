package auroragorm

import "errors"

// translation is GORM's error for one of the database: it reads and compares as
// GORM's, and has the driver's behind it.
type translation struct {
	error
	cause error
}

func (t *translation) Unwrap() []error { return []error{t.error, t.cause} }

// isTranslated tells an error that comes back from an association or a hook.
func isTranslated(err error) bool {
	var t *translation
	return errors.As(err, &t)
}
