package emulator

import (
	"context"
	"fmt"

	"github.com/auroradataapi/auroradataapi/emulator/internal/localserver"
	"github.com/auroradataapi/auroradataapi/emulator/internal/mysqlserver"
	"github.com/auroradataapi/auroradataapi/emulator/internal/pgserver"
)

// ErrNoServer is what the error of a start or of [Engine.FindServer] matches when
// the machine lacks the programs of a private server.
var ErrNoServer = localserver.ErrNotFound

// FindServer looks for the programs that a private server of the engine is
// started from, in binDir or, if it is empty, where [Server.Start] looks. Without
// them its error matches [ErrNoServer], names the places and ends with the command
// that installs them.
func (e Engine) FindServer(ctx context.Context, binDir string) error {
	switch e {
	case PostgreSQL, "":
		return named(pgserver.Find(ctx, binDir))
	case MySQL:
		return named(mysqlserver.Find(ctx, binDir))
	}
	return named(unknownEngine(e))
}

func named(err error) error {
	if err != nil {
		err = fmt.Errorf("emulator: %w", err)
	}
	return err
}
