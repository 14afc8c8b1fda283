package emulator

import (
	"context"
	"errors"
	"fmt"
)

// newData is the data of a private server.
type newData interface {
	// IsNew says whether it was made by this start.
	IsNew() bool
	// Finish says that it is complete.
	Finish() error
}

// initialise has new data filled by who asked for it.
func (c Cluster) initialise(ctx context.Context, data newData, dsn string) error {
	if c.Init == nil || !data.IsNew() {
		return nil
	}
	if err := c.Init(ctx, dsn); err != nil {
		return fmt.Errorf("initialise: %w", err)
	}
	return data.Finish()
}

// errInitForeign is why Init is not called for a server of the user's: it would be
// called at each start.
var errInitForeign = errors.New("field Init is for the new data of a private server, and the cluster has a DSN")
