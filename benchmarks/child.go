package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
)

// childVariable names the work that a copy of this program is started for, to be
// done in a process of its own.
const childVariable = "AURORADATAAPI_BENCHMARK_CHILD"

// children is the work there is.
var children = map[string]func() error{
	"serve":              serve,
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

// serve answers every request with smallAnswer until its standard input ends. It
// prints its URL.
func serve() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: answering(smallAnswer())}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	fmt.Println("http://" + listener.Addr().String())
	_, _ = io.Copy(io.Discard, os.Stdin)
	_ = server.Close()
	if err := <-done; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// startService starts serve in another process, so that the CPU time of the
// service is not the client's. The caller calls stop, which waits for its end.
func startService(ctx context.Context) (url string, stop func() error, err error) {
	command, err := child(ctx, "serve")
	if err != nil {
		return "", nil, err
	}
	stdin, err := command.StdinPipe()
	if err != nil {
		return "", nil, err
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := command.Start(); err != nil {
		return "", nil, err
	}
	stop = func() error { return errors.Join(stdin.Close(), command.Wait()) }
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		return "", nil, errors.Join(fmt.Errorf("read URL of the service: %w", err), stop())
	}
	return strings.TrimSpace(line), stop, nil
}
