//go:build !unix

package main

import (
	"os"
	"syscall"
)

// stopSignals ask the program to end.
var stopSignals = []os.Signal{os.Interrupt}

// relayed holds back Ctrl-C, which a command of `local` gets by itself.
var relayed = []os.Signal{os.Interrupt}

func fromTerminal(os.Signal) bool { return true }

func signalOf(*os.ProcessState) syscall.Signal { return 0 }
