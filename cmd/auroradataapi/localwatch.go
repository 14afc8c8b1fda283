package main

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/calllog"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/monitor"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/terminal"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// watching are the flags of `local` about what it tells, and its end.
type watching struct {
	Log     string `enum:",human,json" default:"" placeholder:"FORMAT" help:"Write a line for each call, human or json, without statements and values. Default: none."`
	LogFile string `type:"path" placeholder:"FILE" help:"Append those lines to FILE, human if --log does not say otherwise. Default: standard error."`
	LogSQL  bool   `name:"log-sql" help:"Have the statements in those lines, with the constants in them. Values of parameters are never told."`

	Grace time.Duration `default:"5s" placeholder:"TIME" help:"How long calls that are under way have to end when a signal ends the emulator. A second signal ends it at once. Default: ${default}."`
}

// apply has the server watched. close is to be called behind its end.
func (w *watching) apply(server *emulator.Server, p process) (close func() error, err error) {
	watch := monitor.New(server, version())
	server.Monitor, server.OnCall = watch, watch.Observe
	close = func() error { return nil }
	if w.Log == "" && w.LogFile == "" {
		if w.LogSQL {
			return nil, usageError{errors.New("--log-sql is for --log")}
		}
		return close, nil
	}
	out := p.stderr
	if w.LogFile != "" {
		file, err := os.OpenFile(w.LogFile, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
		if err != nil {
			return nil, err
		}
		out, close = file, file.Close
	}
	log := w.logger(out)
	server.OnCall = func(c emulator.Call) {
		watch.Observe(c)
		log(c)
	}
	return close, nil
}

func (w *watching) logger(out io.Writer) func(emulator.Call) {
	if w.Log == "json" {
		return calllog.JSON(out, w.LogSQL)
	}
	return calllog.Human(out, terminal.Color("auto", out), w.LogSQL)
}

// shutDown ends a server with the time of grace.
func (w *watching) shutDown(server *emulator.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), w.Grace)
	defer cancel()
	return server.Shutdown(ctx)
}
