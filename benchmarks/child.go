package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"time"
)

// childVariable names the work that a copy of this program is started for, to be
// done in a process of its own.
const childVariable = "AURORADATAAPI_BENCHMARK_CHILD"

// children is the work there is.
var children = map[string]func() error{
	"stand-in":           serveStandIn,
	"emulator":           func() error { return serveEmulator(databases["emulator"]) },
	"mysql":              func() error { return serveEmulator(databases["mysql"]) },
	"first-query-bare":   func() error { return reportFirst(firstBare) },
	"first-query-sdk":    func() error { return reportFirst(firstSDK) },
	"first-query-driver": func() error { return reportFirst(firstDriver) },
}

// runChild does the work of a copy and ends it. In a process that is none it does
// nothing.
func runChild() {
	name := os.Getenv(childVariable)
	if name == "" {
		return
	}
	do, ok := children[name]
	if !ok {
		fmt.Fprintln(os.Stderr, "benchmarks: unknown child", name)
		os.Exit(2)
	}
	if err := do(); err != nil {
		fmt.Fprintln(os.Stderr, "benchmarks:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// child is the command for a copy of this program. Its environment is the given
// one and nothing else.
func child(ctx context.Context, name string, environment ...string) (*exec.Cmd, error) {
	path, err := os.Executable()
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, path)
	command.Env = append(environment, childVariable+"="+name)
	command.Stderr = os.Stderr
	return command, nil
}

// service is a Data API in another process, so that its work is not the client's.
type service struct {
	serviceAddress
	stdin   io.Closer
	command *exec.Cmd
}

// serviceAddress is what a service tells of itself, in one line of JSON.
type serviceAddress struct {
	URL        string
	ClusterARN string
	SecretARN  string
	DSN        string            // of the database server behind it, if there is one
	Relays     map[string]string // addresses of relays to it, by their distance
}

// startService starts a child that serves. The caller stops it.
func startService(ctx context.Context, name string) (*service, error) {
	command, err := child(ctx, name, os.Environ()...)
	if err != nil {
		return nil, err
	}
	stdin, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	command.Cancel, command.WaitDelay = stdin.Close, serviceEnd
	if err := command.Start(); err != nil {
		return nil, err
	}
	s := &service{stdin: stdin, command: command}
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &s.serviceAddress)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start %s: read its address: %w", name, err), s.stop())
	}
	return s, nil
}

// serviceEnd is how long a service may take to stop before it is killed.
const serviceEnd = 10 * time.Second

// stop waits for the end of the process.
func (s *service) stop() error {
	_ = s.stdin.Close() // it may be closed
	return s.command.Wait()
}

// serve answers requests at any distance until standard input ends. It prints the
// address, with its URL filled in.
func serve(handler http.Handler, address serviceAddress) error {
	signal.Ignore(os.Interrupt) // which is for the client; the service goes with it
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: distant(handler)}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	address.URL = "http://" + listener.Addr().String()
	line, err := json.Marshal(address)
	if err != nil {
		return err
	}
	fmt.Println(string(line))
	_, _ = io.Copy(io.Discard, os.Stdin)
	_ = server.Close()
	if err := <-done; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func serveStandIn() error {
	return serve(newStandIn(), serviceAddress{ClusterARN: clusterARN, SecretARN: secretARN})
}
